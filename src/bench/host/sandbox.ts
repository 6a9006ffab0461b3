// The host's end of one sandbox process: starts it, asks it one thing at a time, believes nothing unchecked, ends it.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { encodeFrame, frameReader, nonceLength } from '../frames.ts';
import { parseReply, type Command, type Hello, type Reply } from '../messages.ts';
import { BenchmarkError } from '../request.ts';
import { isolationArguments, scrubbedEnvironment, supportedFlags } from './runtime.ts';
import { watchMemory } from './watchdog.ts';

export interface SandboxOptions {
  readonly runtime: string;
  readonly harness: string;
  /** The folder with the measured code. */
  readonly directory: string;
  readonly stepLimitMs: number;
  readonly memoryLimitMb: number;
  readonly signal: AbortSignal | undefined;
}

export interface Sandbox {
  readonly pid: number;
  /**
   * Sends a command and waits for its reply of the expected type.
   * @throws BenchmarkError when the sandbox fails, is ended or answers anything else.
   */
  ask<T extends Reply['type']>(command: Exclude<Command, Hello>, expected: T): Promise<Extract<Reply, { type: T }>>;
  start(hello: Omit<Hello, 'type' | 'nonce'>): Promise<Extract<Reply, { type: 'ready' }>>;
  /** Ends the process group at once. Safe to call again. */
  end(): void;
}

const alive = new Set<() => void>();
// The last resort when the host ends by itself; when it is killed, the sandbox's own guardian sees the pipe close.
process.on('exit', () => alive.forEach((end) => end()));

export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const flags = await supportedFlags(options.runtime);
  if (options.signal?.aborted === true) throw cancelled();
  const folders = [options.harness, options.directory];
  const child = spawn(
    options.runtime,
    [
      ...isolationArguments(flags, folders),
      // Bounds the main thread only: each pool thread has limits of its own.
      '--max-old-space-size=512',
      join(options.harness, 'sandbox.cjs'),
      options.directory,
    ],
    {
      cwd: options.directory,
      env: scrubbedEnvironment(),
      // A process group of its own, so that all of it can be ended with one signal.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    },
  );
  return connect(child, options);
}

interface Pending {
  readonly settle: (reply: Reply) => void;
  readonly fail: (error: BenchmarkError) => void;
}

function connect(child: ChildProcess, options: SandboxOptions): Sandbox {
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
    stopWatching();
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
  const stopWatching = watchMemory(child.pid ?? 0, options.memoryLimitMb, () =>
    finish(outOfMemory(options.memoryLimitMb)),
  );
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
    start: (hello) => expect({ type: 'hello', nonce: nonce.toString('hex'), ...hello }, 'ready'),
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
