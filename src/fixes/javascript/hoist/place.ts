import { ts } from '../../../syntax/javascript/tree.ts';
import { some, suspends, usesThis } from '../edit/nodes.ts';
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
  if (isOfTheCall(made)) return false;
  return scopes.freeIn(made).every((name) => {
    const declaration = scopes.declarationOf(name);
    if (!declaration || declaration.kind === 'import') return true;
    const isConstant = declaration.kind === 'const' || importedBy(declaration.node) !== undefined;
    return isConstant && ts.isSourceFile(declaration.scope) && declaration.node.end <= top.pos;
  });
}

/** `this` or `arguments` of one call, or what that has waited for. `import.meta` is the same everywhere. */
function isOfTheCall(made: ts.Expression): boolean {
  const isImportMeta = (node: ts.Node): boolean => ts.isMetaProperty(node) && node.name.text === 'meta';
  return suspends(made) || some(made, (node) => usesThis(node) && !some(node, isImportMeta));
}

/** What a person should know where it is made of more than literals. Empty, or a sentence with a blank in front. */
export function madeEarly(
  { scopes, source }: Session,
  { arguments: given = ts.factory.createNodeArray() }: Made,
): string {
  const parts = given.flatMap((each) => scopes.freeIn(each)).filter(({ text }) => text !== 'undefined');
  const [first] = parts;
  if (!first) return '';
  const part = ts.isPropertyAccessExpression(first.parent) ? first.parent : first;
  return ` It is made when the file is loaded, of what \`${part.getText(source)}\` is by then.`;
}

type Made = Pick<ts.CallExpression | ts.NewExpression, 'arguments'>;
