import type { Fix } from '../../model/fix.ts';
import type { DanglingTaskSubject, UnawaitedCoroutineSubject } from '../../model/subjects/index.ts';
import { childBy, kindOf, startOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { heldAround, isCellTop, needsParentheses, whyNoAwait } from './edit/awaiting.ts';
import { nodeAt, parentOf } from './edit/nodes.ts';
import { raceAcross } from './edit/races.ts';
import { finishEdits, openSession, type Session } from './edit/session.ts';

const id = 'await-coroutine';

type Subject = UnawaitedCoroutineSubject | DanglingTaskSubject;

/** Awaits the coroutine where it is made, or the coroutines that are started together. */
export const awaitCoroutine: Remedy = {
  id,
  rules: ['unblock/unawaited-coroutine', 'unblock/dangling-task'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'unawaited-coroutine' && subject.kind !== 'dangling-task') return undefined;
    if (subject.how === 'callback' || subject.how === 'started') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: Subject): Fix | string | undefined {
  const span = request.facts.values[subject.call];
  const session = openSession(request);
  const call = span ? nodeAt(session, span, 'call') : -1;
  if (!span || call < 0) return undefined;
  if (request.facts.functions[subject.function]?.isAsync !== true && !isCellTop(request, subject.function))
    return NOT_ASYNC;
  const trouble =
    whyNoAwait(session, call, subject.function) ??
    heldAround(session, call) ??
    raceAcross(request, subject.function, span);
  if (trouble !== undefined) return trouble;
  const isWrapped = needsParentheses(session, call) || isBase(session, call);
  session.draft.insert(startOf(session, call), isWrapped ? '(await ' : 'await ');
  if (isWrapped) session.draft.insert(span.end, ')');
  const edits = finishEdits(session);
  if (!edits) return undefined;
  const name = textOf(session, childBy(session, call, 'function'));
  return {
    id,
    title: `Await \`${name.length > 40 ? (name.split('.').at(-1) ?? name) : name}\``,
    safety: 'suggestion',
    changes: changesOf(name, subject),
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

function changesOf(name: string, { how }: Subject): string {
  if (how === 'usual')
    return `As everywhere else in this file, the function waits until \`${name}\` is done, what it raises arrives here, and other tasks run meanwhile. Were this one no coroutine, \`await\` would raise a \`TypeError\`.`;
  if (how === 'gathered')
    return 'The function waits until all of them are done, and what one of them raises arrives here.';
  return `\`${name}\` begins to run, which it never did: what it raises arrives here, this function waits until it is done, and other tasks run meanwhile.`;
}

const NOT_ASYNC =
  'Only an `async def` can await. Make this function one and await it where it is called, or start a task here and keep it.';

/** `f() ** 2`: Black writes the parentheses, and so do people. */
function isBase(session: Session, call: NodeId): boolean {
  const parent = parentOf(session, call);
  return (
    kindOf(session, parent) === 'binary_operator' &&
    kindOf(session, childBy(session, parent, 'operator')) === '**' &&
    childBy(session, parent, 'left') === call
  );
}
