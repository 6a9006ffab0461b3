import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { PoolData, PoolTask } from './worker.ts';

/** A pool with a fixed number of threads, so that none starts in the middle of a measurement. */
export async function openPool(threads: number, data: PoolData): Promise<(task: PoolTask) => Promise<unknown>> {
  const pool = new Piscina({
    filename: join(__dirname, 'sandbox-worker.cjs'),
    name: 'handle',
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    maxQueue: Number.POSITIVE_INFINITY,
    // Anything else than leaving execArgv alone starts the threads without the permission model.
    env: {} as NodeJS.ProcessEnv,
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, codeRangeSizeMb: 16, stackSizeMb: 4 },
    workerData: data,
  });
  pool.on('error', () => {
    // The task that was running rejects with the same error.
  });
  const run = (task: PoolTask): Promise<unknown> => pool.run(task);
  await Promise.all(Array.from({ length: threads }, () => run({ kind: 'ready' })));
  return run;
}
