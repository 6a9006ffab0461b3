import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { PoolData, PoolTask } from './worker.ts';

/** Each thread would reserve half a gigabyte for code, and the system counts that against the process. */
export const threadLimits = { codeRangeSizeMb: 16 };

export interface Pool {
  readonly run: (task: PoolTask) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** A pool with a fixed number of threads, so that none starts in the middle of a measurement. */
export async function openPool(threads: number, data: PoolData): Promise<Pool> {
  const pool = new Piscina({
    filename: join(__dirname, 'sandbox-worker.cjs'),
    name: 'handle',
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    maxQueue: Number.POSITIVE_INFINITY,
    // Anything else than leaving execArgv alone starts the threads without the permission model.
    env: {} as NodeJS.ProcessEnv,
    resourceLimits: { ...threadLimits, maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    workerData: data,
  });
  pool.on('error', () => {
    // The task that was running rejects with the same error.
  });
  const run = (task: PoolTask): Promise<unknown> => pool.run(task);
  await Promise.all(Array.from({ length: threads }, () => run({ kind: 'ready' })));
  return { run, close: () => pool.destroy() };
}
