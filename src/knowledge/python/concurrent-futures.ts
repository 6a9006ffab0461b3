import type { Entry, Library } from '../schema.ts';
import { classes, different, each, offloaded, onThread, type Entries } from './build.ts';

const asAwaitable = different(
  'asyncio#wrap_future',
  'await asyncio.wrap_future(future); where the work is submitted here, await loop.run_in_executor(executor, f) gives an awaitable at once.',
);

/** Waits until work handed out is done. */
const untilDone: Entry = {
  blocks: { what: 'lock', weight: 'unbounded', cost: 'until the work is done', untilDone: true },
};

/** A process is handed copies of what it is given, and hands back a copy of what it makes. */
const copies: NonNullable<Entry['clones']> = [{ argument: 'every', by: 'pickle' }];

function executor(runs: 'thread' | 'process'): Entries {
  const elsewhere: Entry = { callbacks: [offloaded(runs, 0)], ...(runs === 'process' && { clones: copies }) };
  return {
    submit: { ...elsewhere, returns: 'Future', errors: 'stored' },
    // An error is raised where its result is taken, and lost where none are.
    map: { ...elsewhere, errors: 'stored' },
    shutdown: {
      blocks: {
        what: 'lock',
        weight: 'unbounded',
        cost: 'until all of its work is done',
        quick: [{ argument: 0, keyword: 'wait', values: [false] }],
        twin: onThread,
      },
    },
    // Leaving `with` waits for all of its work.
    __exit__: untilDone,
  };
}

const wait = different(
  'asyncio#wait',
  'await asyncio.wait([asyncio.wrap_future(each) for each in futures]) waits for the same work.',
);
const asCompleted = different(
  'asyncio#as_completed',
  'for next in asyncio.as_completed([asyncio.wrap_future(each) for each in futures]): await next',
);

export const concurrentFutures: Library = {
  language: 'python',
  modules: ['concurrent.futures'],
  source: 'https://docs.python.org/3/library/concurrent.futures.html',
  exports: {
    // Without a number as many as there are processors and four, at most 32.
    ThreadPoolExecutor: {
      returns: 'ThreadPoolExecutor',
      offloads: 'thread',
      limits: { argument: 0, keyword: 'max_workers', default: 32 },
    },
    ProcessPoolExecutor: {
      returns: 'ProcessPoolExecutor',
      offloads: 'process',
      limits: { argument: 0, keyword: 'max_workers', default: 61 },
    },
    InterpreterPoolExecutor: {
      returns: 'InterpreterPoolExecutor',
      offloads: 'thread',
      limits: { argument: 0, keyword: 'max_workers', default: 32 },
    },
    ...classes(['Future']),
    wait: {
      blocks: {
        what: 'lock',
        weight: 'unbounded',
        quick: [{ argument: 1, keyword: 'timeout', values: [0] }],
        twin: wait,
      },
    },
    as_completed: { blocks: { what: 'lock', weight: 'unbounded', twin: asCompleted } },
    CancelledError: { cancellation: true },
  },
  types: {
    ThreadPoolExecutor: {
      holds: { what: 'threads', closedBy: ['shutdown'] },
      threads: 'safe',
      members: executor('thread'),
    },
    // Only since 3.14, and only where `import` says so.
    InterpreterPoolExecutor: { extends: 'ThreadPoolExecutor', members: executor('process') },
    ProcessPoolExecutor: {
      holds: { what: 'processes', closedBy: ['shutdown'] },
      threads: 'safe',
      members: executor('process'),
    },
    Future: {
      members: {
        ...each(['exception', 'result'], {
          blocks: {
            what: 'lock',
            weight: 'unbounded',
            cost: 'until the work is done',
            quick: [{ argument: 0, keyword: 'timeout', values: [0] }],
            untilDone: true,
            twin: asAwaitable,
          },
        }),
        add_done_callback: { callbacks: [{ argument: 0, keyword: 'fn', runs: 'once' }] },
        ...each(['cancel', 'cancelled', 'done', 'running'], {}),
      },
    },
  },
};
