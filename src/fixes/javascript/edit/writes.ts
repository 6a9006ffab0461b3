import { ts } from '../../../syntax/javascript/tree.ts';
import { isAssignment, isUpdate } from './nodes.ts';
import type { Declaration, Scopes } from './scope.ts';

/** Whether `node` is a place that its surroundings write to: `x = …`, `x++`, `[x] = …`, `for (x of …)`, `delete x`. */
export function isWritten(node: ts.Node): boolean {
  const { parent } = node;
  if (isAssignment(parent)) return parent.left === node;
  if (isUpdate(parent) || ts.isDeleteExpression(parent)) return true;
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && isWritten(parent.parent);
  const isPart =
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent);
  if (ts.isShorthandPropertyAssignment(parent)) return isWritten(parent.parent);
  return isPart && isWritten(parent);
}

/** The assignments to a name after its declaration. */
export function writesTo(scopes: Scopes, declaration: Declaration): readonly ts.Identifier[] {
  if (declaration.kind === 'const' || declaration.kind === 'import') return [];
  return scopes.referencesTo(declaration).filter(isWritten);
}

/** The name means the same whenever it is read. */
export function isConstant(scopes: Scopes, declaration: Declaration): boolean {
  const { kind } = declaration;
  if (kind === 'const' || kind === 'import') return true;
  return kind !== 'enum' && kind !== 'namespace' && writesTo(scopes, declaration).length === 0;
}
