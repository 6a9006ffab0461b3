import type { LayerChoice } from './host/walls/layer.ts';
import type { ParameterValues, Variant } from '../model/variant.ts';

/** How much is measured and what a run may cost. Times in milliseconds, memory in megabytes. */
export interface BenchmarkSettings {
  /** Fresh processes; each yields one ratio per comparison. Eight are the least that a 99 % interval needs. */
  readonly repetitions: number;
  /** After so many processes the verdicts are looked at; where all are clear, the run ends. Not reached: one look at the end. */
  readonly firstLook: number;
  /** How sure a run is in all: what may go wrong is shared between its looks. */
  readonly confidence: number;
  /** Timed blocks per variant and process. */
  readonly rounds: number;
  readonly blockMs: number;
  readonly warmupMs: number;
  /** The least the event-loop delay is watched for. */
  readonly delayMs: number;
  /** What one variant may spend on timed blocks per process; slow functions get fewer rounds. */
  readonly budgetMs: number;
  readonly threads: number;
  /** The longest that one step (start, load, check, block) may take before the sandbox is killed. */
  readonly stepLimitMs: number;
  /** After this no new repetition starts; what is there is judged. */
  readonly totalLimitMs: number;
  readonly memoryLimitMb: number;
}

/** Everything a run needs, as plain data. `scenarioRequest` and `functionRequest` make them. */
export interface BenchmarkRequest {
  readonly title: string;
  readonly variants: readonly Variant[];
  readonly baseline: string;
  readonly candidate: string;
  /** Source variants: a JavaScript expression for the argument list, evaluated inside the sandbox only. */
  readonly input?: string;
  /** Source variants: statements that `input` relies on, run inside the sandbox before it. */
  readonly setup?: string;
  /** What `n` stands for in `input`: how large it is. */
  readonly size?: number;
  /** More inputs, as expressions, on which results are compared and nothing is timed. */
  readonly probes?: readonly string[];
  /** How far numbers in results may differ, relative to their size; 0 when absent. */
  readonly tolerance?: number;
  /** Source variants: calls started together that make up one unit of work. */
  readonly calls?: number;
  /** Built-in variants. */
  readonly parameters?: ParameterValues;
  readonly settings?: Partial<BenchmarkSettings>;
}

/** What is known while a run goes on. */
export interface BenchmarkProgress {
  readonly phase: 'starting' | 'comparing' | 'measuring';
  /** Finished repetitions. */
  readonly done: number;
  readonly total: number;
  readonly samples: number;
  /** Where several sizes are measured: which is it, the first being 1, and of how many. */
  readonly size?: number;
  readonly sizes?: readonly [number, number];
  /** What is known of each variant so far. */
  readonly medians: readonly VariantProgress[];
}

export interface VariantProgress {
  readonly variantId: string;
  readonly label: string;
  readonly medianMs: number;
  /** The longest the event loop was held up, each time it was watched, in order. */
  readonly delaysMs: readonly number[];
}

export interface BenchmarkOptions {
  /** The folder with the built sandbox: `sandbox.cjs`, `sandbox-worker.cjs`, `sandbox-guardian.cjs`, the scripts of Python and Piscina's `worker.js`. */
  readonly harness: string;
  /** The Node (or Electron) that runs the sandbox; the current one when absent. */
  readonly runtime?: string;
  /** The Python that runs functions of Python, a path or a command of PATH; `python3` when absent. */
  readonly python?: string;
  /** Which wall of the operating system to build; the strongest there is when absent. For tests of the others. */
  readonly layer?: LayerChoice;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BenchmarkProgress) => void;
}

export type BenchmarkErrorCode =
  | 'cancelled'
  | 'invalid-request'
  | 'no-python'
  | 'cannot-isolate'
  | 'load-failed'
  | 'time-limit'
  | 'memory-limit'
  | 'protocol'
  | 'crashed'
  | 'failed';

/** Why there is no evidence. The message is written for people: fact, consequence, way out. */
export class BenchmarkError extends Error {
  readonly code: BenchmarkErrorCode;

  constructor(code: BenchmarkErrorCode, message: string) {
    super(message);
    this.name = 'BenchmarkError';
    this.code = code;
  }
}
