// One repetition: fresh processes, every variant warmed up, then timed in turns (A B, B A, A B, …) so that a machine that
// grows slower or faster does it to all of them alike.
import type { Sample } from '../../model/evidence.ts';
import type { Variant } from '../../model/variant.ts';
import type { DelayReading } from '../statistics/measurement.ts';
import type { Bundle } from './bundle.ts';
import { compareOutcomes, type Checked, type Comparison } from './equality.ts';
import { levelOf, type WallReport } from './judge-walls.ts';
import { inputOf, type Plan } from './plan.ts';
import { watchProcessors } from './processors.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

export interface Station {
  readonly variant: Variant;
  readonly sandbox: Sandbox;
}

export interface Lab {
  /** In the order of the request. */
  readonly stations: readonly Station[];
  readonly walls: WallReport;
  readonly dropped: boolean;
  readonly end: () => void;
}

export type LabOptions = Omit<SandboxOptions, 'directory'>;

/** Starts the processes of one repetition; all of them are ended when one does not start. */
export async function openLab(plan: Plan, bundle: Bundle, options: LabOptions, steady: boolean): Promise<Lab> {
  const opened: Sandbox[] = [];
  const end = (): void => opened.forEach((sandbox) => sandbox.end());
  try {
    // unblock-ignore-next-line unblock/unbounded-concurrency -- a plan has two groups at most
    const started = await Promise.all(
      plan.groups.map(async (variants) => {
        const sandbox = await openSandbox({ ...options, directory: bundle.directory });
        opened.push(sandbox);
        const { input, calls, parameters, settings } = plan;
        const ready = await sandbox.start({
          variants,
          files: bundle.files,
          input,
          calls,
          parameters,
          threads: settings.threads,
          steady,
        });
        return { sandbox, ready, variants };
      }),
    );
    const stations = plan.request.variants.flatMap((variant) => {
      const home = started.find(({ variants }) => variants.includes(variant));
      return home ? [{ variant, sandbox: home.sandbox }] : [];
    });
    return {
      stations,
      walls: weakest(started.map(({ ready }) => ready.walls)),
      dropped: started.every(({ ready }) => ready.dropped),
      end,
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** What the process with the fewest walls says. */
function weakest(reports: readonly WallReport[]): WallReport {
  const order = ['open', 'network-open', 'closed'];
  const [first] = reports.toSorted((a, b) => order.indexOf(levelOf(a.open)) - order.indexOf(levelOf(b.open)));
  if (!first) throw new Error('No process was started.');
  return first;
}

/** What a comparison found, and how long the slowest variant took for it. Milliseconds by the host's clock. */
export interface Compared extends Comparison {
  readonly slowestMs: number;
}

/** Runs every variant on fresh input and compares the outcomes. */
export async function compare({ stations }: Lab, plan: Plan, { twice, probes }: Thoroughness): Promise<Compared> {
  const { ownCode, request } = plan;
  let slowestMs = 0;
  const askAll = async (input?: string): Promise<Comparison> => {
    const checked: Checked[] = [];
    for (const { variant, sandbox } of stations) {
      const start = performance.now();
      const check = { type: 'check', variantId: variant.id, twice, ...(input !== undefined && { input }) } as const;
      const { first, second } = await sandbox.ask(check, 'checked');
      if (input === undefined) slowestMs = Math.max(slowestMs, performance.now() - start);
      checked.push({ variant, first, second });
    }
    return compareOutcomes(checked, { ownCode, tolerance: request.tolerance ?? 0 });
  };
  const comparison = await askAll();
  if (comparison.refusal) return { ...comparison, slowestMs };
  for (const probe of probes) {
    const other = await askAll(inputOf(request, probe));
    // Throwing alike is equal, too: a probe is no input that anybody asked for.
    if (other.refusal && other.refusal !== 'throws') return { ...withInput(other, probe), slowestMs };
  }
  return { ...comparison, slowestMs };
}

/** How much is compared: each call `twice`, and on further inputs. */
export interface Thoroughness {
  readonly twice: boolean;
  readonly probes: readonly string[];
}

function withInput(comparison: Comparison, probe: string): Comparison {
  const shown = probe.length > 80 ? `${probe.slice(0, 80)}…` : probe;
  const { equality } = comparison;
  return { ...comparison, equality: { ...equality, detail: `For ${shown}: ${equality.detail}` } };
}

/** Of each variant, in milliseconds. */
export type Spent = readonly { readonly variantId: string; readonly cpuMs: number; readonly totalMs: number }[];

export interface Recorder {
  readonly sample: (variantId: string, sample: Sample) => void;
  readonly delay: (variantId: string, reading: DelayReading) => void;
  /** Processor time and clock time of a variant's blocks of one repetition, and how many processors were busy meanwhile. */
  readonly spent: (spent: Spent, machineBusy: number) => void;
  readonly memory: (variantId: string, peakMb: number) => void;
  readonly handOver: (variantId: string, ms: number) => void;
  readonly clockDisagrees: () => void;
  readonly blockDone: () => void;
}

export async function measure({ stations }: Lab, plan: Plan, repetition: number, record: Recorder): Promise<void> {
  const { settings } = plan;
  const watch = settings.delayMs === 0;
  // Who goes first alternates between processes too.
  const turns = repetition % 2 === 0 ? stations : [...stations].reverse();
  const rounds = settings.warmupMs === 0 ? settings.rounds : await warmUp(turns, plan);
  const busy = watchProcessors();
  const spent = new Map(turns.map(({ variant: { id } }) => [id, { variantId: id, cpuMs: 0, totalMs: 0 }]));
  for (let round = 0; round < rounds; round++) {
    for (const station of round % 2 === 0 ? turns : [...turns].reverse()) {
      const { cpuMs, totalMs } = await timeBlock(station, plan, repetition, watch, record);
      const sum = spent.get(station.variant.id);
      if (sum) {
        sum.cpuMs += cpuMs;
        sum.totalMs += totalMs;
      }
    }
  }
  record.spent([...spent.values()], busy());
  for (const station of turns) {
    if (!watch) await look(station, plan, record);
    const peakMb = station.sandbox.peakMb();
    if (peakMb > 0) record.memory(station.variant.id, peakMb);
  }
}

/** What is looked at apart from the clock, so that looking does not disturb it. */
async function look({ variant, sandbox }: Station, { settings }: Plan, record: Recorder): Promise<void> {
  const variantId = variant.id;
  record.delay(variantId, await sandbox.ask({ type: 'delay', variantId, ms: settings.delayMs }, 'delay'));
  if (variant.program.kind === 'source' && variant.program.runs === 'pool') {
    const { ms } = await sandbox.ask({ type: 'hand-over', variantId, ms: handOverMs }, 'hand-over');
    record.handOver(variantId, ms);
  }
  record.blockDone();
}

/** How long copying is timed for. */
const handOverMs = 5;

/** Gives the number of rounds that the slowest variant allows within the budget. */
async function warmUp(stations: readonly Station[], { settings }: Plan): Promise<number> {
  let slowest = settings.blockMs;
  for (const { variant, sandbox } of stations) {
    const { unitMs } = await sandbox.ask({ type: 'warmup', variantId: variant.id, ms: settings.warmupMs }, 'warm');
    slowest = Math.max(slowest, unitMs);
  }
  return Math.max(1, Math.min(settings.rounds, Math.floor(settings.budgetMs / slowest)));
}

async function timeBlock(
  { variant, sandbox }: Station,
  plan: Plan,
  repetition: number,
  watch: boolean,
  record: Recorder,
): Promise<{ readonly cpuMs: number; readonly totalMs: number }> {
  const start = performance.now();
  const block = await sandbox.ask({ type: 'block', variantId: variant.id, ms: plan.settings.blockMs, watch }, 'block');
  // Measured code could forge its clock. It cannot make less time pass here than it claims to have used.
  if (block.totalMs > (performance.now() - start) * 1.02 + 1) record.clockDisagrees();
  for (const ms of block.samples) record.sample(variant.id, { repetition, ms });
  if (block.delay) record.delay(variant.id, block.delay);
  record.blockDone();
  return block;
}
