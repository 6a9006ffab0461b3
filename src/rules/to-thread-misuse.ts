import { handingMistakes, type HandingMistake } from '../effects/threads/handing-mistakes.ts';
import { valueOf, type FunctionRef } from '../effects/program.ts';
import type { Advice, Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, calleeName } from './words.ts';

/** A function that is handed to a thread so that nothing of it runs there. */
export const toThreadMisuse: Rule = {
  meta: {
    id: 'unblock/to-thread-misuse',
    summary: 'A function that is handed to a thread so that nothing of it runs there.',
    languages: ['python'],
    context: 'any',
    levels: ['warning'],
  },
  check: inFunctions((program, ref) => handingMistakes(program, ref).map((found) => findingFor(ref, found))),
};

function findingFor({ file, function: owner }: FunctionRef, { handed, how, at }: HandingMistake): Finding {
  const { start, end } = valueOf(file, at);
  const place = handed.to === 'process' ? 'process' : 'thread';
  const by = callName(file, handed.call.value);
  const work = how === 'called' ? callName(file, at) : calleeName(file, at);
  return {
    rule: 'unblock/to-thread-misuse',
    level: 'warning',
    start,
    end,
    message: messages[how](work, by, place),
    related: [],
    advice: adviceOn(how, work, by),
    subject: { kind: 'to-thread-misuse', how, function: owner, call: handed.call.value, argument: at },
  };
}

const messages: Readonly<Record<HandingMistake['how'], (work: string, by: string, place: string) => string>> = {
  called: (work, by, place) =>
    `\`${work}\` runs here, before \`${by}\`: only what it gives goes to the ${place}, and that is no function.`,
  async: (work, by, place) =>
    `\`${work}\` is async: on the ${place}, \`${by}\` only makes a coroutine of it, which nobody awaits.`,
  generator: (work, by, place) =>
    `\`${work}\` is a generator: on the ${place}, \`${by}\` only makes it, and nothing of it runs there.`,
  keyword: (_, by) => `\`${by}\` takes no arguments by name: it raises a TypeError.`,
};

function adviceOn(how: HandingMistake['how'], work: string, by: string): Advice {
  switch (how) {
    case 'called':
      return {
        why: 'Arguments are computed before the call. So the work is done on this thread, which waits for it, and then something that cannot be called is handed over.',
        instead: `Hand over the function and its arguments apart from each other: \`${by}(…, ${work}, …)\`.`,
      };
    case 'async':
      return {
        why: 'Calling an async function runs nothing of it: that takes an event loop, and the thread has none. What it gives is dropped, with the warning “coroutine was never awaited”.',
        instead:
          'Await it right here; what blocks in it is what belongs on a thread. On a thread of its own it needs `asyncio.run` as the target.',
      };
    case 'generator':
      return {
        why: 'Calling a generator function runs nothing of it. Its body runs where somebody walks through it, which is not on that thread.',
        instead: 'Hand over a plain function that walks through it and gives a list.',
      };
    case 'keyword':
      return {
        why: '`loop.run_in_executor` takes the executor, the function and its arguments by position, and nothing else.',
        instead: 'Use `asyncio.to_thread(f, key=value)`, or hand over `functools.partial(f, key=value)`.',
      };
  }
}
