import type { BindingId, FunctionId, ValueId } from '../facts.ts';
import type { Span } from '../span.ts';

export type LostWorkSubjects =
  | SwallowedAbortSubject
  | AsyncCallbackSubject
  | AsyncExecutorSubject
  | DanglingTaskSubject
  | OverlappingIntervalSubject
  | LeakyRaceSubject
  | SettledIgnoredSubject
  | FloatingPromiseSubject
  | MissingAwaitSubject
  | OrphanedPromiseSubject
  | UnhandledAsyncHandlerSubject
  | AsyncConstructorSubject
  | UnawaitedCoroutineSubject
  | SwallowedCancellationSubject
  | OrphanedSiblingsSubject;

export interface AsyncExecutorSubject {
  readonly kind: 'async-executor';
  /** The function in which the promise is made. */
  readonly function: FunctionId;
  /** `new Promise(…)`, and what it is given. */
  readonly promise: ValueId;
  readonly executor: ValueId;
}

export interface AsyncCallbackSubject {
  readonly kind: 'async-callback';
  readonly function: FunctionId;
  /** `list.forEach(…)`, and the callback it is given. */
  readonly call: ValueId;
  readonly callback: ValueId;
  /** The method's name. */
  readonly method: string;
}

export interface OverlappingIntervalSubject {
  readonly kind: 'overlapping-interval';
  readonly function: FunctionId;
  /** `setInterval(…)`, and the callback it is given. */
  readonly call: ValueId;
  readonly callback: ValueId;
}

export interface DanglingTaskSubject {
  readonly kind: 'dangling-task';
  /** `started`: one task, which nobody keeps; `gathered`: several, or a shielded one, for which nobody waits. */
  readonly how: 'started' | 'gathered';
  readonly function: FunctionId;
  /** `asyncio.create_task(…)`; of `gathered`, `asyncio.gather(…)`. */
  readonly call: ValueId;
  /** The local variable the task is stored in, which nobody reads. */
  readonly variable?: BindingId;
}

export interface LeakyRaceSubject {
  readonly kind: 'leaky-race';
  readonly function: FunctionId;
  /** `Promise.race(…)`, and the element of its list that a timer settles. */
  readonly race: ValueId;
  readonly timeout: ValueId;
}

export interface SettledIgnoredSubject {
  readonly kind: 'settled-ignored';
  readonly function: FunctionId;
  /** `Promise.allSettled(…)`. */
  readonly combinator: ValueId;
}

export interface OrphanedSiblingsSubject {
  readonly kind: 'orphaned-siblings';
  readonly function: FunctionId;
  /** `asyncio.gather(…)`. */
  readonly combinator: ValueId;
  /** The resource of the `with` block that ends while tasks still work with it. */
  readonly region?: ValueId;
}

export interface FloatingPromiseSubject {
  readonly kind: 'floating-promise';
  /**
   * `lost`: nobody takes the promise; `past-catch`: it is returned out of a `try` that was to take its error; `usual`: that it gives a
   * promise is only seen by all the others that the file awaits.
   */
  readonly how: 'lost' | 'past-catch' | 'usual';
  readonly function: FunctionId;
  readonly call: ValueId;
}

export interface OrphanedPromiseSubject {
  readonly kind: 'orphaned-promise';
  readonly function: FunctionId;
  /** The call that gives the promise, and the variable that holds it. */
  readonly call: ValueId;
  readonly binding: BindingId;
  /** The `await` during which nobody holds it, and the mention by which somebody takes it. */
  readonly during: ValueId;
  readonly taken: ValueId;
}

export interface UnhandledAsyncHandlerSubject {
  readonly kind: 'unhandled-async-handler';
  readonly function: FunctionId;
  /** The call that registers it, and the handler as it is given. */
  readonly call: ValueId;
  readonly handler: ValueId;
}

export interface AsyncConstructorSubject {
  readonly kind: 'async-constructor';
  /** The constructor, or the initialiser of the fields. */
  readonly function: FunctionId;
  /** The call in it, and the async method of the class that it calls. */
  readonly call: ValueId;
  readonly filler: FunctionId;
}

export interface MissingAwaitSubject {
  readonly kind: 'missing-await';
  readonly function: FunctionId;
  /** The call that gives the promise. */
  readonly call: ValueId;
}

export interface UnawaitedCoroutineSubject {
  readonly kind: 'unawaited-coroutine';
  /**
   * `callback`: an async function is given to somebody who drops what it gives; `usual`: that it gives a coroutine is only seen by all
   * the others that the file awaits; else what becomes of the coroutine itself.
   */
  readonly how: 'dropped' | 'forgotten' | 'tested' | 'used' | 'callback' | 'usual';
  readonly function: FunctionId;
  /** The call that makes the coroutine, or that is given the callback. */
  readonly call: ValueId;
  /** The variable of `forgotten`, which nobody reads. */
  readonly variable?: BindingId;
}

export interface SwallowedCancellationSubject {
  readonly kind: 'swallowed-cancellation';
  readonly function: FunctionId;
  /** The `try`, and which of its handlers takes the cancellation. */
  readonly trial: Span;
  readonly handler: number;
}

export interface SwallowedAbortSubject {
  readonly kind: 'swallowed-abort';
  readonly function: FunctionId;
  /** The call that is given the signal, in a `try` within a loop. */
  readonly call: ValueId;
  readonly signal: ValueId;
  readonly try: Span;
  readonly loop: Span;
}
