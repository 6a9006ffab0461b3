// Real runs. They assert on shape, equality and reasons, never on a time.
import { describe, expect, it } from 'vitest';
import {
  listScenarios,
  prepareFunction,
  runBenchmark,
  scenarioRequest,
  targetExport,
  type BenchmarkProgress,
} from '../../../src/bench/index.ts';
import { harness } from './harness.ts';
import { failure, measure, quick } from './measuring.ts';

const sum =
  'export function f(n: number): number { let s = 0; for (let i = 0; i < n; i++) s = (s * 3 + i) | 0; return s; }';

describe('a function on the main thread and in the pool', () => {
  it('is compared, timed and judged', async () => {
    const seen: BenchmarkProgress[] = [];
    const evidence = await measure(
      { source: sum, language: 'ts', input: '[20000]' },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(evidence.equality.kind).toBe('equal');
    expect(evidence.measurements.map(({ variantId }) => variantId)).toEqual(['main', 'pool']);
    for (const { samples, medianMs, operationsPerSecond } of evidence.measurements) {
      expect(new Set(samples.map(({ repetition }) => repetition))).toEqual(new Set([0, 1]));
      expect(medianMs).toBeGreaterThan(0);
      expect(operationsPerSecond).toBeGreaterThan(0);
    }
    expect(['better', 'worse', 'no-difference', 'inconclusive']).toContain(evidence.verdict.kind);
    expect(evidence.verdict).toMatchObject({ variantId: 'pool', baselineId: 'main' });
    expect(evidence.verdict.reason).toMatch(
      /^(clear|within-margin|noise|superlinear|no-steady-state|stolen-core|clock-disagreement)$/,
    );
    expect(evidence.isolation).toMatchObject({ permissionModel: true, dropped: true });
    expect(evidence.environment.runtime).toBe(`Node ${process.versions.node}`);
    expect(seen.at(0)).toMatchObject({ phase: 'starting', done: 0, total: 2 });
    expect(seen.at(-1)).toMatchObject({ phase: 'measuring', done: 2 });
  });

  it('loses clearly when handing over costs more than the work', async () => {
    const evidence = await measure({
      source: 'const f = (x) => x + 1;',
      input: '[1]',
      settings: { repetitions: 6, confidence: 0.95 },
    });
    expect(evidence.verdict).toMatchObject({ kind: 'worse', reason: 'clear' });
    expect(evidence.equality.kind).toBe('equal');
  });

  it('works with enums, helpers, CommonJS and asynchronous functions', async () => {
    const source = `
      enum Step { one = 1 }
      class Counter { constructor(private readonly start: number) {} next() { return this.start + Step.one; } }
      const helper = (n: number): number => new Counter(n).next();
      async function f(n: number) { await null; return { next: helper(n), list: new Map([[1, new Set([2])]]) }; }`;
    const evidence = await measure({ source, language: 'ts', input: '[41]' });
    expect(evidence.equality).toMatchObject({ kind: 'equal' });
    expect(evidence.equality.detail).toContain('"next":42');
  });
});

describe('two versions of a function on the main thread', () => {
  it('share a process as separate modules, and the same code is found equal', async () => {
    const code = prepareFunction({
      source: 'let calls = 0; function f(list) { calls += 1; return list.sort(); }',
      functionName: 'f',
      language: 'js',
    });
    const program = { kind: 'source', code, exportName: targetExport, runs: 'inline' } as const;
    const variants = [
      { id: 'current', label: 'Current', program },
      { id: 'fixed', label: 'Fixed', program },
    ];
    const request = {
      title: '',
      variants,
      baseline: 'current',
      candidate: 'fixed',
      input: '[[3, 1, 2]]',
      settings: quick,
    };
    const evidence = await runBenchmark(request, { harness: await harness() });
    // Both change their input alike, so both get a fresh one for each call.
    expect(evidence.equality.kind).toBe('equal');
    expect(evidence.measurements).toHaveLength(2);
  });
});

describe('equality', () => {
  it.each([
    [
      'a changed input',
      'function f(list) { list.push(1); return 1; }',
      '[[1]]',
      'different',
      'results-differ',
      'changes its input',
    ],
    [
      'a result that depends on the thread',
      "function f() { return require('node:worker_threads').isMainThread; }",
      '[]',
      'different',
      'results-differ',
      '“Main thread” gives true, but “Worker pool” gives false',
    ],
    [
      'a result that changes by itself',
      'function f() { return Math.random(); }',
      '[]',
      'not-comparable',
      'not-comparable',
      'two different results',
    ],
    [
      'a result that cannot be cloned',
      'function f() { return () => 1; }',
      '[]',
      'not-comparable',
      'not-comparable',
      'cannot be passed between threads',
    ],
    [
      'a function that throws',
      "function f() { throw new RangeError('no'); }",
      '[]',
      'equal',
      'throws',
      'RangeError: no',
    ],
  ])('finds %s and names no winner', async (_, source, input, kind, reason, detail) => {
    const evidence = await measure({ source, input });
    expect(evidence.equality.kind).toBe(kind);
    expect(evidence.equality.detail).toContain(detail);
    expect(evidence.verdict).toMatchObject({ kind: 'inconclusive', reason });
    expect(evidence.measurements).toEqual([]);
  });
});

describe('requests that cannot be run', () => {
  it.each([
    ['an input that is no list', 'function f() {}', '42', 'load-failed', 'square brackets'],
    ['an input that is no expression', 'function f() {}', '[1', 'load-failed', 'not a JavaScript expression'],
    ['a missing name', 'function g() {}', '[]', 'load-failed', 'f is not defined'],
    ['something else than a function', 'const f = 1;', '[]', 'load-failed', 'no function'],
    [
      'an import that is not there',
      "import x from 'no-such-package'; export function f() {}",
      '[]',
      'load-failed',
      'no-such-package',
    ],
  ])('say so: %s', async (_, source, input, code, message) => {
    const error = await failure({ source, input });
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it('say so: text that does not parse', async () => {
    await expect(measure({ source: 'function f( {' })).rejects.toThrow('does not parse');
    await expect(measure({ source: '', functionName: 'f();g' })).rejects.toThrow('not the name of a function');
  });
});

describe('scenarios', () => {
  it.each(listScenarios().map(({ id }) => id))('%s runs all its variants with equal results', async (id) => {
    const small = { tasks: 2, waitMs: 2, limit: 1, thousandSteps: 10 };
    const settings = { ...quick, warmupMs: id === 'waiting' ? 0 : 5, delayMs: id === 'waiting' ? 0 : 5 };
    const evidence = await runBenchmark({ ...scenarioRequest(id, small), settings }, { harness: await harness() });
    expect(evidence.equality.kind).toBe('equal');
    expect(evidence.measurements).toHaveLength(
      listScenarios().find((scenario) => scenario.id === id)?.variants.length ?? 0,
    );
    for (const { eventLoopDelay } of evidence.measurements) expect(eventLoopDelay.maxMs).toBeGreaterThanOrEqual(0);
  });

  it('see a blocked event loop', async () => {
    const evidence = await runBenchmark(
      { ...scenarioRequest('cpu', { tasks: 8, thousandSteps: 6000 }), settings: quick },
      { harness: await harness() },
    );
    const [main, pool] = evidence.measurements;
    expect(main?.eventLoopDelay.maxMs).toBeGreaterThan(pool?.eventLoopDelay.maxMs ?? Number.POSITIVE_INFINITY);
  });
});
