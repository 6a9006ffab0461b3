// One-sample location by ranks: the Hodges-Lehmann estimate and the exact Wilcoxon signed-rank interval. Chosen over a
// t-interval because timing noise is one-sided and heavy-tailed, and over bootstrap because it is exact at eight values.
import { median } from './summary.ts';

export interface Location {
  /** Hodges-Lehmann estimate: the median of all pairwise means. */
  readonly estimate: number;
  readonly interval: readonly [number, number];
  /** The level the interval reaches, at least the one asked for. */
  readonly confidence: number;
}

/** Means of all pairs, each value with itself included, ascending. */
export function walshAverages(values: readonly number[]): number[] {
  const averages: number[] = [];
  values.forEach((first, index) => {
    for (const second of values.slice(index)) averages.push((first + second) / 2);
  });
  return averages.sort((a, b) => a - b);
}

/** P(W ≤ w) for w = 0, 1, … under the signed-rank distribution of n values. */
export function signedRankDistribution(n: number): number[] {
  let ways = [1];
  for (let rank = 1; rank <= n; rank++) {
    const next = Array.from({ length: ways.length + rank }, () => 0);
    ways.forEach((count, sum) => {
      next[sum] = (next[sum] ?? 0) + count;
      next[sum + rank] = (next[sum + rank] ?? 0) + count;
    });
    ways = next;
  }
  const all = 2 ** n;
  let below = 0;
  return ways.map((count) => (below += count) / all);
}

/** The fewest values from which an interval of that confidence can be had: 6 for 0.95, 8 for 0.99. */
export function fewestValues(confidence: number): number {
  let n = 1;
  while (2 / 2 ** n > 1 - confidence + 1e-12) n += 1;
  return n;
}

/** Location of the values' distribution, or undefined when they are too few for the confidence asked for. */
export function locate(values: readonly number[], confidence: number): Location | undefined {
  if (values.length < fewestValues(confidence)) return undefined;
  const tail = (1 - confidence) / 2 + 1e-12;
  const distribution = signedRankDistribution(values.length);
  const cut = distribution.findIndex((probability) => probability > tail) - 1;
  const averages = walshAverages(values);
  const low = averages[cut];
  const high = averages[averages.length - 1 - cut];
  const missed = distribution[cut];
  if (low === undefined || high === undefined || missed === undefined) return undefined;
  return { estimate: median(averages), interval: [low, high], confidence: 1 - 2 * missed };
}
