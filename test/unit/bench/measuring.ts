// Short real runs for tests: through the whole sandbox, with as little timing as a verdict needs.
import { readdirSync, readFileSync } from 'node:fs';
import {
  functionRequest,
  runBenchmark,
  type BenchmarkError,
  type BenchmarkOptions,
  type BenchmarkSettings,
} from '../../../src/bench/index.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { harness } from './harness.ts';

export const quick: Partial<BenchmarkSettings> = {
  repetitions: 2,
  confidence: 0.5,
  rounds: 2,
  blockMs: 4,
  warmupMs: 5,
  delayMs: 5,
  budgetMs: 50,
  stepLimitMs: 8000,
};

export interface Trial {
  readonly source: string;
  readonly functionName?: string;
  readonly language?: 'ts' | 'js';
  readonly input?: string;
  readonly settings?: Partial<BenchmarkSettings>;
}

/** Main thread against pool for a function named `f`. */
export async function measure(trial: Trial, options: Partial<BenchmarkOptions> = {}): Promise<Evidence> {
  const { source, functionName = 'f', language = 'js', input = '[]', settings } = trial;
  const request = functionRequest({ title: 'test', source, functionName, language, input });
  return runBenchmark({ ...request, settings: { ...quick, ...settings } }, { harness: await harness(), ...options });
}

/** The error a run ends with; fails the test when it gives evidence instead. */
export async function failure(trial: Trial, options: Partial<BenchmarkOptions> = {}): Promise<BenchmarkError> {
  return measure(trial, options).then(
    (evidence) => {
      throw new Error(`Expected a failure, got ${JSON.stringify(evidence.verdict)}`);
    },
    (error: unknown) => error as BenchmarkError,
  );
}

/** Sandboxes of this machine that were started from the given harness. Linux only. */
export function sandboxes(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandLine(pid).includes(`${folder}/sandbox.cjs`));
}

function commandLine(pid: number): string {
  try {
    // A zombie's is empty.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
