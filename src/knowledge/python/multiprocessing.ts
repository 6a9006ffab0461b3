import type { Entry, Library } from '../schema.ts';
import { blocking, different, each, offloaded, onThread, type Entries } from './build.ts';

const onPool = different(
  'asyncio#AbstractEventLoop.run_in_executor',
  'await loop.run_in_executor(executor, f, …), with a concurrent.futures.ProcessPoolExecutor kept for the life of the program.',
);

const untilDone: Entry = blocking('process', 'unbounded', onPool, 'until the work is done');
const untilEnd = blocking('process', 'unbounded', onThread, 'until the process ends');

const copies: NonNullable<Entry['clones']> = [{ argument: 'every', by: 'pickle' }];

function pool(runs: 'thread' | 'process'): Entries {
  const callbacks = [offloaded(runs, 0, 'func')];
  const copied: Entry = runs === 'process' ? { clones: copies } : {};
  return {
    ...each(['apply', 'map', 'starmap'], { ...untilDone, ...copied, callbacks }),
    ...each(['apply_async', 'map_async', 'starmap_async'], {
      ...copied,
      callbacks,
      returns: 'multiprocessing.pool#AsyncResult',
      errors: 'stored',
    }),
    ...each(['imap', 'imap_unordered'], { ...copied, callbacks, errors: 'stored' }),
    join: untilDone,
    ...each(['close', 'terminate'], {}),
  };
}

const limits: Entry['limits'] = { argument: 0, keyword: 'processes', default: 61 };

/** Of the module, and of the contexts that it gives. */
const made: Entries = {
  // Copied where processes are spawned, which is the usual way on Windows and macOS, and with 3.14 on Linux in `forkserver`.
  Process: { callbacks: [offloaded('process', 1, 'target')], clones: copies, returns: 'Process', errors: 'printed' },
  Pool: { returns: 'multiprocessing.pool#Pool', offloads: 'process', limits },
  ...each(['JoinableQueue', 'Queue', 'SimpleQueue'], { returns: 'Queue' }),
  Lock: { returns: 'Lock' },
  RLock: { returns: 'RLock' },
  ...each(['BoundedSemaphore', 'Semaphore'], {
    returns: 'Semaphore',
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
      holds: { what: 'processes', closedBy: ['close', 'join', 'terminate'] },
      overrides: { run: { runs: 'process' } },
      members: { join: untilEnd, ...each(['is_alive', 'kill', 'start', 'terminate'], {}) },
    },
    Queue: {
      queue: true,
      between: 'processes',
      threads: 'safe',
      members: {
        put: { clones: [{ argument: 0, by: 'pickle' }], queue: 'put' },
        close: { queue: 'close' },
        get: {
          blocks: {
            what: 'lock',
            weight: 'unbounded',
            cost: 'until an item is there',
            quick: [{ argument: 0, keyword: 'block', values: [false] }],
            twin: onThread,
          },
          queue: 'get',
        },
        join: { ...blocking('lock', 'unbounded', onThread), queue: 'join' },
        task_done: { queue: 'done' },
        ...each(['empty', 'get_nowait', 'put_nowait', 'qsize'], {}),
      },
    },
    Lock: {
      lock: 'mutex',
      between: 'processes',
      members: {
        acquire: { ...acquire, lock: 'acquire' },
        __enter__: { ...acquire, lock: 'acquire' },
        release: { lock: 'release' },
      },
    },
    RLock: { extends: 'Lock', lock: 'reentrant', members: {} },
    Semaphore: { extends: 'Lock', lock: 'semaphore', members: {} },
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
    Pool: { holds: { what: 'processes', closedBy: ['close', 'terminate'] }, members: pool('process') },
    ThreadPool: { holds: { what: 'threads', closedBy: ['close', 'terminate'] }, members: pool('thread') },
    AsyncResult: {
      members: {
        get: {
          blocks: {
            what: 'process',
            weight: 'unbounded',
            cost: 'until the work is done',
            quick: [{ argument: 0, keyword: 'timeout', values: [0] }],
            untilDone: true,
            twin: onPool,
          },
        },
        wait: untilDone,
        ...each(['ready', 'successful'], {}),
      },
    },
  },
};
