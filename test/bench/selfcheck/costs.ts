// What measuring itself costs: until a first call, on top of each call, and until nothing is left after Cancel.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { comparisonRequest, mainAgainstPool, runBenchmark } from '../../../src/bench/index.ts';
import { writeBundle } from '../../../src/bench/host/bundle.ts';
import { makePlan } from '../../../src/bench/host/plan.ts';
import { openLab } from '../../../src/bench/host/repetition.ts';
import { openCanaries } from '../../../src/bench/host/walls/canaries.ts';
import { code, sideBySide } from './programs.ts';
import { percentile, table } from './table.ts';

const launches = 40;
const cancellations = 10;
const pairs = 9;

export async function costs(harness: string): Promise<string> {
  const starts = await coldStarts(harness);
  const cancels: number[] = [];
  for (let each = 0; each < cancellations; each++) cancels.push(await cancelling(harness));
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  return table(
    ['cost', 'median', '90 % are within'],
    [
      'from nothing to code that is loaded behind tested walls',
      ms(percentile(starts, 0.5)),
      ms(percentile(starts, 0.9)),
    ],
    ['from Cancel to nothing being left', ms(percentile(cancels, 0.5)), ms(percentile(cancels, 0.9))],
    ['a call of 0.5 ms, measured, to the same call in a plain process', ...(await overhead(harness))],
  );
}

const spin =
  'function f(n) { let s = 1; for (let i = 0; i < n; i++) s = (Math.imul(s, 1664525) + 1013904223) | 0; return s; }';
const steps = 400_000;
const twice = sideBySide({ a: code(spin), b: code(spin) }, `[${steps}]`);

async function coldStarts(harness: string): Promise<readonly number[]> {
  const plan = makePlan(twice);
  const bundle = await writeBundle(plan.request.variants);
  const aviary = await openCanaries();
  const options = {
    runtime: process.execPath,
    harness,
    stepLimitMs: 20_000,
    memoryLimitMb: 700,
    signal: undefined,
    layer: 'best',
    aviary,
    ownCode: true,
    language: 'javascript',
    python: 'python3',
    processes: false,
    loopback: false,
  } as const;
  const times: number[] = [];
  try {
    for (let each = 0; each < launches; each++) {
      const start = performance.now();
      const lab = await openLab(plan, bundle, options, false);
      times.push(performance.now() - start);
      lab.end();
    }
  } finally {
    await aviary.close();
    await bundle.remove();
  }
  return times;
}

async function cancelling(harness: string): Promise<number> {
  const controller = new AbortController();
  const request = { ...comparisonRequest('', mainAgainstPool(code('function f() { for (;;); }'))), input: '[]' };
  const running = runBenchmark(request, { harness, signal: controller.signal }).catch(() => undefined);
  await new Promise((done) => setTimeout(done, 1500));
  const start = performance.now();
  controller.abort();
  await running;
  return performance.now() - start;
}

/** Ratios of processes that run in pairs: with the harness, and with nothing but a loop and a clock around the calls. */
async function overhead(harness: string): Promise<readonly string[]> {
  const ratios: number[] = [];
  for (let each = 0; each < pairs; each++) {
    const { measurements } = await runBenchmark({ ...twice, settings: { repetitions: 1, firstLook: 1 } }, { harness });
    const [measured] = measurements.map(({ medianMs }) => medianMs);
    if (measured !== undefined) ratios.push(measured / (await plainly()));
  }
  return [percentile(ratios, 0.5).toFixed(3), percentile(ratios, 0.9).toFixed(3)];
}

async function plainly(): Promise<number> {
  const text = `${spin}
    let sink = 0; const times = [];
    for (let each = 0; each < 300; each++) { const start = performance.now(); sink += f(${steps}); times.push(performance.now() - start); }
    console.log(sink === 0.5 ? '' : times.slice(100).sort((a, b) => a - b)[100]);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-use-osr', '--no-maglev', '-e', text]);
  return Number(stdout);
}
