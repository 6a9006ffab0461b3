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
  /** Samples beyond three times the spread from the middle half. They are shown and counted, never left out. */
  readonly outliers: number;
  /** Processor time for each millisecond of the clock: 1 is one processor kept busy. Median over the repetitions. */
  readonly processorShare: number;
  /** The most memory its process was seen to hold, in megabytes; variants may share a process. Median over the repetitions. */
  readonly memoryMb?: number;
  /** What of a unit's time went into copying arguments and results to another thread and back; only where that is done. */
  readonly handOverMs?: number;
  /** What became of the requests of one unit of work; only where it makes any. */
  readonly requests?: { readonly answered: number; readonly failed: number };
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
  | 'no-steady-state'
  | 'superlinear'
  | 'stolen-core'
  | 'failed-requests'
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
  /** How many threads' worth of work the machine really did at once just before; only where a pool was measured. */
  readonly parallelCapacity?: number;
}

/** Who builds the wall around the sandbox besides the runtime itself. */
export type IsolationLayer = 'bubblewrap' | 'landlock' | 'seatbelt' | 'none';

/** What measured code must not be able to do. */
export const allWalls = [
  'read-files',
  'write-files',
  'start-programs',
  'reach-network',
  'reach-sockets',
  'signal-processes',
] as const;
export type Wall = (typeof allWalls)[number];

/** What held the code while it ran: as tested at each launch, before the code was loaded. */
export interface Isolation {
  /** `closed`: every wall held. `network-open`: only files and programs were out of reach. `open`: not even those. */
  readonly level: 'closed' | 'network-open' | 'open';
  readonly layer: IsolationLayer;
  /** Walls that did not hold. */
  readonly open: readonly Wall[];
  /** The runtime's permission model was on. */
  readonly permissionModel: boolean;
  /** Permissions were dropped before the person's code was loaded. */
  readonly dropped: boolean;
  /** All this for people. */
  readonly sentence: string;
  /** What is not promised, for people. */
  readonly notPromised: string;
}

/** One size of input, and what the candidate gained or lost with it. */
export interface SizePoint {
  readonly size: number;
  readonly verdict: Verdict;
  readonly baselineMs: number;
  readonly candidateMs: number;
}

/** From which size on the candidate pays. */
export interface Crossover {
  readonly kind: 'from' | 'up-to' | 'always' | 'never' | 'inconclusive';
  /** The size where both take equally long, and the interval it lies in; for `from` and `up-to`. */
  readonly size?: number;
  readonly interval?: readonly [number, number];
  readonly points: readonly SizePoint[];
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
  /** Where several sizes were measured; everything else is then about the largest. */
  readonly crossover?: Crossover;
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
