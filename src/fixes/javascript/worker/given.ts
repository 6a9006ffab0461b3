import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, isCallable } from '../edit/nodes.ts';
import { importedBy } from '../edit/requires.ts';
import type { Session } from '../edit/session.ts';
import { isConstant } from '../edit/writes.ts';
import { isKept } from './cloneable.ts';
import { functionOf, type Movable } from './movable.ts';

/** Names and calls that one value may come through. */
const FARTHEST = 4;

/** What in a value, as written at a call, cannot be handed to another thread, or would arrive there as something else. */
export function uncloneableValue(session: Session, node: ts.Expression, depth = 0): string | undefined {
  const value = bare(node);
  const inner = (one: ts.Expression): string | undefined => uncloneableValue(session, one, depth);
  const any = (all: readonly ts.Expression[]): string | undefined => all.map(inner).find((each) => each !== undefined);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value) || ts.isClassExpression(value)) return 'a function';
  if (value.kind === ts.SyntaxKind.ThisKeyword) return '`this`';
  if (ts.isIdentifier(value)) return uncloneableName(session, value, depth);
  if (ts.isNewExpression(value)) return isKept(value) ? undefined : `an instance of \`${value.expression.getText()}\``;
  if (ts.isCallExpression(value)) return uncloneableResult(session, value, depth);
  if (ts.isAwaitExpression(value) || ts.isSpreadElement(value)) return inner(value.expression);
  if (ts.isConditionalExpression(value)) return any([value.whenTrue, value.whenFalse]);
  if (ts.isBinaryExpression(value)) return any([value.left, value.right]);
  if (ts.isArrayLiteralExpression(value)) return any(value.elements);
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  return value.properties
    .map((each) => {
      if (ts.isPropertyAssignment(each)) return inner(each.initializer);
      if (ts.isShorthandPropertyAssignment(each)) return inner(each.name);
      return ts.isSpreadAssignment(each) ? inner(each.expression) : 'a function';
    })
    .find((each) => each !== undefined);
}

function uncloneableName(session: Session, name: ts.Identifier, depth: number): string | undefined {
  const { scopes } = session;
  const declaration = scopes.declarationOf(name);
  if (!declaration) return undefined;
  const { node } = declaration;
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return `\`${name.text}\``;
  if (!ts.isVariableDeclaration(node) || !node.initializer || depth >= FARTHEST) return undefined;
  return isConstant(scopes, declaration) ? uncloneableValue(session, node.initializer, depth + 1) : undefined;
}

const BUFFER = 'a `Buffer`';

/** Methods of lists that give some of the same things. */
const selecting = new Set(['filter', 'slice', 'concat', 'toSorted', 'toReversed', 'flat', 'find', 'at']);

function uncloneableResult(session: Session, call: ts.CallExpression, depth: number): string | undefined {
  if (depth >= FARTHEST) return undefined;
  const { scopes } = session;
  const ofFunction = (made: Movable): string | undefined =>
    resultsOf(made)
      .map((each) => uncloneableValue(session, each, depth + 1))
      .find((each) => each !== undefined);
  const callee = bare(call.expression);
  if (givesBuffer(session, call)) return BUFFER;
  if (ts.isIdentifier(callee)) {
    const declaration = scopes.declarationOf(callee);
    const made = declaration && functionOf(declaration.node);
    return made && ofFunction(made);
  }
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const method = callee.name.text;
  if (selecting.has(method)) return uncloneableValue(session, callee.expression, depth + 1);
  const isMap = method === 'map' || method === 'flatMap' || method === 'from' || method === 'all';
  const made = isMap
    ? call.arguments.map(bare).find((each) => ts.isArrowFunction(each) || ts.isFunctionExpression(each))
    : undefined;
  if (made) return ofFunction(made);
  const [list] = call.arguments;
  return (method === 'from' || method === 'all') && list ? uncloneableValue(session, list, depth + 1) : undefined;
}

/** `Buffer.from(…)`, and `readFile(path)` of Node without an encoding. */
function givesBuffer({ scopes, source }: Session, { expression, arguments: given }: ts.CallExpression): boolean {
  let root = bare(expression);
  while (ts.isPropertyAccessExpression(root)) root = bare(root.expression);
  if (!ts.isIdentifier(root)) return false;
  const declaration = scopes.declarationOf(root);
  if (!declaration || importedBy(declaration.node)?.module.replace('node:', '') === 'buffer')
    return root.text === 'Buffer' && /^Buffer\.(?:from|alloc\w*|concat)$/.test(expression.getText(source));
  const module = importedBy(declaration.node)?.module.replace('node:', '') ?? '';
  const name = expression.getText(source);
  if (/^fs(?:\/promises)?$/.test(module)) return given.length === 1 && /\breadFile(?:Sync)?$/.test(name);
  return module === 'crypto' && given.length === 1 && /\brandomBytes$/.test(name);
}

function resultsOf({ body }: Movable): readonly ts.Expression[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const results: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isCallable(node)) return;
    if (ts.isReturnStatement(node) && node.expression) results.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return results;
}
