import type { BindingId, FunctionId, ValueId } from '../facts.ts';
import type { Span } from '../span.ts';

/** What is awaited one after the other. */
export type SequenceSubjects = AwaitInCombinatorSubject | SequentialAwaitSubject;

export interface AwaitInCombinatorSubject {
  readonly kind: 'await-in-combinator';
  readonly function: FunctionId;
  /** `Promise.all(…)`. */
  readonly combinator: ValueId;
  /** The `await`s among the elements of its list, in order. */
  readonly awaits: readonly ValueId[];
}

export type SequentialAwaitSubject = SerialAwaits | SerialRounds | StartedPromises | EarlyAwait | SerialReduce;

/** `const a = await first(); const b = await second();`, of which neither needs the other and both only read. */
export interface SerialAwaits {
  readonly kind: 'sequential-await';
  readonly shape: 'awaits';
  readonly function: FunctionId;
  /**
   * Two or more chains that have nothing to do with each other, by the place of their first `await`. The `await`s of a chain, mostly
   * one, need what those before them give: `const response = await fetch(url); const data = await response.json();`. All of them are
   * evaluated in one list of steps, and nothing else that stands between them can be noticed by anybody.
   */
  readonly chains: readonly (readonly ValueId[])[];
}

/** `for (const path of paths) texts.push(await readFile(path))`, of which no round needs another. */
export interface SerialRounds {
  readonly kind: 'sequential-await';
  readonly shape: 'rounds';
  readonly function: FunctionId;
  /** The loop, and what it iterates, where it iterates something. */
  readonly loop: Span;
  readonly list?: ValueId;
  /** The `await`s of one round, in order. */
  readonly awaits: readonly ValueId[];
  /** `texts.push(…)`, where rounds fill a list that was empty before: the call, and the variable that holds the list. */
  readonly collects?: { readonly call: ValueId; readonly binding: BindingId };
  /** How many rounds there are at most, where that is known. */
  readonly count?: number;
}

/** `for await (const answer of urls.map((url) => fetch(url)))`: all run already, and one at a time is held. */
export interface StartedPromises {
  readonly kind: 'sequential-await';
  readonly shape: 'started';
  readonly function: FunctionId;
  /** The list of promises. */
  readonly list: ValueId;
  /** The loop that awaits them, or the call that does: `Array.fromAsync(…)`. */
  readonly loop?: Span;
  readonly call?: ValueId;
}

/** `const rows = await load(); if (isEmpty) return;`, where the way out does not need the rows. */
export interface EarlyAwait {
  readonly kind: 'sequential-await';
  readonly shape: 'early';
  readonly function: FunctionId;
  readonly awaits: ValueId;
  /** The `if` by which the function leaves. */
  readonly exit: Span;
}

/** `urls.reduce(async (sofar, url) => [...(await sofar), await load(url)], Promise.resolve([]))` */
export interface SerialReduce {
  readonly kind: 'sequential-await';
  readonly shape: 'reduce';
  readonly function: FunctionId;
  readonly call: ValueId;
  readonly awaits: ValueId;
}
