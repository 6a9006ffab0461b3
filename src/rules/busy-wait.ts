import { contextOf } from '../effects/contexts/contexts.ts';
import { pollsIn, type Poll } from '../effects/loops/polling.ts';
import { isPython, valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { spinsIn, type Spin } from '../effects/loops/spinning.ts';
import type { Finding, Level } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { calleeName, loopProof } from './words.ts';

/** `while (Date.now() < end) {}`: the thread waits by asking again and again; in Python also with pauses in between. */
export const busyWait: Rule = {
  meta: {
    id: 'unblock/busy-wait',
    summary: 'A loop that waits by asking again and again, so that nothing else runs.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) => [
    ...spinsIn(program, ref).map((spin) => findingFor(program, ref, spin)),
    ...pollsIn(program, ref).map((poll) => pollFinding(ref, poll)),
  ]),
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

function pollFinding({ file, function: owner }: FunctionRef, poll: Poll): Finding {
  const { loop, until, asked, pause, written, who } = poll;
  const name = calleeName(file, asked);
  const { start, end } = loop;
  const how = pause === 0 ? 'again and again' : pause === undefined ? 'every so often' : `every ${String(pause)} s`;
  const write = written === undefined ? undefined : valueOf(file, written);
  return {
    rule: 'unblock/busy-wait',
    level: until === 'state' && pause !== 0 ? 'hint' : 'information',
    start: loop.head.start,
    end: loop.head.end,
    message: `This loop asks ${how} ${questions[until](name)}, instead of being told.`,
    related: write ? [{ start: write.start, end: write.end, message: 'It is written here.' }] : [],
    advice: {
      why:
        pause === 0
          ? 'With `sleep(0)` it comes round each time the event loop turns, and keeps a whole core busy for as long as it waits.'
          : 'It wakes up for nothing most of the time, and is late by up to one pause when there is something.',
      instead: cures[until === 'state' && who === 'thread' ? 'thread' : until](name),
    },
    subject: { kind: 'busy-wait', until, function: owner, loop: { start, end }, asked },
  };
}

const questions: Readonly<Record<Poll['until'], (name: string) => string>> = {
  event: (name) => `whether \`${name}\` is set`,
  task: (name) => `whether \`${name}\` is done`,
  state: (name) => `for \`${name}\``,
};

const cures: Readonly<Record<Poll['until'] | 'thread', (name: string) => string>> = {
  event: (name) => `\`await ${name}.wait()\` goes on as soon as it is set.`,
  task: (name) => `\`await asyncio.wait([${name}])\` goes on as soon as it is done, whatever came of it.`,
  state: () =>
    'Set an `asyncio.Event` where it is written, and `await event.wait()` here. Another thread sets it by `loop.call_soon_threadsafe(event.set)`.',
  thread: () => 'Set a `threading.Event` where it is written, and call `event.wait()` here; it takes a time-out.',
};

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
