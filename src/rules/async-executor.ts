import type { Call } from '../effects/calls/graph.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { resolveValue } from '../effects/symbols.ts';
import { stepsWithin } from '../effects/calls/steps.ts';
import { firstFailure } from '../effects/promises/rejection.ts';
import { firstUncaught } from '../effects/promises/uncaught.ts';
import type { Finding } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { inCalls, type Rule } from './rule.ts';
import { pathFrom } from './words.ts';

/** `new Promise(async (resolve, reject) => …)` with a way out that neither `resolve` nor `reject` hears of. */
export const asyncExecutor: Rule = {
  meta: {
    id: 'unblock/async-executor',
    summary: 'An async function as the executor of a promise, whose errors settle nothing.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning', 'hint'],
  },
  check: inCalls(findingFor),
};

function findingFor(program: Program, file: File, { value: id, symbol, function: owner }: Call): Finding | undefined {
  const value = valueOf(file, id);
  if (value.kind !== 'new' || !isPromise(symbol)) return undefined;
  const [argument] = value.args;
  if (!argument || argument.spread) return undefined;
  const executor = resolveValue(program, file, argument.value);
  if (executor?.kind !== 'function' || !functionOf(executor.file, executor.function).isAsync) return undefined;
  const wait = firstFailure(program, executor);
  const lost = wait ?? firstUncaught(executor);
  if (!lost || settlesInTheEnd(executor, lost)) return undefined;
  return {
    rule: 'unblock/async-executor',
    level: wait ? 'warning' : 'hint',
    ...headOf(file, executor, argument.value),
    message: 'The promise never settles when its async executor fails.',
    related: [
      {
        ...pathFrom(file, executor.file),
        start: lost.start,
        end: lost.end,
        message: 'An error from here reaches neither `resolve` nor `reject`.',
      },
    ],
    advice: {
      why: 'A promise catches what its executor throws, but an async executor never throws: it returns a rejected promise that nobody looks at. Whoever awaits the outer promise waits for ever, and Node ends the process for the unhandled rejection.',
      instead:
        'Await first, then make the promise with a plain function; where nothing but `await` is in it, the async function is all you need.',
    },
    subject: { kind: 'async-executor', function: owner, promise: id, executor: argument.value },
  };
}

/** `try { … } finally { resolve(); }` settles the promise whatever happens. */
function settlesInTheEnd({ file, function: id }: FunctionRef, { start, end }: Span): boolean {
  const { parameters, body } = functionOf(file, id);
  const settling = new Set(parameters.map(({ binding }) => binding));
  return stepsWithin(body).some((step) => {
    if (step.kind !== 'try' || start < step.start || step.end < end) return false;
    return stepsWithin(step.finalizer ?? []).some((last) => {
      const call = last.kind === 'evaluate' ? valueOf(file, last.value) : undefined;
      const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
      return callee?.kind === 'name' && settling.has(callee.binding);
    });
  });
}

function isPromise(symbol: Call['symbol']): boolean {
  return symbol?.kind === 'library' && symbol.module === 'global' && symbol.path === 'Promise';
}

/** The head of an executor that is written in place, the whole argument otherwise. */
function headOf(file: File, executor: FunctionRef, argument: number): { readonly start: number; readonly end: number } {
  const written = valueOf(file, argument);
  const { start, end } = written.kind === 'function' ? functionOf(executor.file, executor.function).head : written;
  return { start, end };
}
