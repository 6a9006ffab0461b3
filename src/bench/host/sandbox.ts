// The host's end of one sandbox process: starts it, asks it one thing at a time, believes nothing unchecked, ends it.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Wall } from '../../model/evidence.ts';
import { encodeFrame, frameReader, nonceLength } from '../frames.ts';
import { parseReply, type Command, type Hello, type Load, type Reply } from '../messages.ts';
import { BenchmarkError } from '../request.ts';
import { scrubbedEnvironment } from './environment.ts';
import { askInterpreter } from './interpreter.ts';
import { assertIsolated, levelOf, type WallReport } from './judge-walls.ts';
import { isolationArguments, supportedFlags } from './runtime.ts';
import type { Aviary } from './walls/canaries.ts';
import {
  findLayer,
  forgetLayers,
  type Command as Program,
  type Layer,
  type LayerChoice,
  type Probe,
} from './walls/layer.ts';
import { watchMemory } from './watchdog.ts';

export interface SandboxOptions {
  readonly runtime: string;
  /** Whose code runs; a program of Python needs an interpreter. */
  readonly language: 'javascript' | 'python';
  /** A path, or a command of PATH. */
  readonly python: string;
  /** It starts processes of its own. */
  readonly processes: boolean;
  readonly harness: string;
  /** The folder with the measured code. */
  readonly directory: string;
  readonly stepLimitMs: number;
  readonly memoryLimitMb: number;
  readonly signal: AbortSignal | undefined;
  readonly layer: LayerChoice;
  /** What the walls are tested against. */
  readonly aviary: Aviary;
  /** Somebody's own code will be loaded, so the walls must hold. */
  readonly ownCode: boolean;
  /** A server and its clients run inside. */
  readonly loopback: boolean;
}

export interface Sandbox {
  readonly pid: number;
  /**
   * Sends a command and waits for its reply of the expected type.
   * @throws BenchmarkError when the sandbox fails, is ended or answers anything else.
   */
  ask<T extends Reply['type']>(
    command: Exclude<Command, Hello | Load>,
    expected: T,
  ): Promise<Extract<Reply, { type: T }>>;
  /** Tests the walls, then loads the code; the code is not loaded where they do not hold. */
  start(load: Omit<Load, 'type' | 'walled'>): Promise<Started>;
  /** The most memory that it was seen to hold, in megabytes. */
  peakMb(): number;
  /** Ends the process group at once. Safe to call again. */
  end(): void;
}

export interface Started {
  readonly walls: WallReport;
  readonly dropped: boolean;
}

const alive = new Set<() => void>();
// The last resort when the host ends by itself; when it is killed, the sandbox's own guardian sees the pipe close.
process.on('exit', () => alive.forEach((end) => end()));

export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { harness, directory, loopback, processes } = options;
  const { bare, probe } = options.language === 'python' ? await pythonProgram(options) : await nodeProgram(options);
  const layer = await findLayer(probe, harness, options.layer);
  if (options.signal?.aborted === true) throw cancelled();
  if (options.ownCode && processes && layer?.kind === 'landlock') {
    forgetLayers();
    throw sharesMemory();
  }
  const needs = { read: [harness, directory, ...probe.read], loopback, processes, dataMb: 1536 };
  const { file, args } = layer?.wrap(bare, needs) ?? bare;
  const child = spawn(file, args, {
    cwd: directory,
    env: scrubbedEnvironment(),
    // A process group of its own, so that all of it can be ended with one signal.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  return connect(child, layer, options);
}

/** What is started without a wall, a program that only says that it started, and what both read besides. */
interface Launch {
  readonly bare: Program;
  readonly probe: Probe;
}

async function nodeProgram({ runtime, harness, directory, loopback }: SandboxOptions): Promise<Launch> {
  const file = await realpath(runtime).catch(() => runtime);
  const flags = await supportedFlags(file);
  const args = [
    ...isolationArguments(flags, [harness, directory], loopback),
    // Bounds the main thread only: each pool thread has limits of its own.
    '--max-old-space-size=512',
    join(harness, 'sandbox.cjs'),
    directory,
  ];
  return { bare: { file, args }, probe: { file, args: ['-p', '"started"'], read: [] } };
}

async function pythonProgram({ python, harness, directory }: SandboxOptions): Promise<Launch> {
  const interpreter = await askInterpreter(python);
  if (!interpreter) throw noPython(python);
  const { file, folders, version } = interpreter;
  if (version[0] < 3 || (version[0] === 3 && version[1] < 9)) throw oldPython(version);
  // Isolated from the person's packages and settings: what is measured is the file and the standard library.
  const quiet = ['-I', '-S', '-E', '-B'];
  const bare = { file, args: [...quiet, join(harness, 'sandbox.py'), directory] };
  return { bare, probe: { file, args: [...quiet, '-c', 'print("started")'], read: folders } };
}

interface Pending {
  readonly settle: (reply: Reply) => void;
  readonly fail: (error: BenchmarkError) => void;
}

function connect(child: ChildProcess, layer: Layer | undefined, options: SandboxOptions): Sandbox {
  const nonce = randomBytes(nonceLength);
  const commands = child.stdio[3] as Writable;
  const replies = child.stdio[4] as Readable;
  let sequence = 0;
  let pending: Pending | undefined;
  let over: BenchmarkError | undefined;
  let complaints = '';

  const finish = (error: BenchmarkError): void => {
    if (over) return;
    over = error;
    kill();
    memory.stop();
    options.signal?.removeEventListener('abort', onAbort);
    pending?.fail(error);
    pending = undefined;
  };
  const kill = (): void => {
    killGroup(child);
    alive.delete(kill);
  };
  const onAbort = (): void => finish(cancelled());
  const onBroken = (): void => finish(untrusted());

  alive.add(kill);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const memory = watchMemory(child.pid ?? 0, options.memoryLimitMb, () => finish(outOfMemory(options.memoryLimitMb)));
  const read = frameReader(nonce, (message) => {
    const reply = parseReply(message);
    if (!reply || !pending) {
      onBroken();
      return;
    }
    const { settle } = pending;
    pending = undefined;
    settle(reply);
  });
  replies.on('data', (chunk: Buffer) => {
    if (over) return;
    try {
      read(chunk);
    } catch {
      onBroken();
    }
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString('utf8')).slice(-4000);
  });
  for (const stream of child.stdio) stream?.on('error', () => undefined);
  child.once('error', () => finish(crashed('It could not be started.')));
  child.once('close', (code, signal) => finish(explainExit(code, signal, complaints)));

  const send = (command: Command): Promise<Reply> =>
    new Promise((settle, fail) => {
      if (over) {
        fail(over);
        return;
      }
      const deadline = setTimeout(() => finish(tooSlow(options.stepLimitMs)), options.stepLimitMs);
      pending = {
        settle: (reply) => {
          clearTimeout(deadline);
          settle(reply);
        },
        fail: (error) => {
          clearTimeout(deadline);
          fail(error);
        },
      };
      // The sandbox does not learn its mark from the frames themselves: measured threads might read this pipe too.
      commands.write(encodeFrame(command, new Uint8Array(nonceLength), sequence));
      sequence += 1;
    });
  const expect = async <T extends Reply['type']>(command: Command, type: T): Promise<Extract<Reply, { type: T }>> => {
    const reply = await send(command);
    if (reply.type === 'failed') throw new BenchmarkError(reply.code, reply.message);
    if (reply.type === type) return reply as Extract<Reply, { type: T }>;
    const error = untrusted();
    finish(error);
    throw error;
  };
  return {
    pid: child.pid ?? 0,
    ask: expect,
    start: async (load) => {
      const { aviary, ownCode } = options;
      const hello: Hello = { type: 'hello', nonce: nonce.toString('hex'), canaries: aviary.canaries };
      const inside = await expect(hello, 'walls');
      // What has arrived but waits to be noticed is noticed now.
      await setImmediate();
      const open = [...new Set<Wall>([...inside.open, ...aviary.reached()])];
      const walls: WallReport = { ...inside, open, layer: layer?.kind ?? 'none' };
      try {
        if (ownCode) assertIsolated(walls);
      } catch (error) {
        forgetLayers();
        finish(error as BenchmarkError);
        throw error;
      }
      const { dropped } = await expect({ type: 'load', ...load, walled: levelOf(open) === 'closed' }, 'ready');
      return { walls, dropped };
    },
    peakMb: memory.peakMb,
    end: () => finish(cancelled()),
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

function explainExit(code: number | null, signal: NodeJS.Signals | null, complaints: string): BenchmarkError {
  if (/heap out of memory|Allocation failed/.test(complaints)) {
    return new BenchmarkError(
      'memory-limit',
      'The code needed more memory than a measurement may use. Use a smaller input.',
    );
  }
  return crashed(signal === null ? `It ended itself with code ${String(code)}.` : `It ended with ${signal}.`);
}

function cancelled(): BenchmarkError {
  return new BenchmarkError('cancelled', 'The run was cancelled. Nothing of it is left running.');
}

function crashed(how: string): BenchmarkError {
  return new BenchmarkError('crashed', `The process that ran the code is gone. ${how} The editor was not affected.`);
}

function noPython(name: string): BenchmarkError {
  return new BenchmarkError(
    'no-python',
    `There is no Python 3 behind \`${name}\`, so nothing was measured. Install Python 3.9 or later, or name your interpreter.`,
  );
}

function oldPython(version: readonly number[]): BenchmarkError {
  return new BenchmarkError(
    'no-python',
    `Python ${version.join('.')} is too old to measure with. Name an interpreter of 3.9 or later.`,
  );
}

function sharesMemory(): BenchmarkError {
  return new BenchmarkError(
    'cannot-isolate',
    'Pools of processes share memory through a folder that Landlock would have to leave open to all, so your code was not run in one. Install bubblewrap (`apt install bubblewrap`), or measure it without a pool.',
  );
}

function untrusted(): BenchmarkError {
  return new BenchmarkError(
    'protocol',
    'The measured code wrote to the channel that carries the results, so they cannot be trusted. The run was stopped.',
  );
}

function tooSlow(limitMs: number): BenchmarkError {
  return new BenchmarkError(
    'time-limit',
    `One step took longer than ${(limitMs / 1000).toFixed(0)} s, so the run was stopped. Use a smaller input or less work.`,
  );
}

function outOfMemory(limitMb: number): BenchmarkError {
  return new BenchmarkError(
    'memory-limit',
    `The code needed more than ${limitMb} MB, so the run was stopped. Use a smaller input.`,
  );
}
