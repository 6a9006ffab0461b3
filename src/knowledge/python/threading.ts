import type { Entry, Library } from '../schema.ts';
import { blocking, classes, different, each, offloaded, onThread, type Entries } from './build.ts';

const held = 'as long as another thread holds it';

/** The primitive of the same name for tasks, which threads must not share. */
function forTasks(name: string, member?: string): NonNullable<NonNullable<Entry['blocks']>['twin']> {
  const symbol = member === undefined ? name : `${name}.${member}`;
  return different(`asyncio#${symbol}`, `For tasks of one loop there is asyncio.${name}; threads cannot share it.`);
}

function acquire(twin: string): Entry {
  return {
    blocks: {
      what: 'lock',
      weight: 'unbounded',
      cost: held,
      quick: [
        { argument: 0, keyword: 'blocking', values: [false] },
        { argument: 1, keyword: 'timeout', values: [0] },
      ],
      twin: forTasks(twin, 'acquire'),
    },
    lock: 'acquire',
  };
}

/** `with lock:` waits as `lock.acquire()` does. */
function lock(twin: string): Entries {
  return {
    acquire: acquire(twin),
    // Most locks are held for moments; one that is held across an `await` is another matter.
    __enter__: { ...blocking('lock', 'metadata', forTasks(twin, 'acquire'), held), lock: 'acquire' },
    release: { lock: 'release' },
  };
}

export const threading: Library = {
  language: 'python',
  modules: ['threading'],
  source: 'https://docs.python.org/3/library/threading.html',
  exports: {
    // What the function raises is printed to standard error, and nobody else hears of it.
    Thread: { callbacks: [offloaded('thread', 1, 'target')], returns: 'Thread', errors: 'printed' },
    Timer: {
      callbacks: [offloaded('thread', 1, 'function')],
      delay: { argument: 0, keyword: 'interval', unit: 's' },
      returns: 'Timer',
      errors: 'printed',
    },
    ...classes(['Barrier', 'Condition', 'Event', 'Lock', 'RLock']),
    ...classes(['BoundedSemaphore', 'Semaphore'], { limits: { argument: 0, keyword: 'value', default: 1 } }),
    ...each(['current_thread', 'currentThread'], { returns: 'Thread', tied: 'thread' }),
    ...each(['get_ident', 'get_native_id'], { tied: 'thread' }),
    main_thread: { returns: 'Thread' },
    local: { returns: 'local' },
  },
  types: {
    Thread: {
      overrides: { run: { runs: 'thread' } },
      members: {
        join: {
          blocks: {
            what: 'lock',
            weight: 'unbounded',
            cost: 'until the thread ends',
            quick: [{ argument: 0, keyword: 'timeout', values: [0] }],
            twin: onThread,
          },
        },
        ...each(['is_alive', 'start'], {}),
      },
    },
    Timer: { extends: 'Thread', members: { cancel: {} } },
    Lock: { lock: 'mutex', between: 'threads', threads: 'safe', members: { ...lock('Lock'), locked: {} } },
    RLock: { lock: 'reentrant', between: 'threads', threads: 'safe', members: lock('Lock') },
    Semaphore: { lock: 'semaphore', between: 'threads', threads: 'safe', members: lock('Semaphore') },
    BoundedSemaphore: { extends: 'Semaphore', members: {} },
    Condition: {
      lock: 'condition',
      between: 'threads',
      threads: 'safe',
      members: {
        ...lock('Condition'),
        wait: blocking('lock', 'unbounded', forTasks('Condition', 'wait'), 'until it is notified'),
        wait_for: {
          ...blocking('lock', 'unbounded', forTasks('Condition', 'wait_for'), 'until it is notified'),
          callbacks: [{ argument: 0, keyword: 'predicate', runs: 'inline' }],
        },
        ...each(['notify', 'notify_all'], {}),
      },
    },
    Event: {
      threads: 'safe',
      members: {
        wait: {
          blocks: {
            what: 'lock',
            weight: 'unbounded',
            cost: 'until the event is set',
            quick: [{ argument: 0, keyword: 'timeout', values: [0] }],
            twin: forTasks('Event', 'wait'),
          },
        },
        ...each(['clear', 'is_set', 'set'], {}),
      },
    },
    // Each thread has members of its own in it.
    local: { threads: 'bound', members: {} },
    Barrier: { members: { wait: blocking('lock', 'unbounded', onThread), ...each(['abort', 'reset'], {}) } },
  },
};
