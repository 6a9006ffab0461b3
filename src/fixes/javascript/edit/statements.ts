import { ts } from '../../../syntax/javascript/tree.ts';
import { homeOf, isCallable, some, type Callable } from './nodes.ts';
import { endOfLine } from './places.ts';
import { semicolon, type Session } from './session.ts';
import { lineIndent } from './style.ts';

/** Inserts a statement in front of another one, above the comments that belong to it. `behind` is a comment at its end. */
export function insertBefore(session: Session, statement: ts.Statement, code: string, behind = ''): void {
  const { text, source, style, draft } = session;
  const at = topOf(session, statement);
  const next = text[statement.getStart(source)] ?? '';
  // Without a semicolon a line that begins like this would continue ours.
  const end = style.semicolons || '([`+-/*'.includes(next) ? ';' : '';
  draft.insert(at, code + end + behind + style.eol + lineIndent(text, at));
}

/** Puts a statement in front of all others of a block, above their comments, or into one that is empty. */
export function insertFirstIn(session: Session, block: ts.Block, code: string): void {
  const { text, source, style, draft } = session;
  const open = block.getStart(source) + 1;
  const [first] = block.statements;
  const isLong = /^[ \t]*(?:\/\/.*)?\r?\n/.test(text.slice(open));
  if (first && isLong) {
    insertBefore(session, first, code);
    return;
  }
  // Whatever follows on this line must not go on with ours.
  const end = first ? '; ' : semicolon(session);
  if (first) draft.insert(first.getStart(source), code + end);
  else if (isLong) draft.insert(open, style.eol + lineIndent(text, open) + style.indent + code + end);
  else draft.insert(open, ` ${code}${end}${text[open] === '}' ? ' ' : ''}`);
}

/** Where a statement begins together with the comments directly above it. */
export function topOf({ text, source }: Session, statement: ts.Node): number {
  let top = statement.getStart(source);
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  for (const comment of comments.toReversed()) {
    const startsLine = /(?:^|\n)[ \t]*$/.test(text.slice(0, comment.pos));
    if (!startsLine || !/^[ \t]*\r?\n?[ \t]*$/.test(text.slice(comment.end, top))) break;
    top = comment.pos;
  }
  return top;
}

/** Takes a statement away, with its comments and its line. */
export function takeOut(session: Session, statement: ts.Statement): void {
  const { text, draft } = session;
  const top = topOf(session, statement);
  const end = endOfLine(session, statement);
  const lineStart = text.lastIndexOf('\n', top - 1) + 1;
  const before = text.slice(lineStart, top);
  const rest = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0];
  if (before.trim() === '' && rest !== undefined) draft.replace({ start: lineStart, end: end + rest.length }, '');
  else draft.replace({ start: lineStart + before.trimEnd().length, end: statement.end }, '');
}

/** The statement at or above `node` that stands in a block, so that another one can be put before it. */
export function blockStatement(node: ts.Node, home: Callable | ts.SourceFile): ts.Statement | undefined {
  for (let one = node; one !== home && !ts.isSourceFile(one); one = one.parent) {
    const { parent } = one;
    const isInBlock = ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isModuleBlock(parent);
    if (isInBlock && ts.isStatement(one)) return one;
  }
  return undefined;
}

/** The outermost loop around `node` within its function, else `node`. */
export function outOfLoops(node: ts.Node, home: Callable | ts.SourceFile): ts.Node {
  let outermost = node;
  for (let one = node; one !== home && !ts.isSourceFile(one); one = one.parent) {
    if (ts.isIterationStatement(one, false)) outermost = one;
  }
  return outermost;
}

/** Turns `=> expression` into `=> { code; return expression; }`. */
export function insertIntoBody(session: Session, arrow: ts.ArrowFunction, code: string): void {
  const { text, source, style, draft } = session;
  const { body, equalsGreaterThanToken: token } = arrow;
  const indent = lineIndent(text, arrow.getStart(source));
  const inner = style.eol + indent + style.indent;
  const start = body.getStart(source);
  const opening = `{${inner}${code}${semicolon(session)}${inner}return `;
  const isBlank = text.slice(token.end, start).trim() === '';
  if (isBlank) draft.replace({ start: token.end, end: start }, ` ${opening}`);
  else draft.insert(start, opening);
  draft.insert(body.end, `${semicolon(session)}${style.eol}${indent}}`);
}

/**
 * Where something that all runs of `node` share is declared: in the same function, in front of loops; outside the callbacks of
 * `isInline` calls, which run once per element.
 */
export function sharedPlace(
  node: ts.Node,
  isInline: (call: ts.CallExpression) => boolean,
): ts.Statement | ts.ArrowFunction | undefined {
  let inner = node;
  let home = homeOf(inner);
  while (home && !ts.isSourceFile(home) && ts.isCallExpression(home.parent) && isInline(home.parent)) {
    inner = home.parent;
    home = homeOf(inner);
  }
  if (!home) return undefined;
  const statement = blockStatement(outOfLoops(inner, home), home);
  return statement ?? (ts.isArrowFunction(home) && !ts.isBlock(home.body) ? home : undefined);
}

/** No condition and no function stands between the statement and the wait. */
export function isAlwaysReached(wait: ts.Node, statement: ts.Node): boolean {
  for (let one = wait.parent; one !== statement; one = one.parent) {
    if (isCallable(one) || ts.isConditionalExpression(one) || one.flags & ts.NodeFlags.OptionalChain) return false;
    if (ts.isBinaryExpression(one) && /^(?:&&|\|\||\?\?)=?$/.test(one.operatorToken.getText())) return false;
  }
  return true;
}

/** The statement in a block that evaluates `node` before everything else. */
export function firstEvaluated(node: ts.Expression): ts.Statement | undefined {
  let one: ts.Node = node;
  for (;;) {
    const { parent }: ts.Node = one;
    if (ts.isVariableDeclaration(parent) && parent.initializer === one && ts.isIdentifier(parent.name)) {
      const list = parent.parent;
      const isFirst = ts.isVariableDeclarationList(list) && list.declarations[0] === parent;
      return isFirst && ts.isVariableStatement(list.parent) ? inBlock(list.parent) : undefined;
    }
    if (ts.isReturnStatement(parent) || ts.isExpressionStatement(parent)) return inBlock(parent);
    const isReceiver =
      (ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent)) && parent.expression === one;
    const isWrapped = ts.isParenthesizedExpression(parent) || ts.isAwaitExpression(parent) || ts.isAsExpression(parent);
    if (!isReceiver && !isWrapped) return undefined;
    one = parent;
  }
}

function inBlock(statement: ts.Statement): ts.Statement | undefined {
  return ts.isBlock(statement.parent) ? statement : undefined;
}

/** Whether what comes after the statement may be left out. */
export function leaves(statement: ts.Statement): boolean {
  return some(
    statement,
    (node) => ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isBreakOrContinueStatement(node),
    (node) => !isCallable(node),
  );
}
