import { ts } from '../../../syntax/javascript/tree.ts';
import { dressed, isCallable } from '../edit/nodes.ts';
import { namesOf } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isWritten } from '../edit/writes.ts';
import { readers } from './methods.ts';
import type { Luggage, Movable } from './movable.ts';
import { ownersIn } from './ownership.ts';

/** Methods that ask for the very same thing. */
const comparing = new Set(['includes', 'indexOf', 'lastIndexOf', 'has', 'get', 'delete', 'set', 'add']);

/** Whether the function hands back what it was given, or things out of it: from a worker they come back as copies. */
export function returnsWhatItIsGiven(session: Session, { functions }: Luggage, main: Movable): boolean {
  const ownerOf = ownersIn(session, functions);
  let isGiven = main.body !== undefined && !ts.isBlock(main.body) && ownerOf(main.body) !== 'none';
  const visit = (node: ts.Node): void => {
    if (isCallable(node) && node !== main) return;
    if (ts.isReturnStatement(node) && node.expression && ownerOf(node.expression) !== 'none') isGiven = true;
    ts.forEachChild(node, visit);
  };
  visit(main);
  return isGiven;
}

/** Where the caller changes what `call` gives, or compares it with what it has: there a copy would not do. */
export function countsOnIdentity({ scopes, source }: Session, call: ts.CallExpression): string | undefined {
  const outer = dressed(call).parent;
  const { parent } = dressed(ts.isAwaitExpression(outer) ? outer : call);
  const names = ts.isVariableDeclaration(parent) ? namesOf(parent.name) : [];
  const declared = names.flatMap((name) => scopes.lookUp(name.text, call) ?? []);
  const uses = [call, ...declared.flatMap((one) => scopes.referencesTo(one))];
  return uses.find(isTouched)?.parent.getText(source);
}

function isTouched(use: ts.Expression): boolean {
  const node = dressed(use);
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    if (parent.expression !== node) return false;
    if (isWritten(parent)) return true;
    const isCalled = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
    const isMethod = isCalled && ts.isPropertyAccessExpression(parent);
    return isMethod ? !readers.has(parent.name.text) : isTouched(parent);
  }
  if (ts.isBinaryExpression(parent)) {
    const isComparison = /^[=!]==?$/.test(parent.operatorToken.getText());
    return isComparison && !isPlain(parent.left === node ? parent.right : parent.left);
  }
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false;
  return parent.expression !== node && comparing.has(parent.expression.name.text);
}

/** A literal, `undefined`, `typeof …`, a number: nothing that has an identity. */
function isPlain(node: ts.Expression): boolean {
  if (ts.isLiteralExpression(node) || ts.isPrefixUnaryExpression(node) || ts.isTypeOfExpression(node)) return true;
  if (ts.isIdentifier(node)) return node.text === 'undefined';
  return [ts.SyntaxKind.NullKeyword, ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword].includes(node.kind);
}
