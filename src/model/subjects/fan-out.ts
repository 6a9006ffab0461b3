import type { FunctionId, ValueId } from '../facts.ts';

export type FanOutSubjects = ThreadpoolSaturationSubject | ConvoyBatchingSubject | FanOutSubject;

export interface FanOutSubject {
  readonly kind: 'fan-out';
  readonly function: FunctionId;
  /** `Promise.all(…)`; of what is spawned the call that starts one. */
  readonly combinator: ValueId;
  /** `mapped`: the argument is `list.map(callback)`; `pushed`: promises are pushed onto an array in a loop; `spawned`: a loop starts tasks. */
  readonly shape: 'mapped' | 'pushed' | 'spawned';
  /** The call of `map` and its callback, the `push` call and the pushed promise, or the call that starts and its coroutine. */
  readonly call: ValueId;
  readonly task: ValueId;
  /** Each task starts as many again, so that one that waits for its own inside of a shared limiter could wait for ever. */
  readonly branches?: true;
}

export interface ConvoyBatchingSubject {
  readonly kind: 'convoy-batching';
  readonly function: FunctionId;
  /** `Promise.all(…)` of one batch, and the call of `map` in it. */
  readonly combinator: ValueId;
  readonly call: ValueId;
}

/** As of a fan-out; each task computes on one of libuv's threads. */
export interface ThreadpoolSaturationSubject extends Omit<FanOutSubject, 'kind' | 'branches'> {
  readonly kind: 'threadpool-saturation';
}
