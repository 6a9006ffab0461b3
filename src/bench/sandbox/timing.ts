// Timing inside the sandbox. tinybench drives the samples; a batch is at least a millisecond, so the clock's resolution
// and the cost of reading it do not count.
import { Bench } from 'tinybench';
import { nextTurn, now, processorMs, sleep, watchLoop } from './primordials.ts';

/** A variant as the clock sees it. */
export interface Timed {
  /** Times `count` units; gives milliseconds for all of them together. */
  readonly time: (count: number) => number | Promise<number>;
  readonly isAsync: boolean;
  /** One unit, as an event loop would meet it. */
  readonly once: () => unknown;
}

/** Keeps results alive: what nobody could look at, an optimiser may leave out. */
export const consumed: { value: unknown } = { value: undefined };

/**
 * Calls a function `count` times and gives the milliseconds it took.
 * Every measured function goes through this one call site. It is trained with eight others first, so that the engine
 * never inlines one into this loop: that made the same code six times slower, and differently in each run.
 */
export function timeCalls(
  target: (...values: readonly unknown[]) => unknown,
  inputs: readonly unknown[][],
  count: number,
): number {
  const last = inputs.length - 1;
  const start = now();
  for (let index = 0; index < count; index++) consumed.value = target(...(inputs[index < last ? index : last] ?? []));
  return now() - start;
}

/** The same for units that answer with a promise. */
export async function timeUnits(unit: () => unknown, count: number): Promise<number> {
  const start = now();
  for (let index = 0; index < count; index++) consumed.value = await unit();
  return now() - start;
}

/** Teaches the shared call site that it calls many different functions. */
export function trainCallSite(): void {
  const dummies = [
    (x: unknown) => x,
    (x: unknown) => [x],
    (x: unknown) => typeof x,
    (x: unknown) => !x,
    (x: unknown) => ({ x }),
    (x: unknown) => x === 1,
    (x: unknown) => `${typeof x}!`,
    () => undefined,
  ];
  for (let round = 0; round < 200; round++) for (const dummy of dummies) timeCalls(dummy, [[round]], 50);
}

/** Calls after which the engine has compiled a hot function for entry from its start. */
const callsUntilCompiled = 12;

/** Runs for at least `ms` (with `steady` also a few times at least); gives the milliseconds of one unit as last seen. */
export async function warmUp(timed: Timed, ms: number, steady: boolean): Promise<number> {
  const start = now();
  let took = await timed.time(1);
  let done = 1;
  for (let count = 1; now() - start < ms || (steady && done < callsUntilCompiled);) {
    took = (await timed.time(count)) / count;
    done += count;
    // Grow towards batches of about ten milliseconds.
    if (took * count < 10) count = Math.min(count * 2, 1_000_000);
  }
  return took;
}

/** How many units make a batch of at least a millisecond. */
export function batchSize(unitMs: number): number {
  return unitMs >= 1 ? 1 : Math.min(1_000_000, Math.ceil(1 / Math.max(unitMs, 1e-6)));
}

/** Samples of one block, in order, each the milliseconds of one unit as the mean of its batch. */
export async function timeBlock(
  timed: Timed,
  batch: number,
  ms: number,
): Promise<{ samples: number[]; totalMs: number; cpuMs: number }> {
  const before = processorMs();
  const samples: number[] = [];
  let totalMs = 0;
  const record = (took: number): { overriddenDuration: number; overriddenIterationCost: number } => {
    samples.push(took / batch);
    totalMs += took;
    return { overriddenDuration: took / batch, overriddenIterationCost: took };
  };
  // tinybench sorts the samples it keeps, so the order is kept here.
  const bench = new Bench({ time: ms, iterations: 1, warmup: false, throws: true, now });
  bench.add(
    'block',
    timed.isAsync ? async () => record(await timed.time(batch)) : () => record(timed.time(batch) as number),
    { async: timed.isAsync },
  );
  if (timed.isAsync) await bench.run();
  else bench.runSync();
  return { samples, totalMs, cpuMs: processorMs() - before };
}

/** Milliseconds that handing one unit's arguments and results over takes: the least of several, as all else is noise. */
export async function timeHandOver({ handOver }: { readonly handOver?: () => void }, ms: number): Promise<number> {
  if (!handOver) return 0;
  let least = Number.POSITIVE_INFINITY;
  const start = now();
  do {
    const before = now();
    handOver();
    least = Math.min(least, now() - before);
    await nextTurn();
  } while (now() - start < ms);
  return least;
}

const resolutionMs = 1;

/**
 * How long the event loop was held up while units ran for at least `ms`.
 * The monitor misses a stall that begins before its first tick or that no tick follows: hence the waits on both sides.
 */
export async function watchDelay(timed: Timed, ms: number, run = runUnits): Promise<{ maxMs: number; p99Ms: number }> {
  const monitor = watchLoop({ resolution: resolutionMs });
  monitor.enable();
  await sleep(10);
  await run(timed, ms);
  await sleep(6);
  monitor.disable();
  // The monitor records the distance between ticks; the distance without a delay is its resolution.
  const delay = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  return { maxMs: delay(monitor.max), p99Ms: delay(monitor.percentile(99)) };
}

async function runUnits(timed: Timed, ms: number): Promise<void> {
  const start = now();
  do {
    consumed.value = await timed.once();
    await nextTurn();
  } while (now() - start < ms);
}
