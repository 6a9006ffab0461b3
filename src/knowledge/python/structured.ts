import type { Entry, Library } from '../schema.ts';
import { classes, each, offloaded, promised, type Entries } from './build.ts';

/** anyio and trio: task groups, and threads for what blocks. */

const awaited: Entry = { promise: true };

/** An async function and its arguments, started as a task that the group awaits. */
const starts: Entry = {
  callbacks: [{ argument: 0, runs: 'once' }],
  spawns: { argument: 0, calls: true, owned: true },
  loopOnly: 'anyio.from_thread#run',
};

const entry: Entry = { callbacks: [{ argument: 0, runs: 'lifecycle' }] };

/** A coroutine function that waits for file or process as the synchronous one of the same name does. */
const asyncPath: Entries = each(
  [
    'exists',
    'is_dir',
    'is_file',
    'mkdir',
    'open',
    'read_bytes',
    'read_text',
    'rename',
    'replace',
    'rmdir',
    'stat',
  ].concat(['touch', 'unlink', 'write_bytes', 'write_text']),
  promised('file'),
);

const lock: Entries = {
  acquire: { ...awaited, lock: 'acquire' },
  __aenter__: { ...awaited, lock: 'acquire' },
  release: { lock: 'release' },
};

/** Where a task sleeps, and for how long. */
const sleeps: Entries = {
  sleep: { ...awaited, delay: { argument: 0, unit: 's' }, resumes: 'turn' },
  ...each(['sleep_forever', 'sleep_until'], awaited),
};

const limits = { argument: 0, keyword: 'total_tokens' } as const;

/** What anyio and trio name alike: what they wait with, and how it is made. */
const primitives: Library['types'] = {
  Path: { members: asyncPath },
  Lock: { lock: 'mutex', between: 'tasks', threads: 'unsafe', members: lock },
  Condition: { lock: 'condition', between: 'tasks', threads: 'unsafe', members: { ...lock, wait: awaited } },
  CapacityLimiter: { lock: 'semaphore', between: 'tasks', threads: 'unsafe', members: lock },
  Semaphore: { lock: 'semaphore', between: 'tasks', threads: 'unsafe', members: lock },
  Event: { members: { wait: awaited, set: {} } },
};

const makers: Library['exports'] = {
  ...classes(['Condition', 'Event', 'Lock', 'Path']),
  CapacityLimiter: { returns: 'CapacityLimiter', limits },
  Semaphore: { returns: 'Semaphore', limits: { argument: 0, keyword: 'initial_value' } },
};

export const anyio: Library = {
  language: 'python',
  modules: ['anyio'],
  source: 'https://anyio.readthedocs.io/en/stable/api.html',
  exports: {
    ...sleeps,
    run: { callbacks: [{ argument: 0, keyword: 'func', runs: 'once' }], entersLoop: true },
    get_cancelled_exc_class: { cancellation: true },
    ...each(['fail_after', 'move_on_after'], { timeout: { argument: 0, keyword: 'delay', unit: 's' } }),
    create_task_group: { returns: 'TaskGroup' },
    open_file: promised('file'),
    ...each(['open_process', 'run_process'], promised('process')),
    ...each(['connect_tcp', 'getaddrinfo'], promised('network')),
    ...makers,
  },
  types: {
    TaskGroup: { members: { start_soon: starts, start: { ...starts, promise: true } } },
    ...primitives,
  },
};

export const anyioToThread: Library = {
  language: 'python',
  modules: ['anyio.to_thread'],
  source: 'https://anyio.readthedocs.io/en/stable/threads.html',
  exports: { run_sync: { promise: true, callbacks: [offloaded('thread', 0, 'func')], threadpool: 'anyio' } },
};

export const anyioFromThread: Library = {
  language: 'python',
  modules: ['anyio.from_thread'],
  source: 'https://anyio.readthedocs.io/en/stable/threads.html#calling-asynchronous-code-from-a-worker-thread',
  exports: each(['run', 'run_sync'], { callbacks: [{ argument: 0, keyword: 'func', runs: 'once' }] }),
};

export const anyioToProcess: Library = {
  language: 'python',
  modules: ['anyio.to_process'],
  source: 'https://anyio.readthedocs.io/en/stable/subprocesses.html',
  exports: {
    run_sync: {
      promise: true,
      callbacks: [offloaded('process', 0, 'func')],
      clones: [{ argument: 'every', by: 'pickle' }],
    },
  },
};

export const trio: Library = {
  language: 'python',
  modules: ['trio'],
  source: 'https://trio.readthedocs.io/en/stable/reference-core.html',
  exports: {
    ...sleeps,
    run: { callbacks: [{ argument: 0, keyword: 'async_fn', runs: 'once' }], entersLoop: true },
    Cancelled: { cancellation: true },
    ...each(['fail_after', 'move_on_after'], { timeout: { argument: 0, keyword: 'seconds', unit: 's' } }),
    open_nursery: { returns: 'Nursery' },
    run_process: promised('process'),
    open_file: promised('file'),
    open_tcp_stream: promised('network'),
    ...makers,
  },
  types: {
    Nursery: { members: { start_soon: starts, start: { ...starts, promise: true } } },
    ...primitives,
  },
};

export const trioToThread: Library = {
  language: 'python',
  modules: ['trio.to_thread'],
  source: 'https://trio.readthedocs.io/en/stable/reference-core.html#trio.to_thread.run_sync',
  exports: { run_sync: { promise: true, callbacks: [offloaded('thread', 0, 'sync_fn')], threadpool: 'anyio' } },
};

const clickCommand: Entry = { ...entry, returns: 'Group' };

export const click: Library = {
  language: 'python',
  modules: ['click'],
  source: 'https://click.palletsprojects.com/en/stable/api/#decorators',
  // `@click.command` and `@click.command()`.
  exports: each(['command', 'group'], clickCommand),
  types: {
    // Both the decorator that takes options and what a decorated function becomes.
    Group: { call: entry, members: each(['command', 'group', 'result_callback'], clickCommand) },
  },
};

export const typer: Library = {
  language: 'python',
  modules: ['typer'],
  source: 'https://typer.tiangolo.com/tutorial/commands/',
  exports: { Typer: { returns: 'Typer' }, run: entry },
  types: {
    Typer: { members: each(['callback', 'command'], { returns: 'CommandDecorator' }) },
    CommandDecorator: { members: {}, call: entry },
  },
};
