// What has deceived benchmarks before: does it deceive this one?
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bundleFunction,
  comparisonRequest,
  mainAgainstPool,
  runBenchmark,
  scenarioRequest,
  type BenchmarkRequest,
} from '../../../src/bench/index.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { code, short, sideBySide } from './programs.ts';
import { table } from './table.ts';

type Row = readonly [trap: string, said: string, right: boolean];

const work = 'let s = 1; for (let i = 0; i < n; i++) s = (Math.imul(s, 1664525) + 1013904223) | 0;';

export async function traps(harness: string): Promise<string> {
  const quick = { ...short, repetitions: 9, firstLook: 9 };
  const run = (request: BenchmarkRequest): Promise<Evidence> => runBenchmark(request, { harness });
  const pool = (source: string, more: Partial<BenchmarkRequest> = {}): Promise<Evidence> =>
    run({ ...comparisonRequest('', mainAgainstPool(code(source))), input: '[2000000]', settings: quick, ...more });

  const found: Row[] = [
    superlinear(
      await pool(
        `const { isMainThread } = require('node:worker_threads'); function f(n) { n = isMainThread ? n * 8 : n; ${work} return s === 0.5; }`,
      ),
    ),
    block(
      await pool('function f() { const end = performance.now() + 50; while (performance.now() < end); return 1; }'),
    ),
    wrong(
      await pool(
        `const { isMainThread } = require('node:worker_threads'); function f(n) { if (!isMainThread) return 0; ${work} return s; }`,
      ),
    ),
    stolen(await whileBusy(() => pool(`function f(n) { ${work} return s === 0.5; }`, { calls: 4 }))),
    lossy(
      await run({
        ...scenarioRequest('server', { tasks: 60, latencyMs: 5, serverLimit: 16 }),
        settings: { repetitions: 3 },
      }),
    ),
    names(await run({ ...(await bundledAgainstPlain()), settings: quick })),
  ];
  return table(
    ['trap', 'said', 'right'],
    ...found.map(([trap, said, right]) => [trap, said, right ? 'yes' : '**no**']),
  );
}

const told = ({ verdict }: Evidence): string => `${verdict.kind}, ${verdict.reason}`;

const superlinear = (evidence: Evidence): Row => [
  'code eight times as slow on the main thread only (superlinear)',
  told(evidence),
  evidence.verdict.reason === 'superlinear',
];

function block({ measurements }: Evidence): Row {
  const held = measurements.map(({ label, eventLoopDelay }) => `${label} ${eventLoopDelay.maxMs.toFixed(0)} ms`);
  return ['a known block of 50 ms', held.join(', '), (measurements[0]?.eventLoopDelay.maxMs ?? 0) >= 49];
}

const wrong = (evidence: Evidence): Row => [
  'a pool that is fast and wrong',
  told(evidence),
  evidence.verdict.reason === 'results-differ',
];

const stolen = (evidence: Evidence): Row => [
  'every processor busy with something else',
  told(evidence),
  evidence.verdict.kind !== 'worse',
];

function lossy({ comparisons }: Evidence): Row {
  const all = comparisons.find(({ variantId }) => variantId === 'all');
  const said = `${all?.kind ?? ''}, ${all?.reason ?? ''}`;
  return ['a server that takes 16 at once, given 60', said, all?.reason === 'failed-requests'];
}

/** A bundler that keeps the names of functions makes this up to nineteen times as slow. */
const names = (evidence: Evidence): Row => [
  'a loop that makes closures, bundled',
  `${told(evidence)}, ${evidence.verdict.factor?.toFixed(2) ?? 'no factor'}`,
  evidence.verdict.kind === 'no-difference' || Math.abs((evidence.verdict.factor ?? 9) - 1) < 0.1,
];

async function whileBusy<T>(act: () => Promise<T>): Promise<T> {
  const burners = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  return act().finally(() => burners.forEach((each) => each.kill('SIGKILL')));
}

async function bundledAgainstPlain(): Promise<BenchmarkRequest> {
  const source =
    'function f(n) { let s = 0; for (let i = 0; i < n; i++) { const add = () => i; s += add(); } return s; }';
  const folder = await mkdtemp(join(tmpdir(), 'unblock-selfcheck-'));
  const path = join(folder, 'closures.ts');
  await writeFile(path, `export ${source.replace('(n)', '(n: number)')}\n`);
  const bundled = await bundleFunction({ path, functionName: 'f' }).finally(() => rm(folder, { recursive: true }));
  return sideBySide({ plain: code(source), bundled }, '[20000]');
}
