import { valueOf, type FunctionRef } from '../effects/program.ts';
import { swallowedAborts, type SwallowedAbort } from '../effects/promises/swallowed-aborts.ts';
import type { Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan } from './words.ts';

/** A loop that goes on after its signal was aborted, because a `catch` takes the abort for one more failure. */
export const swallowedAbort: Rule = {
  meta: {
    id: 'unblock/swallowed-abort',
    summary: 'A loop that cannot be aborted, because a `catch` takes the abort for one more failure.',
    languages: ['javascript'],
    context: 'any',
    levels: ['information'],
  },
  check: inFunctions((program, ref) => swallowedAborts(program, ref).map((each) => findingFor(ref, each))),
};

function findingFor({ file, function: owner }: FunctionRef, { call, signal, loop, step }: SwallowedAbort): Finding {
  const { start, end } = valueOf(file, signal);
  return {
    rule: 'unblock/swallowed-abort',
    level: 'information',
    ...callSpan(file, call),
    message: `When its signal is aborted, \`${callName(file, call)}\` fails, the \`catch\` takes it, and the loop goes on.`,
    related: [
      { start, end, message: 'This signal is to end it.' },
      { ...loop.head, message: 'This loop never asks the signal.' },
    ],
    advice: {
      why: 'An abort comes as a rejection like any other. A `catch` that deals with failures deals with it, too: the loop tries again, at once, with a signal that stays aborted.',
      instead: 'Begin the `catch` with `if (signal.aborted) throw error;`, or the loop with `signal.throwIfAborted()`.',
    },
    subject: {
      kind: 'swallowed-abort',
      function: owner,
      call,
      signal,
      try: { start: step.start, end: step.end },
      loop: { start: loop.start, end: loop.end },
    },
  };
}
