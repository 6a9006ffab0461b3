import { contextOf } from '../effects/contexts/contexts.ts';
import { valueOf, type FunctionRef, type Program } from '../effects/program.ts';
import { onlyAsks, selfDeferring, starvingLoops, type StarvingLoop } from '../effects/loops/starving.ts';
import type { Finding, Level } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callSpan, calleeName } from './words.ts';

/** `await Promise.resolve()` in a loop, `process.nextTick` of itself: it goes on before timers and requests have their turn. */
export const microtaskStarvation: Rule = {
  meta: {
    id: 'unblock/microtask-starvation',
    summary: 'Work that goes on as a microtask each time, so that no timer and no request gets its turn.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) => {
    return [
      ...starvingLoops(program, ref).flatMap((each) => ofLoop(program, ref, each) ?? []),
      ...selfDeferring(program, ref).map((each) => ofDeferring(ref, each)),
    ];
  }),
};

const why =
  'Promises that are settled, `queueMicrotask` and `process.nextTick` go on within the same turn of the event loop. As long as one follows another, no timer fires, no request is answered and nothing is painted.';

function ofLoop(program: Program, ref: FunctionRef, { loop, wait, how }: StarvingLoop): Finding | undefined {
  const { kind } = contextOf(program, ref);
  if (how !== 'waits' && kind === 'off') return undefined;
  const level: Level = how === 'waits' ? 'warning' : how === 'pauses' && kind !== 'unknown' ? 'information' : 'hint';
  return finding(ref, {
    level,
    at: valueOf(ref.file, wait),
    message:
      how === 'waits'
        ? 'This loop never ends once it begins: it lets nobody run who could change what it waits for.'
        : 'This `await` lets no timer and no request run: it goes on within the same turn of the event loop.',
    instead:
      how === 'waits'
        ? 'Await a promise that is resolved where the condition changes, or an event; or ask again after a timer.'
        : '`await scheduler.yield()` (or `setImmediate` of `node:timers/promises`) lets the event loop turn. Where nothing has to be let in, leave the `await` out.',
    related: [{ ...loop.head, message: 'Each round of this loop goes on in the same turn.' }],
    how,
    place: wait,
  });
}

function ofDeferring(ref: FunctionRef, call: Parameters<typeof onlyAsks>[1]): Finding {
  const { file } = ref;
  const value = valueOf(file, call.value);
  const name = value.kind === 'call' ? calleeName(file, value.callee) : 'it';
  const waits = onlyAsks(ref, call);
  return finding(ref, {
    level: waits ? 'warning' : 'hint',
    at: callSpan(file, call.value),
    message: waits
      ? `\`${name}\` asks again before anything else runs that could change the answer: this never ends.`
      : `\`${name}\` runs this function again before any timer or request gets its turn.`,
    instead: '`setImmediate` runs it again after others had their turn.',
    related: [],
    how: waits ? 'waits' : 'passes',
    place: call.value,
  });
}

interface Told extends Pick<Finding, 'level' | 'message' | 'related'> {
  readonly at: Span;
  readonly instead: string;
  readonly how: StarvingLoop['how'];
  readonly place: number;
}

function finding({ function: id }: FunctionRef, { level, at, message, instead, related, how, place }: Told): Finding {
  return {
    rule: 'unblock/microtask-starvation',
    level,
    start: at.start,
    end: at.end,
    message,
    related,
    advice: { why, instead },
    subject: { kind: 'microtask-starvation', how, function: id, wait: place },
  };
}
