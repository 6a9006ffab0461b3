// Ready-made requests: what hosts ask for most.
import type { ParameterValues, Placement } from '../model/variant.ts';
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

/** One way of doing the work: a module made by `prepareFunction` or `bundleFunction`, and where it runs. */
export interface Way {
  readonly id: string;
  readonly label: string;
  readonly code: string;
  readonly runs: Placement;
  /** The function of a file of Python, which is run as it is. */
  readonly python?: string;
}

/** Ways of doing the same, all against the first; the second is what the verdict is about. */
export function comparisonRequest(title: string, ways: readonly [Way, Way, ...Way[]]): BenchmarkRequest {
  const [first, second] = ways;
  const variants = ways.map(({ id, label, code, runs, python }) => ({
    id,
    label,
    program:
      python === undefined
        ? { kind: 'source' as const, code, exportName: targetExport, runs }
        : { kind: 'source' as const, language: 'python' as const, code, exportName: python, runs },
  }));
  return { title, variants, baseline: first.id, candidate: second.id };
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
  return { ...comparisonRequest(title, mainAgainstPool(code)), input, ...(calls === undefined ? {} : { calls }) };
}

/** A function of Python as it is called, and in a pool of processes. */
export function inlineAgainstProcesses(code: string, python: string): readonly [Way, Way] {
  return [
    { id: 'main', label: 'One process', code, runs: 'inline', python },
    { id: 'pool', label: 'Pool of processes', code, runs: 'pool', python },
  ];
}

export function mainAgainstPool(code: string): readonly [Way, Way] {
  return [
    { id: 'main', label: 'Main thread', code, runs: 'inline' },
    { id: 'pool', label: 'Worker pool', code, runs: 'pool' },
  ];
}
