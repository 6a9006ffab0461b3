import type { Span } from '../../model/span.ts';
import { functionOf, type File, type FunctionRef, type Program } from '../program.ts';
import { promiseValue, type PromiseValue } from './promise-values.ts';
import { stepsWithin } from '../calls/steps.ts';
import { firstUncaughtWait } from './uncaught.ts';

/** Where a promise may fail: in a function of ours, or somewhere in a library, of which the place is not known. */
export type Failure = { readonly file: File; readonly at: Span } | 'library';

/**
 * How a promise may be rejected. Undefined where it never is, as of an async function that catches all or that waits for nothing, and
 * where nothing says that it may: a rejection is expected of what leaves the process, and of code that waits for something.
 */
export function failureOf(program: Program, { symbol, entry, by }: PromiseValue): Failure | undefined {
  if (symbol?.kind === 'function') return failureIn(program, symbol, new Set());
  if (entry) return entry.ignorable === true || entry.io === undefined ? undefined : 'library';
  return by === 'type' ? 'library' : undefined;
}

/** Where an async function fails by an `await` or a `throw`, or by a promise that it returns. */
function failureIn(program: Program, ref: FunctionRef, seen: Set<string>): Failure | undefined {
  const key = `${String(ref.function)} ${ref.file.path}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const { isAsync, body } = functionOf(ref.file, ref.function);
  const at = isAsync ? firstUncaughtWait(ref) : undefined;
  if (at) return { file: ref.file, at };
  for (const step of stepsWithin(body)) {
    const given = step.kind === 'return' && step.value !== undefined && promiseValue(program, ref.file, step.value);
    if (!given || given.kind !== 'promise') continue;
    const inner =
      given.symbol?.kind === 'function' ? failureIn(program, given.symbol, seen) : failureOf(program, given);
    if (inner) return inner;
  }
  return undefined;
}
