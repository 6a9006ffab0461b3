import { contextOf } from '../effects/contexts.ts';
import { isPython, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { spinsIn, type Spin } from '../effects/spinning.ts';
import type { Finding, Level } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { loopProof } from './words.ts';

/** `while (Date.now() < end) {}`: the thread waits by asking again and again. */
export const busyWait: Rule = {
  meta: {
    id: 'unblock/busy-wait',
    summary: 'A loop that waits by asking again and again, so that nothing else runs.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) => spinsIn(program, ref).map((spin) => findingFor(program, ref, spin))),
};

function findingFor(program: Program, ref: FunctionRef, { loop, until }: Spin): Finding {
  const context = contextOf(program, ref);
  const isOnLoop = context.kind === 'proven' || context.kind === 'likely';
  return {
    rule: 'unblock/busy-wait',
    level: levelOf(ref.file, until, isOnLoop, context.kind === 'off'),
    start: loop.head.start,
    end: loop.head.end,
    message: until === 'flag' && isPython(ref.file) ? onLoop : messages[until],
    related: isOnLoop ? [loopProof(ref, context)] : [],
    advice: {
      why:
        until === 'flag' && !isPython(ref.file)
          ? 'JavaScript runs one thing at a time: whoever would change it has to wait until this loop is over, which it never is.'
          : 'While it asks, this thread does nothing else: no request, no timer and no answer that has come. It keeps a whole core busy, and what it waits for comes no sooner.',
      instead: instead[until],
    },
    subject: { kind: 'busy-wait', until, function: ref.function, loop: { start: loop.start, end: loop.end } },
  };
}

function levelOf(file: File, until: Spin['until'], isOnLoop: boolean, isOff: boolean): Level {
  // A thread of its own may spin for a moment: that is how locks are made.
  if (file.role.kind === 'worker') return until === 'flag' ? 'warning' : 'hint';
  if (isOnLoop || until === 'flag') return 'warning';
  return isOff ? 'hint' : 'information';
}

const messages: Readonly<Record<Spin['until'], string>> = {
  clock: 'This loop asks for the time until it has come, and nothing else runs meanwhile.',
  file: 'This loop asks for a file again and again, and nothing else runs meanwhile.',
  memory: 'This loop reads shared memory again and again until another thread writes it.',
  flag: 'This loop never ends once it begins: nothing else runs that could change what it waits for.',
};

/** Another thread may change it: then the loop ends, and has held up all tasks until then. */
const onLoop = 'This loop asks again and again, and no other task runs meanwhile that could change what it waits for.';

const instead: Readonly<Record<Spin['until'], string>> = {
  clock: 'Await a timer: `await setTimeout(ms)` of `node:timers/promises`; in Python `await asyncio.sleep(s)`.',
  file: 'Watch the file, or ask again after a pause that is awaited.',
  memory: '`Atomics.wait` sleeps on a worker thread; `Atomics.waitAsync` gives a promise on an event loop.',
  flag: 'Await a promise that is resolved where the flag is set, or an event: `await once(emitter, "ready")`; in Python `await event.wait()`.',
};
