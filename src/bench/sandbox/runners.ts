// Turns variants into something that can be timed. One process runs either built-in variants, or source variants on its
// main thread (which then has no right to start threads), or source variants in its pool (and none on its main thread).
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ParameterValues, Variant } from '../../model/variant.ts';
import { longestText, type Load, type Outcome, type Requests } from '../messages.ts';
import type { Tallied, Unit } from '../scenarios/definition.ts';
import { findScenario } from '../scenarios/index.ts';
import { canonical, digest } from './canonical.ts';
import { describeError, evaluateInput, loadTarget } from './load.ts';
import { dropPermissions, dropReading } from './permissions.ts';
import { openPool, threadLimits, type Pool } from './pool.ts';
import { clone } from './primordials.ts';
import { timeCalls, timeUnits, type Timed } from './timing.ts';

export interface Runner extends Timed {
  /** One run on fresh input, or on that of the expression `input`, described for comparison. */
  readonly outcome: (input?: string) => Promise<Outcome>;
  /** Copies the arguments and the result of a call as handing them to another thread does; absent where nothing is. */
  readonly handOver?: () => void;
}

export async function openRunners(load: Load, directory: string): Promise<ReadonlyMap<string, Runner>> {
  const [first] = load.variants;
  if (first?.program.kind === 'builtin') return builtinRunners(load, directory);
  return first?.program.runs === 'pool' ? poolRunners(load, directory) : inlineRunners(load, directory);
}

async function builtinRunners(load: Load, directory: string): Promise<ReadonlyMap<string, Runner>> {
  const runners = new Map<string, Runner>();
  const { threads, parameters, walled } = load;
  const data = { modules: {}, directory, input: '', walled };
  const { run } = await openPool(threads, data);
  const serverPort = lazily(() => startServer(parameters));
  for (const { id, program } of load.variants) {
    if (program.kind !== 'builtin') continue;
    const { scenario } = program;
    const create = findScenario(scenario)?.variants[program.variant];
    if (!create) throw new Error(`There is no scenario "${scenario}" with a variant "${program.variant}".`);
    const unit = create(parameters, {
      runInPool: (argument) => run({ kind: 'work', scenario, argument }),
      runInNewPool: async (tasks) => {
        const pool = await openPool(threads, data);
        try {
          return await Promise.all(tasks.map((argument) => pool.run({ kind: 'work', scenario, argument })));
        } finally {
          await pool.close();
        }
      },
      serverPort,
    });
    runners.set(id, {
      isAsync: true,
      once: unit,
      time: (count) => timeUnits(unit, count),
      outcome: () => describeUnit(unit),
    });
  }
  return runners;
}

/** A scenario's variants make the same requests; which of them are answered is told apart from what they compute. */
async function describeUnit(unit: Unit): Promise<Outcome> {
  let requests: Requests | undefined;
  const outcome = await describe(async () => {
    const result = await unit();
    if (!isTallied(result)) return result;
    requests = result.requests;
    return result.value;
  });
  return { ...outcome, ...(requests && { requests }) };
}

function isTallied(result: unknown): result is Tallied {
  return typeof result === 'object' && result !== null && 'requests' in result && 'value' in result;
}

function startServer(parameters: ParameterValues): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { env: {} as NodeJS.ProcessEnv, workerData: parameters, resourceLimits: threadLimits };
    const server = new Worker(join(__dirname, 'sandbox-server.cjs'), options);
    server.once('message', resolve).once('error', reject);
    server.unref();
  });
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

async function inlineRunners(load: Load, directory: string): Promise<ReadonlyMap<string, Runner>> {
  const runners = new Map<string, Runner>();
  dropPermissions(load.walled);
  for (const variant of load.variants) {
    const { file, exportName } = moduleOf(load, variant);
    const target = await loadTarget(directory, file, exportName);
    runners.set(variant.id, inlineRunner(target, load));
  }
  dropReading();
  return runners;
}

function inlineRunner(target: (...values: readonly unknown[]) => unknown, { input, calls }: Load): Runner {
  const values = cloneable(evaluateInput(input));
  const pristine = canonical(values);
  let state: { mutates: boolean; isAsync: boolean } | undefined;
  const probe = async (other?: string): Promise<Outcome> => {
    const fresh = other === undefined ? clone(values) : cloneable(evaluateInput(other));
    const before = other === undefined ? pristine : canonical(fresh);
    const outcome = await describe(() => {
      const result = target(...fresh);
      const isAsync = result instanceof Promise;
      state = { isAsync: isAsync || state?.isAsync === true, mutates: state?.mutates === true };
      return result;
    });
    const after = canonical(fresh);
    const inputChanged = after !== before;
    state = { isAsync: state?.isAsync === true, mutates: inputChanged || state?.mutates === true };
    return { ...outcome, inputChanged, inputDigest: digest(after).digest };
  };
  const once = (): unknown => target(...(state?.mutates === true ? clone(values) : values));
  return {
    get isAsync() {
      return state?.isAsync === true;
    },
    once,
    outcome: probe,
    time: (count) => {
      const total = count * calls;
      if (state?.isAsync === true) return timeUnits(() => Promise.all(Array.from({ length: calls }, once)), count);
      // A function that changes its input gets a fresh one for each call, made before the clock starts.
      const inputs = state?.mutates === true ? Array.from({ length: total }, () => clone(values)) : [values];
      return timeCalls(target, inputs, total);
    },
  };
}

async function poolRunners(load: Load, directory: string): Promise<ReadonlyMap<string, Runner>> {
  const modules = Object.fromEntries(load.variants.map((variant) => [variant.id, moduleOf(load, variant)]));
  const { run } = await openPool(load.threads, { modules, directory, input: load.input, walled: load.walled });
  const values = (await run({ kind: 'input' })) as unknown[];
  return new Map(load.variants.map(({ id }): [string, Runner] => [id, poolRunner(run, id, values, load.calls)]));
}

function poolRunner(run: Pool['run'], variantId: string, values: readonly unknown[], calls: number): Runner {
  const call = (): Promise<unknown> => run({ kind: 'call', variantId, values });
  const unit = calls === 1 ? call : (): Promise<unknown> => Promise.all(Array.from({ length: calls }, call));
  let result: unknown;
  return {
    isAsync: true,
    once: unit,
    time: (count) => timeUnits(unit, count),
    outcome: async (input) => {
      const given = input === undefined ? values : ((await run({ kind: 'input', input })) as unknown[]);
      const outcome = await describe(async () => (result = await run({ kind: 'call', variantId, values: given })));
      // The thread got a copy, so nothing that it did to its arguments is seen here.
      return { ...outcome, inputDigest: digest(canonical(given)).digest };
    },
    handOver: () => {
      for (let each = 0; each < calls; each++) clone([values, result]);
    },
  };
}

function moduleOf(load: Load, { id, program }: Variant): { file: string; exportName: string } {
  const file = load.files[id];
  if (program.kind !== 'source' || file === undefined) throw new Error(`The variant "${id}" has no code.`);
  return { file, exportName: program.exportName };
}

function cloneable(values: unknown[]): unknown[] {
  try {
    return clone(values);
  } catch (error) {
    throw new Error(`The input cannot be passed to a worker: ${describeError(error)}`, { cause: error });
  }
}

const untouched = { inputChanged: false, inputDigest: '' } as const;

/** What a run gives. A result goes through a structured clone, as the pool's does, so that both lose the same. */
async function describe(run: () => unknown): Promise<Outcome> {
  let result: unknown;
  try {
    result = await run();
  } catch (error) {
    const message = describeError(error);
    const kind = message.startsWith('DataCloneError') ? 'uncloneable' : 'thrown';
    return { kind, ...digest(message), ...untouched };
  }
  try {
    const text = canonical(clone(result));
    const short = text.length <= longestText ? { text } : {};
    return { kind: 'value', ...digest(text), ...short, ...untouched };
  } catch (error) {
    return { kind: 'uncloneable', ...digest(describeError(error)), ...untouched };
  }
}
