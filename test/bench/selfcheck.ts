// Checks the measuring core against itself: does it call the same code different, does it see five percent, does it fall
// into known traps? Prints a table in Markdown; test/bench/selfcheck.md is what it printed last.
//
//   npm run bench:selfcheck -- --trials 100 --minutes 60 > test/bench/selfcheck.md
import { spawn } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  comparisonRequest,
  mainAgainstPool,
  prepareFunction,
  runBenchmark,
  scenarioRequest,
  targetExport,
  type BenchmarkRequest,
  type BenchmarkSettings,
} from '../../src/bench/index.ts';
import { watchProcessors } from '../../src/bench/host/processors.ts';
import type { Evidence, Verdict } from '../../src/model/evidence.ts';

const { values } = parseArgs({
  options: { trials: { type: 'string', default: '100' }, minutes: { type: 'string', default: '60' } },
});
const harness = join(import.meta.dirname, '../../dist/bench');
const minutes = Number(values.minutes);
const started = performance.now();
const busyProcessors = watchProcessors();

/** Short processes: what they lack in precision the number of trials makes up for. */
const short: Partial<BenchmarkSettings> = { warmupMs: 15, rounds: 5, blockMs: 4, delayMs: 1, budgetMs: 60 };

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const rows: string[] = [];
const row = (...cells: readonly (string | number)[]): void => {
  rows.push(`| ${cells.join(' | ')} |`);
  say(rows.at(-1) ?? '');
};

function code(source: string): string {
  return prepareFunction({ source, functionName: 'f', language: 'js' });
}

const spin = (share: number): string =>
  code(
    `function f(n) { let s = 1; const end = Math.round(n * ${share}); for (let i = 0; i < end; i++) s = (Math.imul(s, 1664525) + 1013904223) | 0; return s === 0.5; }`,
  );
const objects = (share: number): string =>
  code(
    `function f(n) { let s = 0; const end = Math.round(n * ${share} / 20); for (let i = 0; i < end; i++) { const o = { i, list: [i, i + 1] }; s += o.list.length; } return s < 0; }`,
  );

/** The same code twice, and five percent more of it, all three in the same processes. */
function trial(make: (share: number) => string): BenchmarkRequest {
  const variant = (id: string, share: number) => ({
    id,
    label: id,
    program: { kind: 'source' as const, code: make(share), exportName: targetExport, runs: 'inline' as const },
  });
  return {
    title: 'self-check',
    variants: [variant('same', 1), variant('again', 1), variant('slower', 1.05)],
    baseline: 'same',
    candidate: 'again',
    input: '[200000]',
    settings: short,
  };
}

interface Tally {
  better: number;
  worse: number;
  same: number;
  open: number;
  readonly factors: number[];
}

function count(tally: Tally, { kind, factor }: Verdict): void {
  if (kind === 'better') tally.better += 1;
  else if (kind === 'worse') tally.worse += 1;
  else if (kind === 'no-difference') tally.same += 1;
  else tally.open += 1;
  if (factor !== undefined) tally.factors.push(factor);
}

const emptyTally = (): Tally => ({ better: 0, worse: 0, same: 0, open: 0, factors: [] });
const percentile = (list: readonly number[], q: number): number =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))] ?? Number.NaN;

async function trials(name: string, make: (share: number) => string, most: number, until: number): Promise<void> {
  const [same, slower] = [emptyTally(), emptyTally()];
  let processes = 0;
  let done = 0;
  for (; done < most && performance.now() - started < until; done++) {
    const { comparisons, environment } = await runBenchmark(trial(make), { harness });
    processes += environment.repetitions;
    for (const verdict of comparisons) count(verdict.variantId === 'again' ? same : slower, verdict);
    if (done % 10 === 9) say(`${name}: ${done + 1} trials`);
  }
  const cells = ({ better, worse, same: equal, open, factors }: Tally): readonly (string | number)[] => [
    done,
    better,
    worse,
    equal,
    open,
    percentile(factors, 0.5).toFixed(3),
    `${percentile(factors, 0.05).toFixed(3)} to ${percentile(factors, 0.95).toFixed(3)}`,
  ];
  row(`${name}, same code`, ...cells(same));
  row(`${name}, 5 % more work`, ...cells(slower));
  say(`${name}: ${(processes / Math.max(1, done)).toFixed(1)} processes for each trial`);
}

async function traps(): Promise<readonly (readonly [string, string, boolean])[]> {
  const quick = { ...short, repetitions: 9, firstLook: 9 };
  const run = (request: BenchmarkRequest): Promise<Evidence> => runBenchmark(request, { harness });
  const poolRun = (source: string, more: Partial<BenchmarkRequest> = {}): Promise<Evidence> =>
    run({ ...comparisonRequest('', mainAgainstPool(code(source))), input: '[2000000]', settings: quick, ...more });
  const work = 'let s = 1; for (let i = 0; i < n; i++) s = (Math.imul(s, 1664525) + 1013904223) | 0;';

  const superlinear = await poolRun(
    `const { isMainThread } = require('node:worker_threads'); function f(n) { n = isMainThread ? n * 8 : n; ${work} return s === 0.5; }`,
  );
  const block = await poolRun(
    'function f() { const end = performance.now() + 50; while (performance.now() < end); return 1; }',
  );
  const wrong = await poolRun(
    `const { isMainThread } = require('node:worker_threads'); function f(n) { if (!isMainThread) return 0; ${work} return s; }`,
  );
  const burners = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  const stolen = await poolRun(`function f(n) { ${work} return s === 0.5; }`, { calls: 4 }).finally(() =>
    burners.forEach((each) => each.kill('SIGKILL')),
  );
  const server = await run({
    ...scenarioRequest('server', { tasks: 60, latencyMs: 5, serverLimit: 16 }),
    settings: { repetitions: 3 },
  });
  const lossy = server.comparisons.find(({ variantId }) => variantId === 'all');
  const held = block.measurements
    .map(({ label, eventLoopDelay }) => `${label} ${eventLoopDelay.maxMs.toFixed(0)} ms`)
    .join(', ');
  const [mainDelay = 0] = block.measurements.map(({ eventLoopDelay }) => eventLoopDelay.maxMs);
  const said = ({ verdict }: Evidence): string => `${verdict.kind}, ${verdict.reason}`;
  return [
    [
      'code eight times as slow on the main thread only (superlinear)',
      said(superlinear),
      superlinear.verdict.reason === 'superlinear',
    ],
    ['a known block of 50 ms', held, mainDelay >= 49],
    ['a pool that is fast and wrong', said(wrong), wrong.verdict.reason === 'results-differ'],
    ['every processor busy with something else', said(stolen), stolen.verdict.kind !== 'worse'],
    [
      'a server that takes 16 at once, given 60',
      `${lossy?.kind ?? ''}, ${lossy?.reason ?? ''}`,
      lossy?.reason === 'failed-requests',
    ],
  ];
}

async function cancelling(): Promise<number> {
  const controller = new AbortController();
  const request = { ...comparisonRequest('', mainAgainstPool(code('function f() { for (;;); }'))), input: '[]' };
  const running = runBenchmark(request, { harness, signal: controller.signal }).catch(() => undefined);
  await new Promise((done) => setTimeout(done, 1500));
  const start = performance.now();
  controller.abort();
  await running;
  return performance.now() - start;
}

const most = Number(values.trials);
const pins = await traps();
await trials('whole numbers', spin, most, minutes * 60_000 * 0.75);
await trials('objects', objects, Math.round(most / 4), minutes * 60_000);
const cancels: number[] = [];
for (let each = 0; each < 5; each++) cancels.push(await cancelling());

process.stdout.write(`# What the measuring core says of itself

Made by \`npm run bench:selfcheck\` with Node ${process.versions.node}, ${availableParallelism()} processors (${cpus()[0]?.model.trim() ?? ''}), of which
${busyProcessors().toFixed(1)} were busy on average with this and everything else; load ${loadavg()[0]?.toFixed(1) ?? ''} at the end. Each trial is a whole run with
both looks, after 15 and 30 processes of about a tenth of a second. A trial is wrong where the same code is called better or worse.

| trials | done | better | worse | no difference | inconclusive | median factor | 90 % of factors |
| ------ | ---- | ------ | ----- | ------------- | ------------ | ------------- | --------------- |
${rows.join('\n')}

| trap | said | right |
| ---- | ---- | ----- |
${pins.map(([trap, text, right]) => `| ${trap} | ${text} | ${right ? 'yes' : '**no**'} |`).join('\n')}

From cancelling an endless call to nothing being left: ${percentile(cancels, 0.5).toFixed(0)} ms, ${Math.max(...cancels).toFixed(0)} ms at most of ${cancels.length}.
`);
