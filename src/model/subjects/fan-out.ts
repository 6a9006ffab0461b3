import type { FunctionId, ValueId } from '../facts.ts';

export type FanOutSubjects = ConvoyBatchingSubject | FanOutSubject;

export interface FanOutSubject {
  readonly kind: 'fan-out';
  readonly function: FunctionId;
  /** `Promise.all(…)`. */
  readonly combinator: ValueId;
  /** `mapped`: the argument is `list.map(callback)`; `pushed`: promises are pushed onto an array in a loop. */
  readonly shape: 'mapped' | 'pushed';
  /** The call of `map` and its callback, or the `push` call and the pushed promise. */
  readonly call: ValueId;
  readonly task: ValueId;
}

export interface ConvoyBatchingSubject {
  readonly kind: 'convoy-batching';
  readonly function: FunctionId;
  /** `Promise.all(…)` of one batch, and the call of `map` in it. */
  readonly combinator: ValueId;
  readonly call: ValueId;
}
