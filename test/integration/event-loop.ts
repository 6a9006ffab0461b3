// What the loop of the extension host waits for, and how much of it is ours.
import fs from 'node:fs';
import { type Profiler, Session } from 'node:inspector/promises';
import { say } from './report.ts';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

/** In milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface Measured {
  /** How late timers came, whoever kept them waiting. */
  readonly delay: Spread;
  /** How long code of this extension, or code that it called, held the loop each time. */
  readonly ours: Spread & { readonly blocks: number; readonly total: number };
  /** Calls of synchronous file functions by this extension. */
  readonly fileCalls: readonly string[];
}

const SAMPLE_US = 250;
/** Timers are looked at this often. Milliseconds. */
const RESOLUTION = 1;

const ourFiles = /[\\/]dist[\\/](extension|client|benchmark)\.cjs/;

/** Measures while `work` runs. */
export async function measureLoop(work: () => Promise<void>): Promise<Measured> {
  const session = new Session();
  session.connect();
  const watched = watchFileCalls();
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
    await session.post('Profiler.start');
    histogram.enable();
    await work();
    histogram.disable();
    const { profile } = await session.post('Profiler.stop');
    const blocks = ourBlocks(profile);
    const total = blocks.reduce((all, each) => all + each, 0);
    return {
      delay: ofHistogram(histogram),
      ours: { ...spread(blocks), blocks: blocks.length, total },
      fileCalls: watched.calls,
    };
  } finally {
    watched.stop();
    session.disconnect();
  }
}

function ofHistogram(histogram: IntervalHistogram): Spread {
  const at = (percentile: number): number => Math.max(0, histogram.percentile(percentile) / 1e6 - RESOLUTION);
  return { p50: at(50), p99: at(99), p999: at(99.9), max: Math.max(0, histogram.max / 1e6 - RESOLUTION) };
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: sorted.at(-1) ?? 0 };
}

/** How long each stretch of samples with one of our functions on the stack lasted, in milliseconds. */
function ourBlocks({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): number[] {
  const parents = new Map<number, Profiler.ProfileNode>();
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node);
  const ours = new Set<number>();
  const collecting = new Set<number>();
  for (const node of nodes) {
    if (node.callFrame.functionName === '(garbage collector)') collecting.add(node.id);
    for (let each: Profiler.ProfileNode | undefined = node; each; each = parents.get(each.id)) {
      if (ourFiles.test(each.callFrame.url)) ours.add(node.id);
    }
  }
  const blocks: number[] = [];
  let current = 0;
  for (const [index, id] of samples.entries()) {
    // A sample stands for the time until the next one.
    const milliseconds = (timeDeltas[index + 1] ?? 0) / 1_000;
    if (ours.has(id) || (current > 0 && collecting.has(id))) current += milliseconds;
    else if (current > 0) {
      blocks.push(current);
      current = 0;
    }
  }
  if (current > 0) blocks.push(current);
  return blocks;
}

const fileFunctions = ['readFileSync', 'writeFileSync', 'openSync', 'statSync', 'existsSync', 'readdirSync'] as const;

/** Notes which of our code calls a file function that keeps the loop waiting. */
function watchFileCalls(): { readonly calls: string[]; stop(): void } {
  const calls: string[] = [];
  const originals = fileFunctions.map((name) => [name, fs[name]] as const);
  for (const [name, original] of originals) {
    const watched = (...args: unknown[]): unknown => {
      const { stack = '' } = new Error();
      if (ourFiles.test(stack)) calls.push(`${name}\n${stack}`);
      return Reflect.apply(original, fs, args);
    };
    Object.assign(fs, { [name]: watched });
  }
  return {
    calls,
    stop() {
      for (const [name, original] of originals) Object.assign(fs, { [name]: original });
    },
  };
}

export function tellMeasured(title: string, { delay, ours }: Measured): void {
  const words = ({ p50, p99, p999, max }: Spread): string =>
    [p50, p99, p999, max].map((each) => each.toFixed(1).padStart(7)).join('');
  say(`      ${title.padEnd(30)}    p50    p99  p99.9    max  (ms)`);
  say(`        ${'the whole extension host'.padEnd(26)}${words(delay)}`);
  say(
    `        ${'held by this extension'.padEnd(26)}${words(ours)}  ${ours.blocks} times, ${ours.total.toFixed(0)} ms in all`,
  );
}
