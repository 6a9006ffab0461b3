import { isStream } from '../../effects/concurrency/backpressure.ts';
import type { Fix } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isCallable, isStatement } from './edit/nodes.ts';
import { around } from './edit/reach.ts';
import { openSession, type Session } from './edit/session.ts';
import { takeOut } from './edit/statements.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { isConstant } from './edit/writes.ts';

const id = 'pipe-stream';

/** Lets `pipe` pass the data on, which waits while the other side is full, in place of a listener that writes it. */
export const pipeStream: Remedy = {
  id,
  rules: ['unblock/no-backpressure'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'no-backpressure' || subject.when !== 'data' || request.facts.language !== 'javascript')
    return undefined;
  const session = openSession(request);
  const { draft, source, text } = session;
  const write = nodeOf(session, subject.call, ts.isCallExpression);
  const on = write && registrationOf(write);
  const target = write && receiverOf(write);
  if (!on || !target || !isKnownBy(session, target, on) || !isKnownStream(session, on)) return undefined;
  // Listeners that are taken away by their event would leave the pipe in place.
  if (/\b(?:removeAllListeners|unpipe)\b/.test(text)) return undefined;
  const from = (on.expression as ts.PropertyAccessExpression).expression;
  const chained = chainedEnd(on, target.text);
  const whole = chained ?? on;
  if (!isStatement(whole) || /\/[/*]/.test(text.slice(from.end, whole.end))) return undefined;
  const end = chained ? undefined : endBeside(session, on, from, target.text);
  const options = chained || end ? '' : ', { end: false }';
  draft.replace({ start: from.end, end: whole.end }, `.pipe(${target.text}${options})`);
  if (end) takeOut(session, end);
  const name = from.getText(source);
  return suggest(session, {
    ...{ id, title: `Pipe ${/^[\w.]+$/.test(name) ? `\`${name}\`` : 'it'} into \`${target.text}\`` },
    changes:
      'What is read waits while the other side is full, in place of piling up in memory. Errors are heard by those who heard them before. Where writing fails, what is read is no longer read to its end but stays open; `pipeline` would end both.',
  });
}

/** `source.on('data', (chunk) => target.write(chunk))`, where the listener does nothing else: the call of `on`. */
function registrationOf(write: ts.CallExpression): ts.CallExpression | undefined {
  const listener = around(write, isCallable);
  if (!listener || !(ts.isArrowFunction(listener) || ts.isFunctionExpression(listener)) || listener.asteriskToken)
    return undefined;
  const [chunk, ...others] = listener.parameters;
  const [written, ...more] = write.arguments;
  const isPassedOn = chunk && written && ts.isIdentifier(written) && chunk.name.getText() === written.text;
  if (isPassedOn !== true || others.length > 0 || more.length > 0 || chunk.initializer || !isSole(listener, write))
    return undefined;
  return eventOf(listener) === 'data' ? (listener.parent as ts.CallExpression) : undefined;
}

/** The call is all that the function does. */
function isSole({ body }: ts.ArrowFunction | ts.FunctionExpression, call: ts.CallExpression): boolean {
  if (body === call) return true;
  const [only, ...others] = ts.isBlock(body) ? body.statements : [];
  return only !== undefined && others.length === 0 && ts.isExpressionStatement(only) && only.expression === call;
}

/** The event whose only listener of this call it is. */
function eventOf(listener: ts.Node): string | undefined {
  const call = listener.parent;
  if (!ts.isCallExpression(call) || call.arguments.length !== 2 || call.arguments[1] !== listener) return undefined;
  const { expression: callee } = call;
  const [event] = call.arguments;
  const isOn = ts.isPropertyAccessExpression(callee) && !callee.questionDotToken && callee.name.text === 'on';
  return isOn && event && ts.isStringLiteral(event) ? event.text : undefined;
}

function receiverOf({ expression, questionDotToken }: ts.CallExpression): ts.Identifier | undefined {
  if (questionDotToken || !ts.isPropertyAccessExpression(expression) || expression.questionDotToken) return undefined;
  return expression.name.text === 'write' && ts.isIdentifier(expression.expression) ? expression.expression : undefined;
}

/**
 * A file that was opened for writing before. The listener would look for it with each piece; the pipe takes what is there now. And a
 * client that goes away would leave what is read waiting for ever, and its file open.
 */
function isKnownBy({ scopes, source }: Session, target: ts.Identifier, on: ts.Node): boolean {
  const declaration = scopes.declarationOf(target);
  if (!declaration || !isConstant(scopes, declaration) || declaration.node.end > on.pos) return false;
  const { node } = declaration;
  const made = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  return (
    made !== undefined && ts.isCallExpression(made) && /\bcreateWriteStream$/.test(made.expression.getText(source))
  );
}

function isKnownStream({ request, source }: Session, on: ts.CallExpression): boolean {
  const { program, file } = request;
  const [start, end] = [on.getStart(source), on.end];
  const call = file.facts.values.find((each) => each.kind === 'call' && each.start === start && each.end === end);
  const callee = call?.kind === 'call' ? file.facts.values[call.callee] : undefined;
  return callee?.kind === 'member' && isStream(program, file, callee.object);
}

/** `.on('end', () => target.end())` right behind it: the call of that. */
function chainedEnd(on: ts.CallExpression, target: string): ts.CallExpression | undefined {
  const access = on.parent;
  const call = access.parent;
  const isNext = ts.isPropertyAccessExpression(access) && ts.isCallExpression(call) && call.expression === access;
  return isNext && isEnd(call, target) ? call : undefined;
}

/** `source.on('end', () => target.end());` in the same block. */
function endBeside(
  { source, scopes }: Session,
  on: ts.CallExpression,
  from: ts.Expression,
  target: string,
): ts.Statement | undefined {
  const block = on.parent.parent;
  const declaration = ts.isIdentifier(from) ? scopes.declarationOf(from) : undefined;
  if (!declaration || !isConstant(scopes, declaration) || (!ts.isBlock(block) && !ts.isSourceFile(block)))
    return undefined;
  return block.statements.find((each) => {
    if (!ts.isExpressionStatement(each) || !ts.isCallExpression(each.expression)) return false;
    const { expression: callee } = each.expression;
    const isOwn = ts.isPropertyAccessExpression(callee) && callee.expression.getText(source) === from.getText(source);
    return isOwn && isEnd(each.expression, target);
  });
}

function isEnd(call: ts.CallExpression, target: string): boolean {
  const listener = call.arguments[1];
  if (!listener || !(ts.isArrowFunction(listener) || ts.isFunctionExpression(listener))) return false;
  if (eventOf(listener) !== 'end' || listener.parameters.length > 0) return false;
  const { body } = listener;
  const only = ts.isBlock(body) ? body.statements[0] : undefined;
  const ended = ts.isBlock(body) ? only && ts.isExpressionStatement(only) && only.expression : body;
  if (!ended || !ts.isCallExpression(ended) || ended.arguments.length > 0 || !isSole(listener, ended)) return false;
  return ended.expression.getText() === `${target}.end`;
}
