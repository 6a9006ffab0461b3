import { ts } from '../../../syntax/javascript/tree.ts';
import { bare } from './nodes.ts';
import type { Declaration } from './scope.ts';

const copying = new Set([
  ...['slice', 'map', 'filter', 'concat', 'flat', 'flatMap', 'toSorted', 'toReversed'],
  ...['from', 'of', 'keys', 'values', 'entries'],
]);

/** A list that the constant was made with, so that nobody else has it at first. */
export function isMadeHere({ kind, node }: Declaration): boolean {
  if (kind !== 'const' || !ts.isVariableDeclaration(node) || !node.initializer) return false;
  const made = bare(node.initializer);
  if (ts.isArrayLiteralExpression(made)) return true;
  const callee = ts.isCallExpression(made) ? made.expression : undefined;
  return callee !== undefined && ts.isPropertyAccessExpression(callee) && copying.has(callee.name.text);
}
