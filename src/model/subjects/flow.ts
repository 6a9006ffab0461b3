import type { FunctionId, ValueId } from '../facts.ts';

/** How data and answers flow between this program and others. */
export type FlowSubjects = MissingTimeoutSubject | NoBackpressureSubject | QueueMisuseSubject;

export interface NoBackpressureSubject {
  readonly kind: 'no-backpressure';
  /** `data`: for each piece that another stream sends; `pump`: for each that is awaited; `loop`: as fast as a loop goes round. */
  readonly when: 'data' | 'pump' | 'loop';
  readonly function: FunctionId;
  /** `stream.write(…)`. */
  readonly call: ValueId;
}

export interface MissingTimeoutSubject {
  readonly kind: 'missing-timeout';
  readonly function: FunctionId;
  /** The request. */
  readonly call: ValueId;
}

export interface QueueMisuseSubject {
  readonly kind: 'queue-misuse';
  /** `signs`: fewer signs to stop than consumers; `done`: `join` without `task_done`; `unbounded`: nothing holds back who puts. */
  readonly how: 'signs' | 'done' | 'unbounded';
  readonly function: FunctionId;
  /** The `put` or `join`, and the `get`, or the call that makes the queue. */
  readonly call: ValueId;
  readonly other: ValueId;
  /** How many consumers are started, where one sign is put. */
  readonly consumers?: number;
}
