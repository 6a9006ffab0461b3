import type { ParameterValues, Scenario, ScenarioParameter } from '../../model/variant.ts';
import type { Requests } from '../messages.ts';
import type { BenchmarkSettings } from '../request.ts';

/** What a scenario's variants may use besides their own thread. */
export interface ScenarioTools {
  /** Runs the scenario's `work` on a thread of the shared pool. */
  readonly runInPool: (argument: unknown) => Promise<unknown>;
  /** Starts a pool, runs the scenario's `work` on each of the arguments, and ends the pool. */
  readonly runInNewPool: (tasks: readonly unknown[]) => Promise<unknown>;
  /** Where the scenario's server listens; it is started by the first question. */
  readonly serverPort: () => Promise<number>;
}

/** A unit's result where requests may fail: only `value` must be the same for all variants. */
export interface Tallied {
  readonly value: unknown;
  readonly requests: Requests;
}

/** One unit of a variant's work; what it returns is compared between the variants. */
export type Unit = () => unknown;

/** A built-in scenario: what people see, and the code the sandbox runs. */
export interface ScenarioDefinition {
  readonly scenario: Scenario;
  readonly settings?: Partial<BenchmarkSettings>;
  /** Which sandbox runs it; Node's when absent. That for Python has its variants itself. */
  readonly language?: 'python';
  /** The work keeps a processor busy, so threads bound what parallel running can gain. */
  readonly cpuBound: boolean;
  /** It runs a server and talks to it, inside the sandbox. */
  readonly loopback?: boolean;
  readonly variants: Readonly<Record<string, (parameters: ParameterValues, tools: ScenarioTools) => Unit>>;
  /** The part that pool threads do. */
  readonly work?: (argument: unknown) => unknown;
}

/** For work that only waits: it needs no warm-up, and watching the loop does not disturb it. One pass per process does for both. */
export const waitingSettings: Partial<BenchmarkSettings> = {
  repetitions: 10,
  firstLook: 10,
  rounds: 1,
  warmupMs: 0,
  delayMs: 0,
  blockMs: 0,
};

/** How long a task computes. */
export function thousandSteps(label: string, initial: number, maximum: number): ScenarioParameter {
  return { id: 'thousandSteps', label, unit: 'thousand steps', initial, minimum: 1, maximum };
}

/**
 * @throws Error when the scenario does not declare that parameter: a mistake in the scenario's own file.
 */
export function parameter(parameters: ParameterValues, id: string): number {
  const value = parameters[id];
  if (value === undefined) throw new Error(`The scenario has no parameter "${id}".`);
  return value;
}
