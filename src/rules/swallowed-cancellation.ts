import { swallowedCancellations, type SwallowedCancellation } from '../effects/promises/cancellation.ts';
import { valueOf, type File, type FunctionRef } from '../effects/program.ts';
import type { Finding, Level } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { inFunctions, type Rule } from './rule.ts';
import { functionName } from './words.ts';

/** A handler that takes `CancelledError` and lets the task go on: whoever cancels it waits in vain. */
export const swallowedCancellation: Rule = {
  meta: {
    id: 'unblock/swallowed-cancellation',
    summary: 'A task that takes the exception by which it is cancelled, and goes on.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) => swallowedCancellations(program, ref).map((each) => findingFor(ref, each))),
};

function findingFor(ref: FunctionRef, found: SwallowedCancellation): Finding {
  const { trial, handler, takes, then, wait } = found;
  const { start, end } = handlerSpan(ref.file, found);
  const name = functionName(ref);
  return {
    rule: 'unblock/swallowed-cancellation',
    level: levelOf(found),
    start,
    end,
    message: messages[then](name, takes),
    related: [{ ...wait, message: 'When the task is cancelled while it waits, the exception comes in here.' }],
    advice: {
      why: '`task.cancel()`, a time-out and a task group that ends raise one exception in the task, where it waits. A handler that takes it and goes on leaves them nothing: the shutdown waits, the time-out never comes, the work goes on.',
      instead:
        takes === 'named'
          ? 'Clean up, then `raise`. Where it is the end of the task in any case, `return` or `break` out of its loop.'
          : 'Let it pass before all else is taken: `except asyncio.CancelledError: raise`. Or catch `Exception`, which leaves it out since Python 3.8.',
    },
    subject: {
      kind: 'swallowed-cancellation',
      function: ref.function,
      trial: { start: trial.start, end: trial.end },
      handler: trial.handlers.indexOf(handler),
    },
  };
}

/** What the handler names, or else the `await` that it takes the exception from. */
function handlerSpan(file: File, { handler, wait }: SwallowedCancellation): Span {
  const named = handler.catches[0] === undefined ? undefined : valueOf(file, handler.catches[0]);
  return named ?? wait;
}

/** An endless loop can be ended in no other way. */
function levelOf({ takes, then, isEndless }: SwallowedCancellation): Level {
  if (then === 'rounds' && isEndless) return 'warning';
  return then === 'returns' || takes === 'all' ? 'hint' : 'information';
}

const messages: Readonly<Record<SwallowedCancellation['then'], (name: string, takes: 'named' | 'all') => string>> = {
  rounds: (name) => `${capital(name)} cannot be cancelled: the exception is caught, and the loop goes on.`,
  'goes-on': (name) =>
    `${capital(name)} goes on when it is cancelled: the exception is caught, and more is awaited after it.`,
  returns: (name) =>
    `${capital(name)} returns as if all were well when it is cancelled: the exception is caught with all others.`,
};

function capital(name: string): string {
  return name.replace(/^t/, 'T');
}
