import { blocking, different, each, promised, sameArguments, under, type Entries } from '../javascript/build.ts';
import type { Blocks, Callback, Entry, PathUse, Resource, TypeEntry } from '../schema.ts';

export { blocking, different, each, promised, sameArguments, under, type Entries };

/** For what has no awaitable form of its own: the same call, on a thread. */
export const onThread = different('asyncio#to_thread', 'await asyncio.to_thread(f, …) runs the same call on a thread.');

/** Reads or writes files, and holds up the thread meanwhile. */
export function fileCall(weight: Blocks['weight'], returns?: string): Entry {
  return { ...blocking('file', weight, onThread), ...(returns !== undefined && { returns }) };
}

/** Waits for somebody outside of this process, and holds up the thread meanwhile. */
export function waits(
  what: Resource & Blocks['what'],
  { twin = onThread, returns, weight = 'unbounded', cost, quickFor }: WaitOptions = {},
): Entry {
  const blocks: Blocks = {
    what,
    weight,
    ...(cost !== undefined && { cost }),
    ...(quickFor && { quickFor }),
    twin,
  };
  return { blocks, io: what, ...(returns !== undefined && { returns }) };
}

interface WaitOptions {
  readonly twin?: Blocks['twin'];
  readonly returns?: string;
  readonly weight?: Blocks['weight'];
  readonly cost?: string;
  readonly quickFor?: Blocks['quickFor'];
}

/** Computes, in time that grows with its input. */
export const computes: Entry = blocking('cpu', 'data');

/** Computes outside of Python's lock: what grows with its input is worth a thread only if that is large. */
export function computesFreely(weight: 'data' | 'heavy', cost?: string): Entry {
  const heavy = weight === 'heavy' ? onThread : undefined;
  return {
    blocks: {
      what: 'cpu',
      weight,
      releasesGil: true,
      ...(cost !== undefined && { cost }),
      ...(heavy && { twin: heavy }),
    },
  };
}

/** Runs elsewhere: `argument` is the function, or what `keyword` names. */
export function offloaded(runs: 'thread' | 'process', argument = 0, keyword?: string): Callback {
  return { argument, runs, ...(keyword !== undefined && { keyword }) };
}

/** Methods that a derived class writes, called in the same way. */
export function overridden(
  names: readonly string[],
  called: Omit<Callback, 'argument'>,
): NonNullable<TypeEntry['overrides']> {
  return Object.fromEntries(names.map((name) => [name, called]));
}

/** What is used as `@decorator(…)` gives one of these: calling it with a function registers that. */
export function decorator(callback: Omit<Callback, 'argument'>): TypeEntry {
  return { members: {}, call: { callbacks: [{ argument: 0, ...callback }] } };
}

/** Each class by its name: constructing one gives an instance of it. */
export function classes(names: readonly string[], entry: Entry = {}): Entries {
  return Object.fromEntries(names.map((name) => [name, { returns: name, ...entry }]));
}

/** The same entries, which do this to the file that they are called on or given. */
export function onPath(entries: Entries, does: PathUse['does'], argument: PathUse['argument'] = 0): Entries {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [name, { ...entry, path: { argument, does } }]),
  );
}
