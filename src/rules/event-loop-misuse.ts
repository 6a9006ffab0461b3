import { loopMisusesIn, type LoopMisuse } from '../effects/threads/loop-misuse.ts';
import { settle, valueOf, type File, type FunctionRef } from '../effects/program.ts';
import type { Advice, Finding, Level, Related } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan, calleeName, functionName, pathFrom } from './words.ts';

/** `asyncio.run` where a loop runs already, or with what it cannot run. */
export const eventLoopMisuse: Rule = {
  meta: {
    id: 'unblock/event-loop-misuse',
    summary: 'An event loop that is started within another, with what it cannot run, or where none is.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) => loopMisusesIn(program, ref).map((misuse) => findingFor(ref, misuse))),
};

function findingFor(ref: FunctionRef, misuse: LoopMisuse): Finding {
  const { file } = ref;
  const { call, how } = misuse;
  const hasArgument = how === 'future' || how === 'function';
  const { start, end } = hasArgument ? argumentSpan(file, misuse.argument) : callSpan(file, call.value);
  return {
    rule: 'unblock/event-loop-misuse',
    level: levelOf(misuse),
    start,
    end,
    message: messageOf(ref, misuse),
    related: how === 'nested' ? way(ref, misuse) : [],
    advice: adviceOn(file, misuse),
    subject: {
      kind: 'event-loop-misuse',
      how,
      function: ref.function,
      call: call.value,
      direct: how !== 'nested' || misuse.hops.length === 0,
      ...(hasArgument ? { argument: misuse.argument } : {}),
    },
  };
}

function argumentSpan(file: File, argument: number): { start: number; end: number } {
  const value = valueOf(file, argument);
  return value.kind === 'call' ? callSpan(file, argument) : { start: value.start, end: value.end };
}

function levelOf(misuse: LoopMisuse): Level {
  if (misuse.how === 'nested') return misuse.isCertain ? 'warning' : 'information';
  if (misuse.how !== 'deprecated') return 'warning';
  return misuse.when === 'raises' ? 'warning' : misuse.when === 'ends' ? 'information' : 'hint';
}

function messageOf(ref: FunctionRef, misuse: LoopMisuse): string {
  const { file } = ref;
  const name = callName(file, misuse.call.value);
  switch (misuse.how) {
    case 'nested': {
      const { leaf, hops } = misuse;
      const starts = callName(leaf.file, leaf.call.value);
      const where = ref.function === 0 ? 'a cell of this notebook' : `async ${functionName(ref)}`;
      return hops.length === 0
        ? `\`${name}\` starts an event loop in ${where}, where one runs already: it raises \`RuntimeError\`.`
        : `\`${name}\` leads to \`${starts}\`, which raises \`RuntimeError\`: the loop of ${where} runs already.`;
    }
    case 'future':
      return `\`${name}\` takes a coroutine, and \`${callName(file, settle(file, misuse.argument))}\` gives a future: it raises an error.`;
    case 'function':
      return `\`${name}\` takes a coroutine, and \`${calleeName(file, misuse.argument)}\` is the function that makes one: it is not called.`;
    case 'deprecated':
      return `\`${name}\` finds no event loop here: it makes one with a warning up to Python 3.13, and raises \`RuntimeError\` from 3.14 on.`;
  }
}

function way({ file }: FunctionRef, { hops, leaf }: Extract<LoopMisuse, { how: 'nested' }>): Related[] {
  const [first, ...others] = hops;
  if (!first) return [];
  const last = callName(leaf.file, leaf.call.value);
  const inner = hops.at(-1)?.to ?? first.to;
  return [
    ...others.map(({ from, site }) => ({
      ...pathFrom(file, from.file),
      ...callSpan(from.file, site.value),
      message: `${functionName(from)} calls \`${callName(from.file, site.value)}\``,
    })),
    {
      ...pathFrom(file, leaf.file),
      ...callSpan(leaf.file, leaf.call.value),
      message: `${functionName(inner)} calls \`${last}\``,
    },
  ];
}

function adviceOn(file: File, misuse: LoopMisuse): Advice {
  const name = callName(file, misuse.call.value);
  switch (misuse.how) {
    case 'nested':
      return {
        why: 'A thread runs one event loop at a time. Whoever starts another one in a coroutine would have to stop the one that runs the coroutine, so Python refuses.',
        instead:
          misuse.hops.length === 0
            ? `Await the coroutine that \`${name}\` is given.`
            : 'Make the functions in between async and await them; or run this one on a thread of its own with `asyncio.to_thread`, where no loop runs.',
      };
    case 'future':
      return {
        why: `What is given to \`${name}\` is evaluated before its loop runs. A future belongs to a loop from the beginning, so there is none it could belong to: Python makes one up with a warning, or raises, and \`${name}\` refuses the future in either case.`,
        instead:
          'Await it in an `async def`, and run that: `async def main(): return await asyncio.gather(…)`, then `asyncio.run(main())`.',
      };
    case 'function':
      return {
        why: 'The name of an `async def` is a function. Calling it makes the coroutine that a loop can run.',
        instead: `Call it: \`${name}(${calleeName(file, misuse.argument)}())\`.`,
      };
    case 'deprecated':
      return {
        why: `Outside of a coroutine there is no event loop unless somebody has made one. ${misuse.instead}`,
        instead:
          'Put what needs the loop into an `async def main()` and call `asyncio.run(main())`, which makes a loop, runs it and closes it.',
      };
  }
}
