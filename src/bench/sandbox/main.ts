// The sandbox process: one repetition of a benchmark, told step by step what to do, never used twice.
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Command, Hello, Load, Reply } from '../messages.ts';
import { openChannel } from './channel.ts';
import { describeError } from './load.ts';
import { canDrop, permissionModel } from './permissions.ts';
import { threadLimits } from './pool.ts';
import { openRunners, type Runner } from './runners.ts';
import { batchSize, timeBlock, timeHandOver, trainCallSite, warmUp, watchDelay } from './timing.ts';
import { openWalls } from './walls.ts';

const directory = process.argv[2] ?? '';
let runners: ReadonlyMap<string, Runner> = new Map();
let steady = false;
const batches = new Map<string, number>();

const channel = openChannel((command) => {
  answer(command).then(
    (reply) => channel.reply(reply),
    (error: unknown) => channel.reply(failure(error, command.type === 'load' ? 'load-failed' : 'failed')),
  );
});

async function answer(command: Command): Promise<Reply> {
  if (command.type === 'hello') return greet(command);
  if (command.type === 'load') return load(command);
  const runner = runners.get(command.variantId);
  if (!runner) throw new Error(`There is no variant "${command.variantId}".`);
  switch (command.type) {
    case 'check': {
      const first = await runner.outcome(command.input);
      return { type: 'checked', first, second: command.twice ? await runner.outcome(command.input) : first };
    }
    case 'warmup': {
      const unitMs = await warmUp(runner, command.ms, steady);
      batches.set(command.variantId, batchSize(unitMs));
      return { type: 'warm', unitMs };
    }
    case 'block':
      return block(runner, batches.get(command.variantId) ?? 1, command);
    case 'hand-over':
      return { type: 'hand-over', ms: await timeHandOver(runner, command.ms) };
    case 'delay':
      return { type: 'delay', ...(await watchDelay(runner, command.ms)) };
  }
}

async function block(runner: Runner, batch: number, command: Extract<Command, { type: 'block' }>): Promise<Reply> {
  if (!command.watch) return { type: 'block', ...(await timeBlock(runner, batch, command.ms)) };
  let timed = { samples: [] as number[], totalMs: 0, cpuMs: 0 };
  const delay = await watchDelay(runner, command.ms, async () => {
    timed = await timeBlock(runner, batch, command.ms);
  });
  return { type: 'block', ...timed, delay };
}

async function greet(hello: Hello): Promise<Reply> {
  channel.sign(Buffer.from(hello.nonce, 'hex'));
  await startGuardian();
  const open = await openWalls(hello.canaries);
  return { type: 'walls', runtime: `Node ${process.versions.node}`, permissionModel, canDrop, open };
}

async function load(command: Load): Promise<Reply> {
  const ownCode = command.variants.some(({ program }) => program.kind === 'source');
  // Replacing a running loop by code compiled meanwhile is a lottery: by what the compiler happened to have seen, one and
  // the same loop ran at 0.7 or at 5.6 ns a step for hundreds of calls. Without it every process ends at the first; the
  // price is a few very slow calls, which only quick functions can afford. Without it the middle compiler has to go, too:
  // once it inlines a loop into its caller, nothing replaces that, and the CPU scenario took 32 ms four times and 195 ms ever after.
  steady = command.steady;
  if (steady) for (const flag of ['--no-use-osr', '--no-maglev']) setFlagsFromString(flag);
  trainCallSite();
  runners = await openRunners(command, directory);
  return { type: 'ready', dropped: ownCode && canDrop };
}

function startGuardian(): Promise<void> {
  return new Promise((resolve, reject) => {
    const guardian = new Worker(join(__dirname, 'sandbox-guardian.cjs'), {
      env: {} as NodeJS.ProcessEnv,
      resourceLimits: threadLimits,
    });
    guardian.once('message', () => resolve()).once('error', reject);
    guardian.unref();
  });
}

function failure(error: unknown, code: 'load-failed' | 'failed'): Reply {
  if ((error as { code?: unknown } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return {
      type: 'failed',
      code: 'memory-limit',
      message: 'The code needed more memory than a worker may use (256 MB). Use a smaller input.',
    };
  }
  return { type: 'failed', code, message: describeError(error) };
}
