import { edgesFrom, edgesInto } from '../../../effects/calls/callers.ts';
import { fatesOf, isLost } from '../../../effects/promises/promise-fates.ts';
import { functionOf, valueOf, type FunctionRef } from '../../../effects/program.ts';
import { stepsWithin } from '../../../effects/calls/steps.ts';
import { resolveValue } from '../../../effects/symbols.ts';
import type { FunctionId, ValueId } from '../../../model/facts.ts';
import type { Loop } from '../../../model/step.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import type { FixRequest } from '../../remedy.ts';
import { troubleWithCallers, whoCanWait } from './awaiting.ts';
import { nameOf, some, type Callable } from './nodes.ts';
import { raceAcross } from './races.ts';
import type { Session } from './session.ts';

/** Why the function around `call` must not wait for it; undefined where it may. `owner` and `value` are both as facts. */
export function troubleWithWaiting(
  session: Session,
  call: ts.CallExpression,
  owner: FunctionId,
  value: ValueId,
): string | undefined {
  const home = whoCanWait(session, call);
  if (typeof home === 'string') return home;
  return (
    isRound(home) ??
    neverEnds(session.request, owner, value) ??
    lateForTheEvent(call, home) ??
    forgottenElsewhere(session.request, owner, home) ??
    raceAcross(session, call, home)
  );
}

/** Why the async function around `place` must not wait there, so that others run; undefined where it may. */
export function troubleWithPausing(
  session: Session,
  place: ts.Node,
  home: Callable,
  owner: FunctionId,
): string | undefined {
  return (
    troubleWithCallers(session, home, place) ??
    isRound(home) ??
    lateForTheEvent(place, home) ??
    forgottenElsewhere(session.request, owner, home) ??
    raceAcross(session, place, home)
  );
}

function isRound({ parent }: Callable): string | undefined {
  const isInterval = ts.isCallExpression(parent) && /\bsetInterval$/.test(parent.expression.getText());
  return isInterval
    ? '`setInterval` does not wait: the next round would start while this one still waits. Use a loop with a pause first.'
    : undefined;
}

const MOST = 300;

/** The call goes round: it comes back to the function around it, or stays in a loop that nobody leaves. */
function neverEnds({ program, file }: FixRequest, owner: FunctionId, value: ValueId): string | undefined {
  const call = valueOf(file, value);
  const callee = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  if (callee?.kind !== 'function') return undefined;
  const seen = new Map<string, FunctionRef>();
  const enter = (ref: FunctionRef): unknown => seen.set(`${ref.file.path}#${String(ref.function)}`, ref);
  enter(callee);
  for (const ref of seen.values()) {
    if (ref.file.path === file.path && ref.function === owner)
      return 'It leads back to this function, and would wait for its own end. Use a loop for the rounds.';
    if (
      stepsWithin(functionOf(ref.file, ref.function).body).some((step) => step.kind === 'loop' && isEndless(ref, step))
    )
      return 'It stays in a loop that nobody leaves, and what comes after it would never run.';
    if (seen.size > MOST) break;
    for (const { to, how } of edgesFrom(program, ref)) if (how === 'call') enter(to);
  }
  return undefined;
}

function isEndless({ file }: FunctionRef, { form, test, source, range, body }: Loop): boolean {
  if (form === 'for-of' || form === 'for-in' || form === 'for-await' || source !== undefined || range) return false;
  const condition = test === undefined ? undefined : valueOf(file, test);
  const goesOn = condition === undefined || (condition.kind === 'literal' && Boolean(condition.value));
  return goesOn && !stepsWithin(body).some(({ kind }) => kind === 'break' || kind === 'return' || kind === 'throw');
}

const onlyAtOnce = new Set([
  ...['preventDefault', 'stopPropagation', 'stopImmediatePropagation', 'currentTarget'],
  ...['respondWith', 'waitUntil'],
]);

/** What an event takes only while it is dispatched. */
function lateForTheEvent(call: ts.Node, home: Callable): string | undefined {
  let late: string | undefined;
  const isLate = (node: ts.Node): boolean => {
    if (!ts.isPropertyAccessExpression(node) || node.pos < call.end || !onlyAtOnce.has(node.name.text)) return false;
    late = node.name.text;
    return true;
  };
  if (!home.body || !some(home.body, isLate)) return undefined;
  return `\`${late ?? ''}\` comes after it, and would be too late once this waits. Move it up first.`;
}

/** In other files, too, somebody may call the function and go on at once. */
function forgottenElsewhere({ program, file }: FixRequest, owner: FunctionId, home: Callable): string | undefined {
  const careless = edgesInto(program, { file, function: owner }).find(
    ({ how, from, site }) =>
      how === 'call' && from.file.path !== file.path && isLost(fatesOf(program, from.file, site.value)),
  );
  if (!careless) return undefined;
  return `\`${nameOf(home)}\` is called without \`await\` in \`${careless.from.file.path}\`, and what it does after this call would come too late there. Wait for it first.`;
}
