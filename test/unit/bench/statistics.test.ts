import { describe, expect, it } from 'vitest';
import { logRatios, summarise } from '../../../src/bench/statistics/measurement.ts';
import { formatMs } from '../../../src/model/evidence.ts';
import { median, quantile } from '../../../src/bench/statistics/summary.ts';
import { fewestValues, locate, signedRankDistribution, walshAverages } from '../../../src/bench/statistics/wilcoxon.ts';

describe('order statistics', () => {
  it('interpolate', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('Wilcoxon', () => {
  it('knows the distribution of three ranks', () => {
    // Sums of the subsets of {1, 2, 3}: 0 1 2 3 3 4 5 6.
    expect(signedRankDistribution(3)).toEqual([1, 2, 3, 5, 6, 7, 8].map((count) => count / 8));
  });

  it('knows tabulated values: for n = 10, P(W ≤ 3) = 5/1024 and P(W ≤ 8) = 25/1024', () => {
    const distribution = signedRankDistribution(10);
    expect(distribution[3]).toBe(5 / 1024);
    expect(distribution[8]).toBe(25 / 1024);
  });

  it('takes the mean of every pair', () => {
    expect(walshAverages([1, 2, 6])).toEqual([1, 1.5, 2, 3.5, 4, 6]);
  });

  it('says how many values a confidence needs', () => {
    expect(fewestValues(0.95)).toBe(6);
    expect(fewestValues(0.99)).toBe(8);
    expect(locate([1, 2, 3, 4, 5], 0.95)).toBeUndefined();
  });

  it('gives the whole range at eight values and 99 %, and cuts three averages on each side at ten', () => {
    const eight = locate([1, 2, 3, 4, 5, 6, 7, 8], 0.99);
    expect(eight).toEqual({ estimate: 4.5, interval: [1, 8], confidence: 1 - 2 / 256 });
    // The smallest averages of 1…10: 1, 1.5, 2, 2, 2.5; P(W ≤ 3) = 5/1024 is the last within half a percent.
    const ten = locate([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.99);
    expect(ten).toEqual({ estimate: 5.5, interval: [2, 9], confidence: 1 - 10 / 1024 });
  });
});

describe('measurements', () => {
  it('summarise without losing order', () => {
    const samples = [5, 1, 3].map((ms) => ({ repetition: 0, ms }));
    const measurement = summarise({ id: 'a', label: 'A' }, samples, [
      { maxMs: 4, p99Ms: 2 },
      { maxMs: 9, p99Ms: 1 },
      { maxMs: 5, p99Ms: 3 },
    ]);
    expect(measurement.samples).toEqual(samples);
    expect(measurement).toMatchObject({ medianMs: 3, quartilesMs: [2, 4], minMs: 1, maxMs: 5 });
    expect(measurement.operationsPerSecond).toBeCloseTo(333.33, 1);
    expect(measurement.eventLoopDelay).toEqual({ maxMs: 9, p99Ms: 2 });
  });

  it('count outliers and keep them', () => {
    const samples = [10, 11, 10, 12, 11, 10, 90].map((ms) => ({ repetition: 0, ms }));
    const measurement = summarise({ id: 'a', label: 'A' }, samples, []);
    expect(measurement).toMatchObject({ outliers: 1, maxMs: 90 });
    expect(measurement.samples).toHaveLength(7);
  });

  it('are compared process by process, by their medians', () => {
    const of = (...times: [number, number][]) => times.map(([repetition, ms]) => ({ repetition, ms }));
    const ratios = logRatios(of([0, 10], [0, 12], [0, 900], [1, 8], [2, 1]), of([0, 6], [1, 16], [3, 1]));
    expect(ratios).toEqual([Math.log(0.5), Math.log(2)]);
  });
});

describe('times for people', () => {
  it.each([
    [1020, '1.02 s'],
    [123.4, '123 ms'],
    [48.31, '48.3 ms'],
    [0.0123, '12.3 µs'],
    [0.000_45, '450 ns'],
    [0, '0 ms'],
  ])('%d ms → %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });
});
