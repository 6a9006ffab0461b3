// The wall that the operating system builds around a sandbox: who can build it here, and the command that does.
import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IsolationLayer } from '../../../model/evidence.ts';
import { scrubbedEnvironment } from '../environment.ts';
import { bubblewrap } from './bubblewrap.ts';
import { landlock } from './landlock.ts';
import { seatbelt } from './seatbelt.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** A command that prints `started`, and what it reads. */
export interface Probe extends Command {
  readonly read: readonly string[];
}

/** What a sandbox needs of the machine; everything else is closed to it. */
export interface Needs {
  /** Files and folders it reads, besides the system's libraries. */
  readonly read: readonly string[];
  /** It talks to itself over the loopback device. */
  readonly loopback: boolean;
  /** It starts processes of its own (Python's process pools). */
  readonly processes: boolean;
  /** The most memory for its data, in megabytes, as the kernel counts it; absent for no limit. */
  readonly dataMb?: number;
}

/** One way to build the wall. */
export interface Layer {
  readonly kind: Exclude<IsolationLayer, 'none'>;
  /** The command that runs `command` behind the wall. */
  wrap(command: Command, needs: Needs): Command;
}

/** Ways to try on a platform, the strongest first. Each gives undefined where its tools are missing. */
type Candidate = (harness: string) => Promise<Layer | undefined> | Layer | undefined;
const candidates: Readonly<Partial<Record<NodeJS.Platform, readonly Candidate[]>>> = {
  linux: [bubblewrap, landlock],
  darwin: [seatbelt],
};

const known = new Map<string, Promise<Layer | undefined>>();

/** Every layer that may be asked for by name, and what to do where there is a choice. */
export type LayerChoice = IsolationLayer | 'best';

/**
 * The layer to use with a runtime: the first that really starts it, or undefined. Asked once for each runtime, until `forgetLayers`; a system may
 * have the tools and still forbid their use, as Ubuntu 24.04 does with bubblewrap.
 */
export function findLayer(runtime: Probe, harness: string, choice: LayerChoice): Promise<Layer | undefined> {
  if (choice === 'none') return Promise.resolve(undefined);
  const key = JSON.stringify([runtime, harness, choice]);
  let layer = known.get(key);
  if (!layer) {
    layer = firstThatStarts(runtime, harness, choice);
    known.set(key, layer);
  }
  return layer;
}

/** Whoever is told to install what a layer needs tries again, perhaps in this very process. */
export function forgetLayers(): void {
  known.clear();
}

async function firstThatStarts(runtime: Probe, harness: string, choice: LayerChoice): Promise<Layer | undefined> {
  for (const candidate of candidates[process.platform] ?? []) {
    const layer = await candidate(harness);
    if (layer && (choice === 'best' || choice === layer.kind) && (await starts(layer, runtime))) return layer;
  }
  return undefined;
}

async function starts(layer: Layer, runtime: Probe): Promise<boolean> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'unblock-probe-')));
  try {
    const { file, args } = layer.wrap(runtime, {
      read: [folder, ...runtime.read],
      loopback: false,
      processes: false,
      dataMb: 1536,
    });
    return await new Promise((resolve) => {
      execFile(file, args, { cwd: folder, env: scrubbedEnvironment(), timeout: 15_000 }, (error, output) =>
        resolve(!error && output.includes('started')),
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
