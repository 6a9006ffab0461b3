import { ts } from '../../../syntax/javascript/tree.ts';
import { importedBy } from '../edit/requires.ts';
import type { Session } from '../edit/session.ts';

/** The statement of the file that `node` stands in. */
export function topLevelAround(node: ts.Node): ts.Statement | undefined {
  let one = node;
  while (!ts.isSourceFile(one.parent)) one = one.parent;
  return ts.isStatement(one) ? one : undefined;
}

/** What is made is made of literals and of what stands further up in the file. */
export function isKnownAbove({ scopes }: Session, made: ts.Expression, top: ts.Node): boolean {
  return scopes.freeIn(made).every((name) => {
    const declaration = scopes.declarationOf(name);
    if (!declaration || declaration.kind === 'import' || importedBy(declaration.node)) return true;
    return declaration.kind === 'const' && ts.isSourceFile(declaration.scope) && declaration.node.end <= top.pos;
  });
}
