import type { Blocks, Callback, Entry, PathUse, Resource, Twin } from '../schema.ts';

/** Entries by name, as in `Library.exports` and `TypeEntry.members`. */
export type Entries = Readonly<Record<string, Entry>>;

/** The same entry under each of the names. */
export function each(names: readonly string[], entry: Entry): Entries {
  return Object.fromEntries(names.map((name) => [name, entry]));
}

/** The entries under `prefix.name`: `promises.readFile`. */
export function under(prefix: string, entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`${prefix}.${name}`, entry]));
}

/** Answers by a promise once I/O is done. */
export function promised(io: Resource, returns?: string): Entry {
  return { promise: true, io, ...(returns !== undefined && { returns }) };
}

/** Answers by a callback, given last, once I/O is done. */
export function calledBack(io: Resource): Entry {
  return { io, callbacks: [doneCallback] };
}

/** The last argument, called once when the work is done: Node's usual callback. */
export const doneCallback: Callback = { argument: -1, runs: 'once', result: 'ignored' };

/** Answers by a promise, or by the callback given last. */
export function promisedOrCalledBack(io: Resource, returns?: string): Entry {
  return { ...promised(io, returns), callbacks: [{ ...doneCallback, insteadOfPromise: true }] };
}

/** Holds up the thread; with a twin where there is one. */
export function blocking(what: Blocks['what'], weight: Blocks['weight'], twin?: Twin, cost?: string): Entry {
  return { blocks: { what, weight, ...(cost !== undefined && { cost }), ...(twin && { twin }) } };
}

/** A twin that takes the same arguments and gives the same value. `note` says for which rare arguments it does not. */
export function sameArguments(symbol: string, note?: string): Twin {
  return { symbol, use: 'same-arguments', ...(note !== undefined && { note }) };
}

/** A twin that does once `util.promisify` made it give a promise. */
export function promisify(symbol: string): Twin {
  return { symbol, use: 'promisify' };
}

/** A twin that is no drop-in replacement: `note` says why. */
export function different(symbol: string, note: string): Twin {
  return { symbol, use: 'different', note };
}

/** Every function from argument `from` on is a handler. `more` says what becomes of its promise. */
export function handlersFrom(
  from: number,
  label: string,
  parameters?: Callback['parameters'],
  more: Pick<Callback, 'result' | 'awaitedSince' | 'awaitedWith'> = {},
): readonly Callback[] {
  return [{ argument: 'every', from, runs: 'handler', label, ...(parameters && { parameters }), ...more }];
}

/** The function given as `argument` is a handler. */
export function handler(
  argument: number,
  label: string,
  parameters?: Callback['parameters'],
  more: Pick<Callback, 'result' | 'awaitedSince' | 'awaitedWith'> = {},
): Callback {
  return { argument, runs: 'handler', label, ...(parameters && { parameters }), ...more };
}

/** With one of these literals as that argument, what blocks among the entries takes no time worth a word. */
export function quick(entries: Entries, argument: number, values: readonly string[]): Entries {
  const mark = (entry: Entry): Entry =>
    entry.blocks ? { ...entry, blocks: { ...entry.blocks, quick: [{ argument, values }] } } : entry;
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, mark(entry)]));
}

/** The same entries, of which this is true as well. */
export function also(entries: Entries, more: Entry): Entries {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, { ...entry, ...more }]));
}

/** The same entries, which take an `AbortSignal` as `signal` of this argument. */
export function abortable(entries: Entries, argument: number): Entries {
  return also(entries, { abort: { argument, property: 'signal' } });
}

/** The same entries, which do this to the file they are given first. */
export function onPath(
  entries: Entries,
  does: PathUse['does'],
  more: Pick<PathUse, 'sureWith' | 'keeps'> = {},
): Entries {
  return also(entries, { path: { argument: 0, does, ...more } });
}

/** Those of the entries that have one of the names. */
export function pick(entries: Entries, names: readonly string[]): Entries {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => names.includes(name)));
}
