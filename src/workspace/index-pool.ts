import { availableParallelism } from 'node:os';
import Piscina from 'piscina';
import type { ReadFile, Wanted } from './read-facts.ts';

/** Fewer files than this are read sooner than a thread has started. */
export const WORTH_A_THREAD = 150;
/** Enough that sending costs nothing beside the work, few enough that all threads end at about the same time. */
const BATCH = 24;
/** More threads make little quicker, and each holds a parser. */
const MOST_THREADS = 4;

export interface PoolOptions {
  /** The bundle of `index-worker.ts`. */
  readonly worker: string;
  readonly signal: AbortSignal;
  /** Told of files as they are read, in any order. */
  readonly onRead: (files: readonly ReadFile[]) => void;
}

/**
 * Reads files on threads. A file that takes its thread down with it comes back with `crash`, and the others are read all the same.
 * Rejects with the signal's reason as soon as it is aborted.
 */
export async function readOnThreads(wanted: readonly Wanted[], { worker, signal, onRead }: PoolOptions): Promise<void> {
  signal.throwIfAborted();
  const batches: Wanted[][] = [];
  for (let at = 0; at < wanted.length; at += BATCH) batches.push(wanted.slice(at, at + BATCH));
  const threads = Math.min(MOST_THREADS, availableParallelism(), batches.length);
  const pool = new Piscina<readonly Wanted[], readonly ReadFile[]>({
    filename: worker,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    // As deep as the main thread: what is nested too deeply must not depend on where it is read.
    resourceLimits: { stackSizeMb: 1, maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 16 },
    recordTiming: false,
  });

  const read = async (batch: readonly Wanted[]): Promise<void> => {
    try {
      onRead(await pool.run(batch, { signal }));
    } catch (error) {
      signal.throwIfAborted();
      const [only, ...others] = batch;
      if (only === undefined) return;
      if (others.length > 0) for (const each of batch) await read([each]);
      else onRead([{ path: only.path, hash: '', crash: `The thread that read it ended: ${String(error)}` }]);
    }
  };

  // Two for each thread, so that none has to wait for the next; more would only wait in the pool, each with a listener of its own.
  const rest = batches.values();
  const feed = async (): Promise<void> => {
    for (const batch of rest) await read(batch);
  };
  try {
    await Promise.all(Array.from({ length: 2 * threads }, feed));
  } finally {
    await pool.destroy();
  }
  signal.throwIfAborted();
}
