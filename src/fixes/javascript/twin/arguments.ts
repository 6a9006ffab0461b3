import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, some } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';

/** The ways of calling in which a twin of Node's own is known not to follow. */
export function troubleWithArguments(
  { scopes, source }: Session,
  call: ts.CallExpression,
  name: string,
): string | undefined {
  const [first] = call.arguments;
  const isDescriptor = (node: ts.Expression, depth = 0): boolean => {
    const inner = bare(node);
    if (ts.isNumericLiteral(inner)) return true;
    if (ts.isPropertyAccessExpression(inner)) return inner.name.text === 'fd';
    if (ts.isCallExpression(inner)) return /\bopenSync$/.test(inner.expression.getText(source));
    const declared = ts.isIdentifier(inner) ? scopes.declarationOf(inner)?.node : undefined;
    if (!declared || !ts.isVariableDeclaration(declared) || !declared.initializer) {
      return declared !== undefined && ts.isParameter(declared) && declared.type?.kind === ts.SyntaxKind.NumberKeyword;
    }
    return depth < 4 && isDescriptor(declared.initializer, depth + 1);
  };
  const takesPath = /^(readFile|writeFile|appendFile|truncate)Sync$/.test(name);
  if (takesPath && first && isDescriptor(first))
    return 'The promise form takes a path, not a file descriptor. Use a `FileHandle` of `open` from `node:fs/promises`.';
  const asksQuietly = some(call, (node) => ts.isIdentifier(node) && node.text === 'throwIfNoEntry');
  return asksQuietly
    ? 'Before Node 25.7 the promise form ignores `throwIfNoEntry` and rejects. Catch the error instead.'
    : undefined;
}
