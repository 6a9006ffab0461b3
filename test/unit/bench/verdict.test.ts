import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/bench/statistics/measurement.ts';
import { judge, type VerdictContext } from '../../../src/bench/statistics/verdict.ts';
import type { Measurement } from '../../../src/model/evidence.ts';

const context: VerdictContext = { confidence: 0.99, equality: { kind: 'equal', detail: '' } };

function measured(label: string, times: readonly number[], delayMs = 1): Measurement {
  return summarise(
    { id: label, label },
    times.map((ms, repetition) => ({ repetition, ms })),
    [{ maxMs: delayMs, p99Ms: delayMs }],
  );
}

const baseline = measured('Before', [100, 101, 99, 100, 102, 98, 100, 101]);
const scaled = (factor: number, delayMs?: number) =>
  measured(
    'After',
    [100, 101, 99, 100, 102, 98, 100, 101].map((ms, index) => ms * factor * (1 + index / 1000)),
    delayMs,
  );

describe('verdicts', () => {
  it('say better with factor, interval and both medians', () => {
    const verdict = judge(baseline, scaled(0.5), context);
    expect(verdict).toMatchObject({ kind: 'better', reason: 'clear', variantId: 'After', baselineId: 'Before' });
    expect(verdict.factor).toBeCloseTo(1.993, 2);
    expect(verdict.interval?.[0]).toBeLessThan(verdict.factor ?? 0);
    expect(verdict.interval?.[1]).toBeGreaterThan(verdict.factor ?? 0);
    expect(verdict.sentence).toContain('instead of 100 ms');
  });

  it('say worse', () => {
    expect(judge(baseline, scaled(2), context)).toMatchObject({ kind: 'worse', reason: 'clear' });
  });

  it('say no difference inside five percent', () => {
    const same = measured('After', [101, 100, 100, 99, 101, 99, 101, 100]);
    expect(judge(baseline, same, context)).toMatchObject({ kind: 'no-difference', reason: 'within-margin' });
  });

  it('are inconclusive when the runs scatter', () => {
    const wild = measured('After', [50, 210, 80, 120, 60, 190, 70, 150]);
    const verdict = judge(baseline, wild, context);
    expect(verdict).toMatchObject({ kind: 'inconclusive', reason: 'noise' });
    expect(verdict.sentence).toContain('“After” ran at 50.0 ms in one process and 210 ms in another');
  });

  it('are inconclusive with too few processes, however clear it looks', () => {
    const few = (ms: number) => measured('x', [ms, ms, ms, ms, ms, ms, ms]);
    expect(judge(few(100), few(1), context)).toMatchObject({ kind: 'inconclusive', reason: 'too-few-repetitions' });
  });

  it('name no winner when results differ, cannot be compared or the clock was forged', () => {
    const different = { ...context, equality: { kind: 'different', detail: '' } } as const;
    expect(judge(baseline, scaled(0.5), different)).toMatchObject({ kind: 'inconclusive', reason: 'results-differ' });
    expect(judge(baseline, scaled(0.5), different).factor).toBeUndefined();
    const unknown = { ...context, equality: { kind: 'not-comparable', detail: '' } } as const;
    expect(judge(baseline, scaled(0.5), unknown).reason).toBe('not-comparable');
    expect(judge(baseline, scaled(0.5), { ...context, clockDisagrees: true }).reason).toBe('clock-disagreement');
  });

  it('doubt a gain that the threads cannot give', () => {
    const verdict = judge(baseline, scaled(0.2), { ...context, parallelLimit: 2.2 });
    expect(verdict).toMatchObject({ kind: 'inconclusive', reason: 'superlinear' });
    // Of several variants each has a verdict, and none says which it is but its words.
    expect(verdict.sentence).toMatch(/^No verdict on time for “After”: .* Close other programs .*, then run again\.$/);
  });

  it('doubt a difference that is still growing within each process', () => {
    const process = (repetition: number, times: readonly number[]) => times.map((ms) => ({ repetition, ms }));
    const slowing = Array.from({ length: 8 }, (_, each) => process(each, [100, 101 + each / 10, 130, 131]));
    const drifting = summarise({ id: 'After', label: 'After' }, slowing.flat(), []);
    expect(judge(baseline, drifting, context)).toMatchObject({ kind: 'inconclusive', reason: 'no-steady-state' });
    // What is three times as slow is so at any time.
    const far = summarise(
      { id: 'x', label: 'x' },
      slowing.flat().map(({ repetition, ms }) => ({ repetition, ms: ms * 5 })),
      [],
    );
    expect(judge(baseline, far, context)).toMatchObject({ kind: 'worse', reason: 'clear' });
  });

  it('do not blame a pool whose processors others had, and believe one that wins all the same', () => {
    const stolen = { ...context, coreStolen: true };
    expect(judge(baseline, scaled(1.5), stolen)).toMatchObject({ kind: 'inconclusive', reason: 'stolen-core' });
    expect(judge(baseline, scaled(1), stolen).reason).toBe('stolen-core');
    expect(judge(baseline, scaled(9), stolen)).toMatchObject({ kind: 'worse', reason: 'clear' });
    expect(judge(baseline, scaled(0.5), stolen)).toMatchObject({ kind: 'better', reason: 'clear' });
  });

  it('call a fast way that loses requests worse', () => {
    const tallied = (ms: number, failed: number) =>
      summarise({ id: 'All', label: 'All' }, [{ repetition: 0, ms }], [], {
        processorShares: [],
        memoryMb: [],
        handOversMs: [],
        requests: { answered: 100 - failed, failed },
      });
    const verdict = judge(tallied(1000, 0), tallied(50, 36), context);
    expect(verdict).toMatchObject({ kind: 'worse', reason: 'failed-requests' });
    expect(verdict.sentence).toContain('loses 36 of 100 requests, “All” none');
  });

  it('name the event loop as the gain when time is none', () => {
    const blocked = measured('Before', [100, 101, 99, 100, 102, 98, 100, 101], 100);
    expect(judge(blocked, scaled(1.3, 2), context).sentence).toContain(
      'Its gain is the event loop, which is held up for 2.00 ms at most instead of 100 ms.',
    );
    expect(judge(scaled(1, 2), blocked, context).sentence).toContain('Its price is the event loop');
  });
});
