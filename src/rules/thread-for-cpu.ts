import { handedOffIn, type HandedOff } from '../effects/calls/handed-off.ts';
import { isFreeThreaded } from '../effects/threads/free-threading.ts';
import type { FunctionRef } from '../effects/program.ts';
import { pureWork, type PureWork } from '../effects/loops/pure-work.ts';
import type { Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callSpan, calleeName, functionName, pathFrom } from './words.ts';

/** Computation in Python itself that is spread over threads, which have to take turns. */
export const threadForCpu: Rule = {
  meta: {
    id: 'unblock/thread-for-cpu',
    summary: 'Computation in Python itself on threads, which have to take turns for it.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'hint'],
  },
  check: inFunctions((program, ref) => {
    if (isFreeThreaded(program, ref.file)) return [];
    return handedOffIn(program, ref).flatMap((handed) => {
      const work = handed.to === 'thread' && handed.target ? pureWork(program, handed.target) : undefined;
      return work ? [findingFor(ref, handed, work)] : [];
    });
  }),
};

function findingFor({ file, function: owner }: FunctionRef, handed: HandedOff, work: PureWork): Finding {
  const { call, argument, each, target } = handed;
  const name = calleeName(file, argument);
  const what = name === 'it' ? 'This' : `\`${name}\``;
  // One thread beside this one at least lets this one go on in between.
  const spreads = each || call.loops.length > 0;
  return {
    rule: 'unblock/thread-for-cpu',
    level: spreads ? 'warning' : 'hint',
    ...callSpan(file, call.value),
    message: spreads
      ? `${what} only computes, in Python: threads take turns for that, and are no faster than one.`
      : `${what} only computes, in Python: the thread takes turns with this one.`,
    related: [
      {
        ...pathFrom(file, work.in.file),
        start: work.start,
        end: work.end,
        message: `${functionName(work.in)} does its work here, and lets go of the GIL nowhere.`,
      },
    ],
    advice: {
      why: 'Only the thread that holds the GIL runs Python code. Waiting, reading, compressing or numpy let go of it; loops over Python objects do not, so that threads only pass it around, every 5 ms.',
      instead:
        'Use a `ProcessPoolExecutor`: with a function of the module, arguments that are worth their copy, and `if __name__ == "__main__":`. A free-threaded build of Python, or numpy, are other ways.',
    },
    subject: { kind: 'thread-for-cpu', function: owner, call: call.value, spreads },
    ...(target?.file === file && { measure: { kind: 'function', function: target.function } }),
  };
}
