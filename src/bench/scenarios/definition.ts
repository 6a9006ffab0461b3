import type { ParameterValues, Scenario } from '../../model/variant.ts';
import type { BenchmarkSettings } from '../request.ts';

/** What a scenario's variants may use besides their own thread. */
export interface ScenarioTools {
  /** Runs the scenario's `work` on a thread of the shared pool. */
  readonly runInPool: (argument: number) => Promise<number>;
}

/** One unit of a variant's work; what it returns is compared between the variants. */
export type Unit = () => unknown;

/** A built-in scenario: what people see, and the code the sandbox runs. */
export interface ScenarioDefinition {
  readonly scenario: Scenario;
  readonly settings?: Partial<BenchmarkSettings>;
  /** The work keeps a processor busy, so threads bound what parallel running can gain. */
  readonly cpuBound: boolean;
  /** It runs a server and talks to it, inside the sandbox. */
  readonly loopback?: boolean;
  readonly variants: Readonly<Record<string, (parameters: ParameterValues, tools: ScenarioTools) => Unit>>;
  /** The part that pool threads do. */
  readonly work?: (argument: number) => number;
}

/**
 * @throws Error when the scenario does not declare that parameter: a mistake in the scenario's own file.
 */
export function parameter(parameters: ParameterValues, id: string): number {
  const value = parameters[id];
  if (value === undefined) throw new Error(`The scenario has no parameter "${id}".`);
  return value;
}
