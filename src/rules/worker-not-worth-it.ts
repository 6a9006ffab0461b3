import type { Call } from '../effects/calls/graph.ts';
import { functionOf, type File } from '../effects/program.ts';
import { smallWorkOf, type SmallWork } from '../effects/loops/small-work.ts';
import type { Finding } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, pathFrom } from './words.ts';

/** Work that takes less time than handing it to a worker. */
export const workerNotWorthIt: Rule = {
  meta: {
    id: 'unblock/worker-not-worth-it',
    summary: 'Work for a worker that takes less time than handing it over.',
    languages: ['javascript'],
    context: 'any',
    levels: ['hint'],
  },
  check: inCalls((program, file, call) => {
    const found = smallWorkOf(program, file, call);
    return found ? [findingFor(file, call, found)] : [];
  }),
};

function findingFor(file: File, call: Call, { work, how }: SmallWork): Finding {
  const { head } = functionOf(work.file, work.function);
  return {
    rule: 'unblock/worker-not-worth-it',
    level: 'hint',
    ...callSpan(file, call.value),
    message:
      how === 'steps'
        ? 'Handing this to a worker takes longer than doing it: it is a few operations.'
        : 'Handing this to a worker takes as long as doing it: all of the data is copied.',
    related: [
      {
        ...pathFrom(file, work.file),
        start: head.start,
        end: head.end,
        message: 'This is all the work.',
      },
    ],
    advice: {
      why: 'Arguments and result are copied on this thread, and the worker has to be woken up.',
      instead:
        how === 'steps'
          ? 'Call the function here, or hand over a whole batch at once.'
          : 'Do it here, or let the worker do the next step, too, and send back only the small result.',
      cost: 'A task for a warm worker takes 0.15 ms before any work is done. 13 MB of JSON took 305–390 ms to parse, and its result 286–338 ms to copy.',
    },
    subject: { kind: 'worker-not-worth-it', function: call.function, call: call.value, how },
  };
}
