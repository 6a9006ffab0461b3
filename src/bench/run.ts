// A whole benchmark: plan, compare, repeat in fresh processes, judge.
import { availableParallelism, cpus, platform, release } from 'node:os';
import type { Environment, Evidence, Measurement, Sample, Verdict } from '../model/evidence.ts';
import { parallelCapacity } from './host/capacity.ts';
import { writeBundle, type Bundle } from './host/bundle.ts';
import type { Comparison } from './host/equality.ts';
import { describeIsolation } from './host/judge-walls.ts';
import { makePlan, parallelLimitOf, type Plan } from './host/plan.ts';
import { compare, measure, openLab, type Compared, type Lab, type Recorder } from './host/repetition.ts';
import { openCanaries, type Aviary } from './host/walls/canaries.ts';
import type { BenchmarkOptions, BenchmarkProgress, BenchmarkRequest } from './request.ts';
import { summarise, type DelayReading } from './statistics/measurement.ts';
import { median } from './statistics/summary.ts';
import { judge, refuse } from './statistics/verdict.ts';

type LabFacts = Pick<Lab, 'walls' | 'dropped'>;

/** Blocks are shorter than anyone can read, and counting costs the host's own event loop. */
const progressEveryMs = 100;
/** More points than a line in a narrow panel can show. */
const mostDelays = 200;
/** Two calls within this: the function is quick enough to be brought to its best code by calls alone. */
const quickCheckMs = 50;
/** Its first call without on-stack replacement; beyond this the attempt is given up. */
const slowestSteadyCallMs = 600;

interface Records {
  readonly samples: Map<string, Sample[]>;
  readonly delays: Map<string, DelayReading[]>;
  readonly processorShares: Map<string, number[]>;
  /** How many processors were busy with something else, by repetition. */
  readonly taken: number[];
  readonly memory: Map<string, number[]>;
  readonly handOvers: Map<string, number[]>;
  /** Threads' worth of work that the machine did at once before the run. */
  capacity?: number;
  repetitions: number;
  clockDisagrees: boolean;
}

/**
 * Runs the comparison in isolated processes and says what it showed.
 * No process of it is left when the promise settles, whichever way; after an abort that takes milliseconds.
 * @throws BenchmarkError with a message for people: cancelled, cannot be isolated, over a limit, or the code's own failure.
 */
export async function runBenchmark(request: BenchmarkRequest, options: BenchmarkOptions): Promise<Evidence> {
  const start = performance.now();
  const plan = makePlan(request);
  const bundle = await writeBundle(request.variants);
  const aviary = await openCanaries();
  try {
    return await repeat(plan, bundle, aviary, options, start);
  } finally {
    await aviary.close();
    await bundle.remove();
  }
}

async function repeat(
  plan: Plan,
  bundle: Bundle,
  aviary: Aviary,
  options: BenchmarkOptions,
  start: number,
): Promise<Evidence> {
  const { settings, request } = plan;
  const records = emptyRecords();
  let reported = Number.NEGATIVE_INFINITY;
  const report = (phase: BenchmarkProgress['phase'], always = true): void => {
    if (!always && performance.now() - reported < progressEveryMs) return;
    reported = performance.now();
    options.onProgress?.(progress(phase, plan, records));
  };
  const sandboxOptions = {
    runtime: options.runtime ?? process.execPath,
    harness: options.harness,
    stepLimitMs: settings.stepLimitMs,
    memoryLimitMb: settings.memoryLimitMb,
    signal: options.signal,
    layer: options.layer ?? 'best',
    aviary,
    ownCode: plan.ownCode,
    language: plan.language,
    python: options.python ?? 'python3',
    processes: plan.language === 'python' && plan.usesPool,
    loopback: plan.loopback,
  };
  report('starting');
  if (plan.usesPool && plan.language === 'javascript')
    records.capacity = await parallelCapacity(settings.threads, bundle, sandboxOptions);
  // The first processes only compare results and tell how slow a call is; nothing is timed in them.
  const scout = await openLab(plan, bundle, sandboxOptions, false);
  let comparison: Compared;
  try {
    report('comparing');
    comparison = await compare(scout, plan, { twice: plan.ownCode, probes: request.probes ?? [] });
  } finally {
    scout.end();
  }
  let steady = settings.warmupMs > 0 && comparison.slowestMs <= quickCheckMs;
  while (!comparison.refusal && records.repetitions < settings.repetitions) {
    const lab = await openLab(plan, bundle, sandboxOptions, steady);
    try {
      // Each process answers for itself: what it is timed for is compared in it, too. Waiting work would take too long.
      if (settings.warmupMs > 0) comparison = await compare(lab, plan, { twice: false, probes: [] });
      if (comparison.refusal) break;
      if (steady && comparison.slowestMs > slowestSteadyCallMs) {
        steady = false;
        continue;
      }
      await measure(
        lab,
        plan,
        records.repetitions,
        recorder(records, () => report('measuring', false)),
      );
    } finally {
      lab.end();
    }
    records.repetitions += 1;
    report('measuring');
    if (records.repetitions === settings.firstLook && isSettled(plan, records, comparison)) break;
    if (performance.now() - start > settings.totalLimitMs) break;
  }
  return conclude(plan, records, comparison, scout, performance.now() - start);
}

/** More processes would not change what is said. */
function isSettled(plan: Plan, records: Records, comparison: Comparison): boolean {
  return verdicts(plan, records, measurementsOf(plan, records, comparison), comparison).every(
    ({ reason }) => reason !== 'noise',
  );
}

function emptyRecords(): Records {
  return {
    samples: new Map(),
    delays: new Map(),
    processorShares: new Map(),
    taken: [],
    memory: new Map(),
    handOvers: new Map(),
    repetitions: 0,
    clockDisagrees: false,
  };
}

function recorder(records: Records, blockDone: () => void): Recorder {
  return {
    sample: (variantId, sample) => append(records.samples, variantId, sample),
    delay: (variantId, reading) => append(records.delays, variantId, reading),
    spent: (spent, machineBusy) => {
      for (const { variantId, cpuMs, totalMs } of spent) {
        if (totalMs > 0) append(records.processorShares, variantId, cpuMs / totalMs);
      }
      const [cpuMs, totalMs] = [sum(spent.map((each) => each.cpuMs)), sum(spent.map((each) => each.totalMs))];
      if (totalMs > 0) records.taken.push(machineBusy - cpuMs / totalMs);
    },
    memory: (variantId, peakMb) => append(records.memory, variantId, peakMb),
    handOver: (variantId, ms) => append(records.handOvers, variantId, ms),
    clockDisagrees: () => {
      records.clockDisagrees = true;
    },
    blockDone,
  };
}

function conclude(plan: Plan, records: Records, comparison: Comparison, facts: LabFacts, durationMs: number): Evidence {
  const { request } = plan;
  const { equality } = comparison;
  // A refusal in a later repetition voids what was timed before it.
  const measurements = comparison.refusal ? [] : measurementsOf(plan, records, comparison);
  const comparisons = verdicts(plan, records, measurements, comparison);
  const verdict = comparisons.find(({ variantId }) => variantId === request.candidate);
  return {
    title: request.title,
    verdict: verdict ?? refuse('not-comparable', request.candidate, request.baseline),
    comparisons,
    measurements,
    equality,
    environment: environment(plan, records, facts.walls.runtime),
    isolation: describeIsolation(facts.walls, facts.dropped),
    durationMs,
  };
}

function verdicts(
  plan: Plan,
  records: Records,
  measurements: readonly Measurement[],
  comparison: Comparison,
): Verdict[] {
  const { request } = plan;
  const others = request.variants.filter(({ id }) => id !== request.baseline);
  const refusal = comparison.refusal;
  if (refusal) return others.map(({ id }) => refuse(refusal, id, request.baseline));
  const baseline = measurements.find(({ variantId }) => variantId === request.baseline);
  return measurements.flatMap((candidate) => {
    if (!baseline || candidate === baseline) return [];
    const parallelLimit = parallelLimitOf(plan, candidate.variantId);
    const context = {
      confidence: plan.lookConfidence,
      equality: comparison.equality,
      clockDisagrees: records.clockDisagrees,
      coreStolen: isCoreStolen(plan, records, candidate),
      ...(parallelLimit !== undefined && { parallelLimit }),
    };
    return [judge(baseline, candidate, context)];
  });
}

/** The machine had no room for a pool, or the pool got less than its tasks would have filled while others had the rest. */
function isCoreStolen(plan: Plan, records: Records, { processorShare, variantId }: Measurement): boolean {
  const { tasksAtOnce, settings } = plan;
  if (tasksAtOnce === undefined || parallelLimitOf(plan, variantId) === undefined) return false;
  const most = Math.min(settings.threads, availableParallelism());
  if (records.capacity !== undefined && records.capacity < 0.8 * most) return true;
  const wanted = Math.min(tasksAtOnce, most);
  return wanted > 1 && records.taken.length > 0 && processorShare < 0.8 * wanted && median(records.taken) > 0.3;
}

function measurementsOf({ request }: Plan, records: Records, comparison: Comparison): Measurement[] {
  return request.variants.flatMap((variant) => {
    const samples = records.samples.get(variant.id);
    if (!samples) return [];
    const of = <T>(readings: ReadonlyMap<string, T[]>): readonly T[] => readings.get(variant.id) ?? [];
    const requests = comparison.requests?.get(variant.id);
    const side = {
      processorShares: of(records.processorShares),
      memoryMb: of(records.memory),
      handOversMs: of(records.handOvers),
      ...(requests && { requests }),
    };
    return [summarise(variant, samples, of(records.delays), side)];
  });
}

function progress(phase: BenchmarkProgress['phase'], plan: Plan, records: Records): BenchmarkProgress {
  const medians = plan.request.variants.flatMap(({ id, label }) => {
    const samples = records.samples.get(id);
    if (!samples) return [];
    const delaysMs = (records.delays.get(id) ?? []).slice(-mostDelays).map(({ maxMs }) => maxMs);
    return [{ variantId: id, label, medianMs: median(samples.map(({ ms }) => ms)), delaysMs }];
  });
  const samples = [...records.samples.values()].reduce((sum, list) => sum + list.length, 0);
  const { firstLook, repetitions } = plan.settings;
  const total = records.repetitions < firstLook ? Math.min(firstLook, repetitions) : repetitions;
  return { phase, done: records.repetitions, total, samples, medians };
}

function environment(plan: Plan, records: Records, runtime: string): Environment {
  return {
    runtime,
    platform: `${platform()} ${release()} ${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    parallelism: availableParallelism(),
    threads: plan.settings.threads,
    repetitions: records.repetitions,
    ...(records.capacity !== undefined && { parallelCapacity: records.capacity }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
