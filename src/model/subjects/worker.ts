import type { FunctionId, ValueId } from '../facts.ts';

export type WorkerSubjects =
  | WorkerPerCallSubject
  | WorkerUnsupervisedSubject
  | UncloneableMessageSubject
  | SyncBridgeSubject
  | UnbundledWorkerPathSubject
  | WorkerNotWorthItSubject
  | ToThreadMisuseSubject
  | MissingMainGuardSubject
  | ThreadForCpuSubject
  | ExecutorStarvationSubject;

export interface WorkerPerCallSubject {
  readonly kind: 'worker-per-call';
  /** The function that starts it each time, and `new Worker(…)` or `new Piscina(…)` in it. */
  readonly function: FunctionId;
  readonly call: ValueId;
  readonly isPool: boolean;
}

export interface WorkerUnsupervisedSubject {
  readonly kind: 'worker-unsupervised';
  readonly function: FunctionId;
  /** `new Worker(…)`. */
  readonly call: ValueId;
  /** The events that nobody listens to. */
  readonly missing: readonly string[];
}

export interface UncloneableMessageSubject {
  readonly kind: 'uncloneable-message';
  readonly function: FunctionId;
  /** The call that copies, and the part of its argument that cannot be copied. */
  readonly call: ValueId;
  readonly part: ValueId;
}

export interface SyncBridgeSubject {
  readonly kind: 'sync-bridge';
  /** The function whose event loop is held up, and the call in it: the waiting one itself, or the first on the way to it. */
  readonly function: FunctionId;
  readonly call: ValueId;
  readonly to: 'worker' | 'JavaScript';
}

export interface UnbundledWorkerPathSubject {
  readonly kind: 'unbundled-worker-path';
  /** `bare`: Node throws; `cwd`: it is relative to where the process was started; `indirect`: a bundler does not see it. */
  readonly how: 'bare' | 'cwd' | 'indirect';
  readonly function: FunctionId;
  /** The call that starts the worker, and the path that it is given. */
  readonly call: ValueId;
  readonly path: ValueId;
}

export interface WorkerNotWorthItSubject {
  readonly kind: 'worker-not-worth-it';
  readonly function: FunctionId;
  /** The call that hands the work over. */
  readonly call: ValueId;
  /** `steps`: it is a few operations; `whole`: all of the data is copied. */
  readonly how: 'steps' | 'whole';
}

export interface ToThreadMisuseSubject {
  readonly kind: 'to-thread-misuse';
  /** `called`: it is called before; `async`, `generator`: calling it runs nothing of it; `keyword`: it takes no arguments by name. */
  readonly how: 'called' | 'async' | 'generator' | 'keyword';
  readonly function: FunctionId;
  /** The call that hands it over, and the argument in question. */
  readonly call: ValueId;
  readonly argument: ValueId;
}

export interface MissingMainGuardSubject {
  readonly kind: 'missing-main-guard';
  /** The top level of the module, and the call there that starts a process or leads to one. */
  readonly function: FunctionId;
  readonly call: ValueId;
}

export interface ThreadForCpuSubject {
  readonly kind: 'thread-for-cpu';
  readonly function: FunctionId;
  /** `pool.map(f, …)`, and whether it spreads work over threads. */
  readonly call: ValueId;
  readonly spreads: boolean;
}

export interface ExecutorStarvationSubject {
  readonly kind: 'executor-starvation';
  readonly function: FunctionId;
  /** The call that hands over the task that waits, and the call in it that hands over what it waits for. */
  readonly call: ValueId;
  readonly inner: ValueId;
}
