import { ts } from '../../../syntax/javascript/tree.ts';
import { bare } from '../edit/nodes.ts';
import type { Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isWritten } from '../edit/writes.ts';

const reading = new Set([
  ...['has', 'get', 'includes', 'indexOf', 'lastIndexOf', 'slice', 'at', 'join', 'some', 'every', 'find', 'findIndex'],
  ...['map', 'filter', 'reduce', 'forEach', 'concat', 'keys', 'values', 'entries', 'test', 'exec'],
]);

/** A constant that is the same in every thread: a literal, or a list or table of literals that nothing ever writes to. */
export function isPlainConstant(session: Session, declaration: Declaration, isExported: boolean): boolean {
  const { node, kind } = declaration;
  if (kind !== 'const' || !ts.isVariableDeclaration(node) || !node.initializer) return false;
  const value = bare(node.initializer);
  if (isPrimitive(value)) return true;
  if (isExported || !isTable(value)) return false;
  return session.scopes.referencesTo(declaration).every(isOnlyRead);
}

function isPrimitive(node: ts.Expression): boolean {
  const value = bare(node);
  if (ts.isRegularExpressionLiteral(value)) return !/[gy][a-z]*$/.test(value.text);
  if (ts.isLiteralExpression(value)) return true;
  if (ts.isPrefixUnaryExpression(value)) return isPrimitive(value.operand);
  if (ts.isBinaryExpression(value)) return isPrimitive(value.left) && isPrimitive(value.right);
  return [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(value.kind);
}

function isTable(value: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(value)) return value.elements.every(isPrimitive);
  if (ts.isObjectLiteralExpression(value)) {
    return value.properties.every((one) => ts.isPropertyAssignment(one) && isPrimitive(one.initializer));
  }
  if (!ts.isNewExpression(value) || !ts.isIdentifier(value.expression)) return false;
  const [list] = value.arguments ?? [];
  const isSet = value.expression.text === 'Set';
  return isSet && list !== undefined && ts.isArrayLiteralExpression(list) && isTable(list);
}

/** `TABLE[i]`, `TABLE.size`, `TABLE.has(x)`, `of TABLE`: nobody gets hold of the table itself. */
function isOnlyRead(use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isForOfStatement(parent)) return parent.expression === use;
  if (ts.isElementAccessExpression(parent)) return parent.expression === use && !isWritten(parent);
  if (!ts.isPropertyAccessExpression(parent) || isWritten(parent)) return ts.isPartOfTypeNode(parent);
  const isCalled = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
  return !isCalled || reading.has(parent.name.text);
}
