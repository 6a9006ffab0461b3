import type { EventLoopDelay, Measurement, Sample } from '../../model/evidence.ts';
import type { Requests } from '../messages.ts';
import { median, quantile } from './summary.ts';

export interface DelayReading {
  readonly maxMs: number;
  readonly p99Ms: number;
}

/** What was seen of a variant besides its samples, a value for each repetition. */
export interface SideReadings {
  readonly processorShares: readonly number[];
  readonly memoryMb: readonly number[];
  readonly handOversMs: readonly number[];
  readonly requests?: Requests;
}

const noReadings: SideReadings = { processorShares: [], memoryMb: [], handOversMs: [] };

/** What the samples of one variant say. They need at least one. */
export function summarise(
  variant: { readonly id: string; readonly label: string },
  samples: readonly Sample[],
  delays: readonly DelayReading[],
  { processorShares, memoryMb, handOversMs, requests }: SideReadings = noReadings,
): Measurement {
  const times = samples.map(({ ms }) => ms);
  const medianMs = median(times);
  return {
    variantId: variant.id,
    label: variant.label,
    samples,
    medianMs,
    quartilesMs: [quantile(times, 0.25), quantile(times, 0.75)],
    p95Ms: quantile(times, 0.95),
    minMs: quantile(times, 0),
    maxMs: quantile(times, 1),
    operationsPerSecond: medianMs > 0 ? 1000 / medianMs : 0,
    eventLoopDelay: overall(delays),
    outliers: countOutliers(times),
    processorShare: processorShares.length > 0 ? median(processorShares) : 0,
    ...(memoryMb.length > 0 && { memoryMb: median(memoryMb) }),
    ...(handOversMs.length > 0 && { handOverMs: median(handOversMs) }),
    ...(requests && { requests }),
  };
}

/** Beyond three times the middle half's width on either side: Tukey's “far out”. */
function countOutliers(times: readonly number[]): number {
  const [low, high] = [quantile(times, 0.25), quantile(times, 0.75)];
  const reach = 3 * (high - low);
  return times.filter((ms) => ms < low - reach || ms > high + reach).length;
}

function overall(delays: readonly DelayReading[]): EventLoopDelay {
  if (delays.length === 0) return { maxMs: 0, p99Ms: 0 };
  return {
    maxMs: Math.max(...delays.map(({ maxMs }) => maxMs)),
    p99Ms: median(delays.map(({ p99Ms }) => p99Ms)),
  };
}

/**
 * Per process, the logarithm of how many times longer the candidate took than the baseline (medians of each).
 * Processes in which either is missing are left out.
 */
export function logRatios(baseline: readonly Sample[], candidate: readonly Sample[]): number[] {
  const before = mediansByRepetition(baseline);
  const after = mediansByRepetition(candidate);
  return [...before].flatMap(([repetition, base]) => {
    const other = after.get(repetition);
    return other !== undefined && other > 0 && base > 0 ? [Math.log(other / base)] : [];
  });
}

/** Median of each process, by repetition. */
export function mediansByRepetition(samples: readonly Sample[]): Map<number, number> {
  const groups = new Map<number, number[]>();
  for (const { repetition, ms } of samples) {
    const group = groups.get(repetition);
    if (group) group.push(ms);
    else groups.set(repetition, [ms]);
  }
  return new Map([...groups].map(([repetition, times]) => [repetition, median(times)]));
}
