import { ts } from '../../../syntax/javascript/tree.ts';
import { hasComment, hasTextOverLines, moveLeft } from '../edit/indent.ts';
import { isCallable, some } from '../edit/nodes.ts';
import { semicolon, type Session } from '../edit/session.ts';
import { lineIndent } from '../edit/style.ts';

/**
 * Writes the loop in place of `statement`: `head`, and the callback's body. Answers why it cannot be done, empty where a person could
 * not do anything about it either.
 */
export function bodyOfLoop(
  session: Session,
  statement: ts.Node,
  callback: ts.ArrowFunction | ts.FunctionExpression,
  head: string,
): string | undefined {
  const { source, text, draft } = session;
  const start = statement.getStart(source);
  const { body } = callback;
  const from = body.getStart(source);
  if (hasComment(text.slice(start, from)) || hasComment(text.slice(body.end, statement.end))) return '';
  if (!ts.isBlock(body)) {
    if (text.slice(from, body.end).includes('\n') && hasTextOverLines(body)) return '';
    const wait = awaitAround(body);
    draft.replace({ start, end: from }, head + wait.before);
    draft.replace({ start: body.end, end: statement.end }, wait.behind + semicolon(session));
    moveLeft(session, body, dedentsBy(session, body, statement));
    return undefined;
  }
  const trouble = troubleWith(body);
  if (trouble !== undefined) return trouble;
  const exits = returnsIn(body);
  if (exits.some((exit) => isInInnerLoop(exit, body)))
    return 'A `return` in a loop of the callback would go on with that loop. Give the outer loop a label first.';
  draft.replace({ start, end: from }, head);
  draft.replace({ start: body.end, end: statement.end }, '');
  for (const exit of exits) writeExit(session, exit, body);
  const by = dedentsBy(session, body, statement);
  if (by !== '' && (hasTextOverLines(body) || exits.some(spansLines(session)))) return '';
  moveLeft(session, body, by);
  return undefined;
}

/** What means something else in a loop than in a function. */
function troubleWith(body: ts.Block): string | undefined {
  const [first] = body.statements;
  if (first && ts.isExpressionStatement(first) && ts.isStringLiteral(first.expression)) return '';
  const isVar = (node: ts.Node): boolean =>
    ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0;
  if (some(body, isVar, (node) => !isCallable(node)))
    return 'A `var` of the callback would be shared by all rounds. Make it `let` or `const` first.';
  return some(body, ts.isFunctionDeclaration, (node) => !isCallable(node) || ts.isFunctionDeclaration(node))
    ? ''
    : undefined;
}

function returnsIn(body: ts.Block): ts.ReturnStatement[] {
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node);
    if (!isCallable(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function isInInnerLoop(exit: ts.Node, body: ts.Node): boolean {
  for (let one = exit.parent; one !== body; one = one.parent) if (ts.isIterationStatement(one, false)) return true;
  return false;
}

/** `return;` goes on with the next round; so does `return value;`, whose value nobody took, once it is done. */
function writeExit({ draft, source, style }: Session, exit: ts.ReturnStatement, body: ts.Block): void {
  const start = exit.getStart(source);
  const { expression } = exit;
  const isEnded = exit.getText(source).endsWith(';');
  if (!expression) {
    draft.replace({ start, end: start + 'return'.length }, 'continue');
    return;
  }
  const isLast = body.statements.at(-1) === exit;
  const isInBlock = ts.isBlock(exit.parent) || ts.isCaseOrDefaultClause(exit.parent);
  const open = isLast || isInBlock ? '' : '{ ';
  const close = isLast
    ? ''
    : `${isEnded ? ' ' : '; '}continue${isEnded || style.semicolons || open !== '' ? ';' : ''}${open === '' ? '' : ' }'}`;
  const wait = awaitAround(expression);
  draft.replace({ start, end: expression.getStart(source) }, open + wait.before);
  if (wait.behind !== '') draft.insert(expression.end, wait.behind);
  if (close !== '') draft.insert(exit.end, close);
}

/** What makes `await` of an expression: `await a ? b : c` would wait for `a`, and `await f() as Promise<void>` be of another type. */
function awaitAround(node: ts.Expression): { readonly before: string; readonly behind: string } {
  if (ts.isAwaitExpression(node)) return { before: '', behind: '' };
  const isLoose =
    ts.isConditionalExpression(node) ||
    ts.isBinaryExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node);
  return isLoose ? { before: 'await (', behind: ')' } : { before: 'await ', behind: '' };
}

function spansLines({ source }: Session): (exit: ts.Node) => boolean {
  return (exit) => exit.getText(source).includes('\n');
}

/** By how much the body is further in than it should be; empty where it is not. */
function dedentsBy({ text, source }: Session, body: ts.Node, statement: ts.Node): string {
  const inner = lineIndent(text, body.end - 1);
  const outer = lineIndent(text, statement.getStart(source));
  return ts.isBlock(body) && inner.startsWith(outer) ? inner.slice(outer.length) : '';
}
