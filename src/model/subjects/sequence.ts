import type { FunctionId, ValueId } from '../facts.ts';

export type SequenceSubjects = AwaitInCombinatorSubject;

export interface AwaitInCombinatorSubject {
  readonly kind: 'await-in-combinator';
  readonly function: FunctionId;
  /** `Promise.all(…)`. */
  readonly combinator: ValueId;
  /** The `await`s among the elements of its list, in order. */
  readonly awaits: readonly ValueId[];
}
