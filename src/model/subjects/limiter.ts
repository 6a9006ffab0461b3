import type { FunctionId, ValueId } from '../facts.ts';

export type LimiterSubjects = LimiterMisuseSubject;

export interface LimiterMisuseSubject {
  readonly kind: 'limiter-misuse';
  /** `started`: the task runs before the limiter has it; `single`: a limiter per task; `nested`: a task waits for its own limiter. */
  readonly how: 'started' | 'single' | 'nested';
  readonly function: FunctionId;
  /** `limit(…)`; for `single` the call that makes the limiter. */
  readonly call: ValueId;
  /** What is handed to the limiter; absent for `single`. */
  readonly task?: ValueId;
}
