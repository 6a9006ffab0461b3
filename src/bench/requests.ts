// Ready-made requests: what hosts ask for most.
import type { ParameterValues } from '../model/variant.ts';
import { prepareFunction, targetExport, type FunctionSource } from './prepare.ts';
import { BenchmarkError, type BenchmarkRequest } from './request.ts';
import { findScenario } from './scenarios/index.ts';

/** @throws BenchmarkError `invalid-request` when there is no such scenario. */
export function scenarioRequest(id: string, parameters: ParameterValues = {}): BenchmarkRequest {
  const scenario = findScenario(id)?.scenario;
  if (!scenario) throw new BenchmarkError('invalid-request', `There is no scenario “${id}”.`);
  return {
    title: scenario.title,
    variants: scenario.variants.map((variant) => ({
      ...variant,
      program: { kind: 'builtin', scenario: id, variant: variant.id },
    })),
    baseline: scenario.baseline,
    candidate: scenario.candidate,
    parameters,
  };
}

export interface FunctionBenchmark extends FunctionSource {
  readonly title: string;
  /** A JavaScript expression for the argument list, for example `[100000]`. Evaluated inside the sandbox only. */
  readonly input: string;
  /** Calls started together; 1 when absent. */
  readonly calls?: number;
}

/**
 * The same CPU-only function on the main thread and in a worker pool.
 * @throws BenchmarkError `invalid-request` when the source does not parse or has no such name.
 */
export function functionRequest({ title, input, calls, ...source }: FunctionBenchmark): BenchmarkRequest {
  const code = prepareFunction(source);
  return {
    title,
    variants: [
      { id: 'main', label: 'Main thread', program: { kind: 'source', code, exportName: targetExport, runs: 'inline' } },
      { id: 'pool', label: 'Worker pool', program: { kind: 'source', code, exportName: targetExport, runs: 'pool' } },
    ],
    baseline: 'main',
    candidate: 'pool',
    input,
    ...(calls === undefined ? {} : { calls }),
  };
}
