import type { BlockingCallSubject, BlockingLoopSubject } from './blocking.ts';
import type { FanOutSubject } from './fan-out.ts';
import type {
  AsyncCallbackSubject,
  AsyncExecutorSubject,
  DanglingTaskSubject,
  OverlappingIntervalSubject,
} from './lost-work.ts';
import type { AwaitInCombinatorSubject } from './sequence.ts';
import type { SuppressionSubject } from './suppression.ts';

/** The places in the facts that a finding speaks of: one shape per smell, in a file per family of smells. What the fixes start from. */
export type Subject =
  | AsyncCallbackSubject
  | AsyncExecutorSubject
  | AwaitInCombinatorSubject
  | BlockingCallSubject
  | BlockingLoopSubject
  | DanglingTaskSubject
  | FanOutSubject
  | OverlappingIntervalSubject
  | SuppressionSubject;

export type {
  AsyncCallbackSubject,
  AsyncExecutorSubject,
  AwaitInCombinatorSubject,
  BlockingCallSubject,
  BlockingLoopSubject,
  DanglingTaskSubject,
  FanOutSubject,
  OverlappingIntervalSubject,
  SuppressionSubject,
};
