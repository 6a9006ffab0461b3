import { ts } from '../../../syntax/javascript/tree.ts';
import { homeOf, isAsync, isCallable, isGenerator, nameOf, type Callable } from './nodes.ts';
import type { Session } from './session.ts';

/** The async function that can wait at `call`; or, as text, why there is none. */
export function whoCanWait(call: ts.CallExpression): Callable | string {
  const home = homeOf(call);
  if (!home) return 'Default values, class fields and static blocks cannot wait. Move the call into an async function.';
  if (!isCallable(home)) return 'The call stands at the top level of the file. Move it into an async function.';
  const name = nameOf(home);
  if (isGenerator(home)) return `\`${name}\` is a generator, whose order of steps a wait would change.`;
  if (!isAsync(home)) return `\`${name}\` is not async. Make it async and wait for it where it is called.`;
  if (call.flags & ts.NodeFlags.OptionalChain)
    return 'The call is part of an optional chain. Take it out with an `if` first.';
  return home;
}

/** Waits for `call`, whose own text stays or is replaced by other edits. */
export function insertAwait(session: Session, call: ts.CallExpression): void {
  const { draft, source } = session;
  if (ts.isAwaitExpression(call.parent)) return;
  const start = call.getStart(source);
  if (!needsParentheses(call)) {
    draft.insert(start, 'await ');
    return;
  }
  draft.insert(start, `${continuesPrevious(session, call) ? ';' : ''}(await `);
  draft.insert(call.end, ')');
}

/** Where `await f()` would be read as `await (f().x)` and the like. */
function needsParentheses(call: ts.CallExpression): boolean {
  const { parent } = call;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression === call;
  if (ts.isCallExpression(parent)) return parent.expression === call;
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === call;
  if (ts.isBinaryExpression(parent)) {
    return parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken && parent.left === call;
  }
  return ts.isNonNullExpression(parent);
}

/** Whether a parenthesis here would turn the statement before, which has no semicolon, into a call. */
function continuesPrevious({ source, text }: Session, call: ts.CallExpression): boolean {
  let statement: ts.Node = call;
  while (!ts.isStatement(statement)) statement = statement.parent;
  if (statement.getStart(source) !== call.getStart(source)) return false;
  const { parent } = statement;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent) && !ts.isCaseOrDefaultClause(parent)) return false;
  const before = parent.statements[parent.statements.indexOf(statement) - 1];
  return before !== undefined && text[before.end - 1] !== ';';
}
