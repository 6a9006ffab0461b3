import { ts } from '../../../syntax/javascript/tree.ts';
import { bare } from '../edit/nodes.ts';
import { importedBy } from '../edit/requires.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isConstant } from '../edit/writes.ts';

/** A loop that goes over a list piece by piece. */
export interface BatchLoop {
  readonly loop: ts.IterationStatement;
  /** The whole list, and how many of it make a piece, as written. */
  readonly list: ts.Expression;
  readonly size: ts.Expression;
  /** Names that only the loop needs: its index, the piece. */
  readonly own: readonly Declaration[];
  /** The statement that declares the piece. */
  readonly cut?: ts.Statement;
  /** What chunks the list, a function that is imported. */
  readonly chunker?: ts.Identifier;
  /** The pieces are taken out of the list, which is empty in the end. */
  readonly empties?: true;
}

export function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}

/** How `loop` cuts `piece`, the list that `map` is called on, off a longer one; undefined where that is not fully understood. */
export function batchLoopOf(
  session: Session,
  loop: ts.IterationStatement,
  piece: ts.Expression,
): BatchLoop | undefined {
  const named = ts.isIdentifier(piece) ? session.scopes.declarationOf(piece) : undefined;
  if (ts.isForOfStatement(loop)) return named && chunksOf(session, loop, named);
  const made = named ? initializerOf(named) : piece;
  const cut = named && statementOf(named);
  if (!made || (named && (cut?.parent !== loop.statement || named.kind !== 'const'))) return undefined;
  const call = bare(made);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const found = ts.isForStatement(loop)
    ? slicesOf(session, loop, call, call.expression)
    : ts.isWhileStatement(loop)
      ? splicesOf(session, loop, call, call.expression)
      : undefined;
  return found && named && cut ? { ...found, own: [...found.own, named], cut } : found;
}

function initializerOf({ node }: Declaration): ts.Expression | undefined {
  return ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) ? node.initializer : undefined;
}

/** `const batch = …` on its own. */
function statementOf({ node }: Declaration): ts.Statement | undefined {
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : undefined;
  const isAlone = statement && ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1;
  return isAlone ? statement : undefined;
}

/** `for (let i = 0; i < list.length; i += size)` around `list.slice(i, i + size)`. */
function slicesOf(
  { scopes, source }: Session,
  loop: ts.ForStatement,
  call: ts.CallExpression,
  { expression: list, name }: ts.PropertyAccessExpression,
): BatchLoop | undefined {
  const { initializer, condition, incrementor } = loop;
  const text = (node: ts.Node): string => node.getText(source).replace(/\s+/g, '');
  if (!initializer || !ts.isVariableDeclarationList(initializer) || initializer.declarations.length !== 1)
    return undefined;
  const [index] = initializer.declarations;
  if (!index?.initializer || !ts.isIdentifier(index.name) || text(index.initializer) !== '0') return undefined;
  const at = index.name.text;
  const step = incrementor && ts.isBinaryExpression(incrementor) ? incrementor : undefined;
  if (!condition || !step || text(condition) !== `${at}<${text(list)}.length`) return undefined;
  const isShort = text(step.left) === at && step.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
  const sum = bare(step.right);
  const isLong =
    text(step.left) === at &&
    step.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isBinaryExpression(sum) &&
    text(sum.left) === at &&
    sum.operatorToken.kind === ts.SyntaxKind.PlusToken;
  const size = isShort ? step.right : isLong ? sum.right : undefined;
  const [from, to, ...others] = call.arguments;
  if (!size || !isSize({ scopes }, size) || name.text !== 'slice' || !from || !to || others.length > 0)
    return undefined;
  if (text(from) !== at || text(to) !== `${at}+${text(size)}`) return undefined;
  const own = scopes.lookUp(at, loop.statement);
  return own && { loop, list, size, own: [own] };
}

/** `while (list.length)` around `list.splice(0, size)`. */
function splicesOf(
  { scopes, source }: Session,
  loop: ts.WhileStatement,
  call: ts.CallExpression,
  { expression: list, name }: ts.PropertyAccessExpression,
): BatchLoop | undefined {
  const length = `${list.getText(source)}.length`;
  const asked = loop.expression.getText(source).replace(/\s+/g, '');
  const [from, size, ...others] = call.arguments;
  const isDrained = [length, `${length}>0`, `${length}!==0`, `${length}>=1`].includes(asked);
  if (!isDrained || name.text !== 'splice' || from?.getText(source) !== '0' || !size || others.length > 0)
    return undefined;
  return isSize({ scopes }, size) ? { loop, list, size, own: [], empties: true } : undefined;
}

const chunkers = new Set(['lodash', 'lodash-es', 'lodash/chunk', 'lodash.chunk', 'es-toolkit', 'remeda']);

/** `for (const batch of chunk(list, size))`, with the `chunk` of a library. */
function chunksOf({ scopes }: Session, loop: ts.ForOfStatement, piece: Declaration): BatchLoop | undefined {
  const call = bare(loop.expression);
  if (!ts.isCallExpression(call) || loop.awaitModifier || !isWithin(piece.node, loop.initializer)) return undefined;
  const callee = bare(call.expression);
  const root = ts.isPropertyAccessExpression(callee) && callee.name.text === 'chunk' ? callee.expression : callee;
  const declaration = ts.isIdentifier(root) ? scopes.declarationOf(root) : undefined;
  const imported = declaration && importedBy(declaration.node);
  if (!imported || !chunkers.has(imported.module) || !ts.isIdentifier(root) || !ts.isIdentifier(piece.name))
    return undefined;
  const isWhole = /chunk$/.test(imported.module) ? root === callee : root !== callee || imported.export === 'chunk';
  const [list, size, ...others] = call.arguments;
  if (!isWhole || !list || !size || others.length > 0 || !isSize({ scopes }, size)) return undefined;
  return { loop, list, size, own: [piece], chunker: root };
}

/** A number, or a name for one that stays. */
function isSize({ scopes }: Pick<Session, 'scopes'>, size: ts.Expression): boolean {
  if (ts.isNumericLiteral(size)) return Number(size.text) >= 1;
  const declaration = ts.isIdentifier(size) ? scopes.declarationOf(size) : undefined;
  return declaration !== undefined && isConstant(scopes, declaration);
}
