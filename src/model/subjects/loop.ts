import type { FunctionId, ValueId } from '../facts.ts';
import type { Span } from '../span.ts';

/** How event loops are started, asked for and reached. */
export type LoopSubjects = EventLoopMisuseSubject | LockAcrossAwaitSubject | OffThreadLoopCallSubject;

export interface EventLoopMisuseSubject {
  readonly kind: 'event-loop-misuse';
  /**
   * `nested`: it is started where one runs; `future`: it is given a future instead of a coroutine; `function`: it is given the function that
   * makes the coroutine; `deprecated`: it is asked for in a way that has no future.
   */
  readonly how: 'nested' | 'future' | 'function' | 'deprecated';
  readonly function: FunctionId;
  /** `asyncio.run(…)`, or the call in `function` that leads to it. */
  readonly call: ValueId;
  /** `call` is the one that starts the loop. */
  readonly direct: boolean;
  /** What it is given, of `future` and `function`. */
  readonly argument?: ValueId;
}

export interface LockAcrossAwaitSubject {
  readonly kind: 'lock-across-await';
  readonly function: FunctionId;
  /** The lock as it is written there, and the `with` block that holds it; without a block it is `lock.acquire()`. */
  readonly lock: ValueId;
  readonly region?: Span;
}

export interface OffThreadLoopCallSubject {
  readonly kind: 'off-thread-loop-call';
  readonly function: FunctionId;
  /** The call that belongs to the loop's thread. */
  readonly call: ValueId;
}
