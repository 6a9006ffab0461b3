import type { BlockingSubjects } from './blocking.ts';
import type { FanOutSubjects } from './fan-out.ts';
import type { FlowSubjects } from './flow.ts';
import type { LimiterSubjects } from './limiter.ts';
import type { LoopSubjects } from './loop.ts';
import type { LostWorkSubjects } from './lost-work.ts';
import type { RaceSubjects } from './race.ts';
import type { SequenceSubjects } from './sequence.ts';
import type { SuppressionSubjects } from './suppression.ts';
import type { WorkerSubjects } from './worker.ts';

/** The places in the facts that a finding speaks of: one shape per smell, in a file per family of smells. What the fixes start from. */
export type Subject =
  | BlockingSubjects
  | FanOutSubjects
  | FlowSubjects
  | LimiterSubjects
  | LoopSubjects
  | LostWorkSubjects
  | RaceSubjects
  | SequenceSubjects
  | SuppressionSubjects
  | WorkerSubjects;

export type * from './blocking.ts';
export type * from './fan-out.ts';
export type * from './flow.ts';
export type * from './limiter.ts';
export type * from './loop.ts';
export type * from './lost-work.ts';
export type * from './race.ts';
export type * from './sequence.ts';
export type * from './suppression.ts';
export type * from './worker.ts';
