import type { Entry, Library } from '../schema.ts';
import { blocking, different, each, offloaded, onThread, type Entries } from './build.ts';

const onPool = different(
  'asyncio#AbstractEventLoop.run_in_executor',
  'await loop.run_in_executor(executor, f, …), with a concurrent.futures.ProcessPoolExecutor kept for the life of the program.',
);

const untilDone: Entry = blocking('process', 'unbounded', onPool, 'until the work is done');
const untilEnd = blocking('process', 'unbounded', onThread, 'until the process ends');

function pool(runs: 'thread' | 'process'): Entries {
  const callbacks = [offloaded(runs, 0, 'func')];
  return {
    ...each(['apply', 'map', 'starmap'], { ...untilDone, callbacks }),
    ...each(['apply_async', 'map_async', 'starmap_async'], { callbacks, returns: 'multiprocessing.pool#AsyncResult' }),
    ...each(['imap', 'imap_unordered'], { callbacks }),
    join: untilDone,
    ...each(['close', 'terminate'], {}),
  };
}

const limits: Entry['limits'] = { argument: 0, keyword: 'processes', default: 61 };

/** Of the module, and of the contexts that it gives. */
const made: Entries = {
  Process: { callbacks: [offloaded('process', 1, 'target')], returns: 'Process' },
  Pool: { returns: 'multiprocessing.pool#Pool', offloads: 'process', limits },
  ...each(['JoinableQueue', 'Queue', 'SimpleQueue'], { returns: 'Queue' }),
  ...each(['Lock', 'RLock'], { returns: 'Lock' }),
  ...each(['BoundedSemaphore', 'Semaphore'], {
    returns: 'Lock',
    limits: { argument: 0, keyword: 'value', default: 1 },
  }),
  Event: { returns: 'Event' },
  get_context: { returns: 'Context' },
  // Starts a process of its own.
  Manager: blocking('process', 'heavy', onThread),
};

const acquire = blocking('lock', 'unbounded', onThread, 'as long as another process holds it');

export const multiprocessing: Library = {
  language: 'python',
  modules: ['multiprocessing'],
  source: 'https://docs.python.org/3/library/multiprocessing.html',
  exports: { ...made, cpu_count: {} },
  types: {
    Context: { members: { ...made, Process: made['Process'] ?? {} } },
    Process: {
      overrides: { run: { runs: 'process' } },
      members: { join: untilEnd, ...each(['is_alive', 'kill', 'start', 'terminate'], {}) },
    },
    Queue: {
      members: {
        get: {
          blocks: {
            what: 'lock',
            weight: 'unbounded',
            cost: 'until an item is there',
            quick: [{ argument: 0, keyword: 'block', values: [false] }],
            twin: onThread,
          },
        },
        join: blocking('lock', 'unbounded', onThread),
        ...each(['empty', 'get_nowait', 'put_nowait', 'qsize', 'task_done'], {}),
      },
    },
    Lock: { members: { acquire, __enter__: acquire, release: {} } },
    Event: { members: { wait: blocking('lock', 'unbounded', onThread), ...each(['clear', 'is_set', 'set'], {}) } },
  },
};

export const multiprocessingPool: Library = {
  language: 'python',
  modules: ['multiprocessing.pool'],
  source: 'https://docs.python.org/3/library/multiprocessing.html#module-multiprocessing.pool',
  exports: {
    Pool: { returns: 'Pool', offloads: 'process', limits },
    ThreadPool: { returns: 'ThreadPool', offloads: 'thread', limits },
    AsyncResult: { returns: 'AsyncResult' },
  },
  types: {
    Pool: { members: pool('process') },
    ThreadPool: { members: pool('thread') },
    AsyncResult: {
      members: {
        get: {
          blocks: {
            what: 'process',
            weight: 'unbounded',
            cost: 'until the work is done',
            quick: [{ argument: 0, keyword: 'timeout', values: [0] }],
            twin: onPool,
          },
        },
        wait: untilDone,
        ...each(['ready', 'successful'], {}),
      },
    },
  },
};
