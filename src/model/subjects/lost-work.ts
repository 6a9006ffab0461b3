import type { BindingId, FunctionId, ValueId } from '../facts.ts';

export type LostWorkSubjects =
  | AsyncCallbackSubject
  | AsyncExecutorSubject
  | DanglingTaskSubject
  | OverlappingIntervalSubject
  | LeakyRaceSubject
  | SettledIgnoredSubject;

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
  readonly function: FunctionId;
  /** `asyncio.create_task(…)`. */
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
