// Turns variants into something that can be timed. One process runs either built-in variants, or source variants on its
// main thread (which then has no right to start threads), or source variants in its pool (and none on its main thread).
import type { Variant } from '../../model/variant.ts';
import type { Hello, Outcome } from '../messages.ts';
import { findScenario } from '../scenarios/index.ts';
import { canonical, digest } from './canonical.ts';
import { describeError, evaluateInput, loadTarget } from './load.ts';
import { dropPermissions, dropReading } from './permissions.ts';
import { openPool } from './pool.ts';
import { clone } from './primordials.ts';
import { timeCalls, timeUnits, type Timed } from './timing.ts';

export interface Runner extends Timed {
  /** One run on fresh input, described for comparison. */
  readonly outcome: () => Promise<Outcome>;
}

export async function openRunners(hello: Hello, directory: string): Promise<ReadonlyMap<string, Runner>> {
  const [first] = hello.variants;
  if (first?.program.kind === 'builtin') return builtinRunners(hello, directory);
  return first?.program.runs === 'pool' ? poolRunners(hello, directory) : inlineRunners(hello, directory);
}

async function builtinRunners(hello: Hello, directory: string): Promise<ReadonlyMap<string, Runner>> {
  const runners = new Map<string, Runner>();
  const run = await openPool(hello.threads, { modules: {}, directory, input: '' });
  for (const { id, program } of hello.variants) {
    if (program.kind !== 'builtin') continue;
    const create = findScenario(program.scenario)?.variants[program.variant];
    if (!create) throw new Error(`There is no scenario "${program.scenario}" with a variant "${program.variant}".`);
    const runInPool = (argument: number): Promise<number> =>
      run({ kind: 'work', scenario: program.scenario, argument }) as Promise<number>;
    const unit = create(hello.parameters, { runInPool });
    runners.set(id, {
      isAsync: true,
      once: unit,
      time: (count) => timeUnits(unit, count),
      outcome: () => describe(unit),
    });
  }
  return runners;
}

async function inlineRunners(hello: Hello, directory: string): Promise<ReadonlyMap<string, Runner>> {
  const runners = new Map<string, Runner>();
  dropPermissions();
  for (const variant of hello.variants) {
    const { file, exportName } = moduleOf(hello, variant);
    const target = await loadTarget(directory, file, exportName);
    runners.set(variant.id, inlineRunner(target, hello));
  }
  dropReading();
  return runners;
}

function inlineRunner(target: (...values: readonly unknown[]) => unknown, { input, calls }: Hello): Runner {
  const values = cloneable(evaluateInput(input));
  const pristine = canonical(values);
  let state: { mutates: boolean; isAsync: boolean } | undefined;
  const probe = async (): Promise<Outcome> => {
    const fresh = clone(values);
    const outcome = await describe(() => {
      const result = target(...fresh);
      const isAsync = result instanceof Promise;
      state = { isAsync: isAsync || state?.isAsync === true, mutates: state?.mutates === true };
      return result;
    });
    const inputChanged = canonical(fresh) !== pristine;
    state = { isAsync: state?.isAsync === true, mutates: inputChanged || state?.mutates === true };
    return { ...outcome, inputChanged };
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

async function poolRunners(hello: Hello, directory: string): Promise<ReadonlyMap<string, Runner>> {
  const modules = Object.fromEntries(hello.variants.map((variant) => [variant.id, moduleOf(hello, variant)]));
  const run = await openPool(hello.threads, { modules, directory, input: hello.input });
  const values = (await run({ kind: 'input' })) as unknown[];
  return new Map(
    hello.variants.map(({ id }): [string, Runner] => {
      const call = (): Promise<unknown> => run({ kind: 'call', variantId: id, values });
      const unit =
        hello.calls === 1 ? call : (): Promise<unknown> => Promise.all(Array.from({ length: hello.calls }, call));
      return [
        id,
        { isAsync: true, once: unit, time: (count) => timeUnits(unit, count), outcome: () => describe(call) },
      ];
    }),
  );
}

function moduleOf(hello: Hello, { id, program }: Variant): { file: string; exportName: string } {
  const file = hello.files[id];
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

/** What a run gives. A result goes through a structured clone, as the pool's does, so that both lose the same. */
async function describe(run: () => unknown): Promise<Outcome> {
  let result: unknown;
  try {
    result = await run();
  } catch (error) {
    const message = describeError(error);
    const kind = message.startsWith('DataCloneError') ? 'uncloneable' : 'thrown';
    return { kind, ...digest(message), inputChanged: false };
  }
  try {
    return { kind: 'value', ...digest(canonical(clone(result))), inputChanged: false };
  } catch (error) {
    return { kind: 'uncloneable', ...digest(describeError(error)), inputChanged: false };
  }
}
