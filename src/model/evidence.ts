// What a measurement says, with everything needed to doubt it. Plain data. Times are milliseconds unless a name says otherwise.

/** One timed batch: the mean time of a unit of work in it. Kept in the order of measurement, never trimmed. */
export interface Sample {
  /** Which fresh process it was taken in, from 0. */
  readonly repetition: number;
  readonly ms: number;
}

export interface EventLoopDelay {
  /** The longest the loop was held up, over all repetitions. */
  readonly maxMs: number;
  /** Median over the repetitions of the 99th percentile of ticks. */
  readonly p99Ms: number;
}

export interface Measurement {
  readonly variantId: string;
  readonly label: string;
  readonly samples: readonly Sample[];
  readonly medianMs: number;
  /** First and third quartile; their distance is the spread. */
  readonly quartilesMs: readonly [number, number];
  readonly p95Ms: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** Units of work per second, from the median. */
  readonly operationsPerSecond: number;
  readonly eventLoopDelay: EventLoopDelay;
}

export type VerdictKind = 'better' | 'worse' | 'no-difference' | 'inconclusive';

export type VerdictReason =
  | 'clear'
  | 'within-margin'
  | 'noise'
  | 'too-few-repetitions'
  | 'results-differ'
  | 'not-comparable'
  | 'throws'
  | 'superlinear'
  | 'clock-disagreement';

/** What is said about one variant against the baseline. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly variantId: string;
  readonly baselineId: string;
  /** How many times faster than the baseline (2 = half the time); absent when nothing may be said. */
  readonly factor?: number;
  /** Interval of `factor` at `confidence`. */
  readonly interval?: readonly [number, number];
  /** Level that the interval really reaches, for example 0.992. */
  readonly confidence?: number;
  readonly reason: VerdictReason;
  /** The verdict in words, for people. */
  readonly sentence: string;
}

export type EqualityKind = 'equal' | 'different' | 'not-comparable';

export interface Equality {
  readonly kind: EqualityKind;
  /** What was compared, or what differs, in words. */
  readonly detail: string;
}

export interface Environment {
  readonly runtime: string;
  readonly platform: string;
  readonly processor: string;
  /** How many threads the machine runs at once. */
  readonly parallelism: number;
  /** Threads in the worker pool. */
  readonly threads: number;
  readonly repetitions: number;
}

/** What held the code while it ran. `process`: a child process without an operating-system layer around it. */
export interface Isolation {
  readonly level: 'process';
  /** The runtime's permission model was on. */
  readonly permissionModel: boolean;
  /** Permissions were dropped before the person's code was loaded. */
  readonly dropped: boolean;
  readonly sentence: string;
}

export interface Evidence {
  readonly title: string;
  /** The headline: the candidate against the baseline. */
  readonly verdict: Verdict;
  /** Every variant but the baseline, the candidate included, in the order of `measurements`. */
  readonly comparisons: readonly Verdict[];
  /** Empty when equality was refuted before anything was timed. */
  readonly measurements: readonly Measurement[];
  readonly equality: Equality;
  readonly environment: Environment;
  readonly isolation: Isolation;
  /** Wall-clock time of the whole run. */
  readonly durationMs: number;
}

/** "1.02 s", "48.3 ms", "12.0 µs": three significant figures. */
export function formatMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toPrecision(3)} s`;
  if (ms >= 1 || ms === 0) return `${ms === 0 ? '0' : shorten(ms)} ms`;
  if (ms >= 0.001) return `${shorten(ms * 1000)} µs`;
  return `${shorten(ms * 1_000_000)} ns`;
}

function shorten(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
