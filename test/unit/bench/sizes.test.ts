import { describe, expect, it } from 'vitest';
import { comparisonRequest } from '../../../src/bench/index.ts';
import { crossoverOf, runSizes } from '../../../src/bench/sizes.ts';
import type { SizePoint, Verdict } from '../../../src/model/evidence.ts';

const point = (size: number, factor: number, reason: Verdict['reason'] = 'clear'): SizePoint => ({
  size,
  verdict: {
    kind: reason !== 'clear' ? 'inconclusive' : factor > 1 ? 'better' : 'worse',
    variantId: 'pool',
    baselineId: 'main',
    factor,
    interval: [factor * 0.8, factor * 1.25],
    reason,
    sentence: '',
  },
  baselineMs: size,
  candidateMs: size / factor,
});

describe('crossover', () => {
  it('is not looked for where the input is the same at every size', async () => {
    const way = { label: '', code: 'exports.f = 1', runs: 'inline' } as const;
    const request = comparisonRequest('', [
      { ...way, id: 'a' },
      { ...way, id: 'b' },
    ]);
    const run = runSizes({ ...request, input: '[1000]', setup: 'const many = 3;' }, [1, 2], { harness: '' });
    await expect(run).rejects.toThrow('Write `n` where the size belongs');
  });

  it('is found between the sizes where the factor passes one, on logarithmic scales', () => {
    const { kind, size, interval, sentence } = crossoverOf([point(100, 0.25), point(10_000, 4)], 'Worker pool');
    expect(kind).toBe('from');
    expect(size).toBeCloseTo(1000, 6);
    expect(interval?.[0]).toBeLessThan(1000);
    expect(interval?.[1]).toBeGreaterThan(1000);
    expect(sentence).toMatch(/^“Worker pool” pays from about n = 1,000 \(between \d+ and 1,\d+\) on\.$/);
  });

  it.each([
    [[point(1, 0.5), point(10, 0.6)], 'never', 'pays at no size measured, between n = 1 and 10'],
    [[point(1, 2), point(10, 3)], 'always', 'pays at every size'],
    [[point(1, 2), point(10, 0.5)], 'up-to', 'no longer beyond'],
    [[point(1, 0.5), point(10, 2), point(100, 0.5)], 'never-twice', ''],
    [[point(1, 0.5), point(10, 2, 'noise')], 'inconclusive', 'quieter machine'],
    [[], 'inconclusive', 'cannot be said'],
  ])('%#: %s', (points, kind, text) => {
    const crossover = crossoverOf(points, 'Pool');
    expect(crossover.kind).toBe(kind === 'never-twice' ? 'inconclusive' : kind);
    expect(crossover.sentence).toContain(text);
    expect(crossover.points).toBe(points);
  });
});
