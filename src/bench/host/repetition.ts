// One repetition: fresh processes, every variant warmed up, then timed in turns (A B, B A, A B, …) so that a machine that
// grows slower or faster does it to all of them alike.
import type { Sample } from '../../model/evidence.ts';
import type { Variant } from '../../model/variant.ts';
import type { DelayReading } from '../statistics/measurement.ts';
import type { Bundle } from './bundle.ts';
import { compareOutcomes, type Checked, type Comparison } from './equality.ts';
import type { Plan } from './plan.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

export interface Station {
  readonly variant: Variant;
  readonly sandbox: Sandbox;
}

export interface Lab {
  /** In the order of the request. */
  readonly stations: readonly Station[];
  readonly runtime: string;
  readonly permissionModel: boolean;
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
      runtime: started[0]?.ready.runtime ?? '',
      permissionModel: started.every(({ ready }) => ready.permissionModel),
      dropped: started.every(({ ready }) => ready.dropped),
      end,
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** What a comparison found, and how long the slowest variant took for it. Milliseconds by the host's clock. */
export interface Compared extends Comparison {
  readonly slowestMs: number;
}

/** Runs every variant on fresh input (`twice` to detect results that change by themselves) and compares the outcomes. */
export async function compare({ stations }: Lab, ownCode: boolean, twice: boolean): Promise<Compared> {
  const checked: Checked[] = [];
  let slowestMs = 0;
  for (const { variant, sandbox } of stations) {
    const start = performance.now();
    const { first, second } = await sandbox.ask({ type: 'check', variantId: variant.id, twice }, 'checked');
    slowestMs = Math.max(slowestMs, performance.now() - start);
    checked.push({ variant, first, second });
  }
  return { ...compareOutcomes(checked, ownCode), slowestMs };
}

export interface Recorder {
  readonly sample: (variantId: string, sample: Sample) => void;
  readonly delay: (variantId: string, reading: DelayReading) => void;
  readonly clockDisagrees: () => void;
  readonly blockDone: () => void;
}

export async function measure({ stations }: Lab, plan: Plan, repetition: number, record: Recorder): Promise<void> {
  const { settings } = plan;
  const watch = settings.delayMs === 0;
  // Who goes first alternates between processes too.
  const turns = repetition % 2 === 0 ? stations : [...stations].reverse();
  const rounds = settings.warmupMs === 0 ? settings.rounds : await warmUp(turns, plan);
  for (let round = 0; round < rounds; round++) {
    for (const station of round % 2 === 0 ? turns : [...turns].reverse()) {
      await timeBlock(station, plan, repetition, watch, record);
    }
  }
  if (watch) return;
  for (const { variant, sandbox } of turns) {
    record.delay(
      variant.id,
      await sandbox.ask({ type: 'delay', variantId: variant.id, ms: settings.delayMs }, 'delay'),
    );
    record.blockDone();
  }
}

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
): Promise<void> {
  const start = performance.now();
  const block = await sandbox.ask({ type: 'block', variantId: variant.id, ms: plan.settings.blockMs, watch }, 'block');
  // Measured code could forge its clock. It cannot make less time pass here than it claims to have used.
  if (block.totalMs > (performance.now() - start) * 1.02 + 1) record.clockDisagrees();
  for (const ms of block.samples) record.sample(variant.id, { repetition, ms });
  if (block.delay) record.delay(variant.id, block.delay);
  record.blockDone();
}
