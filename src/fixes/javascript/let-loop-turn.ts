import { runsInPage } from '../../effects/contexts/pages.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { homeOf, isCallable, isStatement } from './edit/nodes.ts';
import { openSession, type Session } from './edit/session.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { troubleWithPausing } from './edit/waiting.ts';
import { sharedWith } from './pause/shared.ts';
import { newTurn, turnOf } from './pause/turn.ts';

const id = 'let-loop-turn';

/** Puts a turn of the event loop in the place of a wait, or of a microtask, that is over within the same one. */
export const letLoopTurn: Remedy = {
  id,
  rules: ['unblock/microtask-starvation'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'microtask-starvation') return undefined;
    const session = openSession(request);
    const wait = nodeOf(session, subject.wait, ts.isAwaitExpression);
    const answer = wait
      ? inPlaceOfWait(session, wait, subject)
      : inPlaceOfMicrotask(session, nodeOf(session, subject.wait, ts.isCallExpression), subject.how);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

interface Place {
  readonly how: 'waits' | 'pauses' | 'passes';
  readonly function: number;
}

function inPlaceOfWait(
  session: Session,
  wait: ts.AwaitExpression,
  { how, function: owner }: Place,
): Fix | Obstacle | string | undefined {
  const home = homeOf(wait);
  const loop = loopAround(wait);
  if (!isStatement(wait) || !loop || !home || !isCallable(home)) return undefined;
  const turn = turnOf(runsInPage(session.request.file));
  if (![turn, 'Promise'].every((name) => isGlobal(session, name, wait))) return undefined;
  if (how === 'passes' && turn === 'setTimeout')
    return 'A page waits four milliseconds for each timer: in each round that adds up. Pause every so many rounds.';
  // One that never ends can only gain.
  const trouble =
    how === 'waits' ? undefined : (troubleWithPausing(session, loop, home, owner) ?? sharedWith(session, loop, home));
  if (trouble !== undefined) return trouble;
  const { draft, source } = session;
  draft.replace({ start: wait.expression.getStart(source), end: wait.end }, newTurn(session, turn));
  return suggest(session, {
    ...{ id, title: `Let the event loop turn here (\`${turn}\`)` },
    changes:
      how === 'waits'
        ? 'It asks again in each turn of the event loop, and ends once somebody has changed the answer. It still computes all the while: better await what changes it.'
        : 'Requests, timers and events run at each pause, and this function may run a second time meanwhile. What it works on belongs to this run alone, as far as this file shows; what it was given must not change until it is done. It takes a little longer.',
  });
}

/** The function hands itself to the end of this turn; what it only asks for can change in the next one. */
function inPlaceOfMicrotask(
  session: Session,
  call: ts.CallExpression | undefined,
  how: Place['how'],
): Fix | string | undefined {
  const turn = turnOf(runsInPage(session.request.file));
  if (!call || call.arguments.some(ts.isSpreadElement) || !isGlobal(session, turn, call)) return undefined;
  if (how !== 'waits')
    return 'Others could change what it works on between two of its rounds. Where that is right, hand it to `setImmediate` yourself.';
  // Who gets what the timer is known by could do something with it.
  const isDropped = isStatement(call) || (ts.isArrowFunction(call.parent) && call.parent.body === call);
  const [again, ...given] = call.arguments;
  if (!isDropped || !again || (turn === 'setTimeout' && given.length > 0)) return undefined;
  const { draft, source } = session;
  draft.replace({ start: call.expression.getStart(source), end: call.expression.end }, turn);
  return suggest(session, {
    ...{ id, title: `Ask again in the next turn of the event loop (\`${turn}\`)` },
    changes:
      'Timers, requests and events run before it asks again, so that it ends once somebody has changed the answer. It still computes all the while: better wait for what changes it.',
  });
}

function loopAround(wait: ts.Node): ts.IterationStatement | undefined {
  for (let one = wait.parent; !isCallable(one) && !ts.isSourceFile(one); one = one.parent)
    if (ts.isIterationStatement(one, false)) return one;
  return undefined;
}
