import type { Span } from '../model/span.ts';
import { functionOf, type File, type FunctionRef } from './program.ts';
import type { PromiseValue } from './promise-values.ts';
import { firstUncaught } from './uncaught.ts';

/** Where a promise may fail: in a function of ours, or somewhere in a library, of which the place is not known. */
export type Failure = { readonly file: File; readonly at: Span } | 'library';

/**
 * How a promise may be rejected. Undefined where it never is, as of an async function that catches all, and where nothing says that it
 * may: a rejection is expected of what leaves the process, and of code that calls something.
 */
export function failureOf({ symbol, entry, by }: PromiseValue): Failure | undefined {
  if (symbol?.kind === 'function') return failureIn(symbol);
  if (entry) return entry.ignorable === true || entry.io === undefined ? undefined : 'library';
  return by === 'type' ? 'library' : undefined;
}

function failureIn(ref: FunctionRef): Failure | undefined {
  const { isAsync } = functionOf(ref.file, ref.function);
  if (!isAsync) return 'library';
  const at = firstUncaught(ref);
  return at && { file: ref.file, at };
}
