// What a pool thread runs. Piscina loads this file; measured code is loaded here only after permissions were dropped.
import { isMainThread, workerData } from 'node:worker_threads';
import { findScenario } from '../scenarios/index.ts';
import { evaluateInput, loadTarget, type Target } from './load.ts';
import { dropPermissions, dropReading } from './permissions.ts';

export interface PoolModule {
  readonly file: string;
  readonly exportName: string;
}

export interface PoolData {
  /** Modules by variant id; none for built-in scenarios. */
  readonly modules: Readonly<Record<string, PoolModule>>;
  readonly directory: string;
  readonly input: string;
  /** The process is closed in from outside, too. */
  readonly walled: boolean;
}

export type PoolTask =
  | { readonly kind: 'ready' }
  | { readonly kind: 'input'; readonly input?: string }
  | { readonly kind: 'call'; readonly variantId: string; readonly values: readonly unknown[] }
  | { readonly kind: 'work'; readonly scenario: string; readonly argument: unknown };

const data = workerData as PoolData;
const targets: Promise<ReadonlyMap<string, Target>> = isMainThread ? Promise.resolve(new Map()) : loadAll();
// Reported by the first task; without a handler the thread would end before it could.
targets.catch(() => undefined);

async function loadAll(): Promise<ReadonlyMap<string, Target>> {
  const loaded = new Map<string, Target>();
  const entries = Object.entries(data.modules);
  if (entries.length === 0) return loaded;
  dropPermissions(data.walled);
  for (const [variantId, { file, exportName }] of entries) {
    loaded.set(variantId, await loadTarget(data.directory, file, exportName));
  }
  dropReading();
  return loaded;
}

/** Called by Piscina, by this name. */
export async function handle(task: PoolTask): Promise<unknown> {
  const loaded = await targets;
  switch (task.kind) {
    case 'ready':
      return true;
    case 'input':
      return evaluateInput(task.input ?? data.input);
    case 'call':
      return loaded.get(task.variantId)?.(...task.values);
    case 'work':
      return findScenario(task.scenario)?.work?.(task.argument);
  }
}
