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
      quick: [{ argument: 0, keyword: 'blocking', values: [false] }],
      twin: forTasks(twin, 'acquire'),
    },
  };
}

/** `with lock:` waits as `lock.acquire()` does. */
function lock(twin: string): Entries {
  return {
    acquire: acquire(twin),
    __enter__: blocking('lock', 'unbounded', forTasks(twin, 'acquire'), held),
    release: {},
  };
}

export const threading: Library = {
  language: 'python',
  modules: ['threading'],
  source: 'https://docs.python.org/3/library/threading.html',
  exports: {
    Thread: { callbacks: [offloaded('thread', 1, 'target')], returns: 'Thread' },
    Timer: { callbacks: [offloaded('thread', 1, 'function')], returns: 'Timer' },
    ...classes(['Barrier', 'Condition', 'Event', 'Lock', 'RLock']),
    ...classes(['BoundedSemaphore', 'Semaphore'], { limits: { argument: 0, keyword: 'value', default: 1 } }),
    ...each(['current_thread', 'main_thread'], { returns: 'Thread' }),
  },
  types: {
    Thread: {
      overrides: { run: { runs: 'thread' } },
      members: {
        join: blocking('lock', 'unbounded', onThread, 'until the thread ends'),
        ...each(['is_alive', 'start'], {}),
      },
    },
    Timer: { extends: 'Thread', members: { cancel: {} } },
    Lock: { members: { ...lock('Lock'), locked: {} } },
    RLock: { members: lock('Lock') },
    Semaphore: { members: lock('Semaphore') },
    BoundedSemaphore: { extends: 'Semaphore', members: {} },
    Condition: {
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
      members: {
        wait: blocking('lock', 'unbounded', forTasks('Event', 'wait'), 'until the event is set'),
        ...each(['clear', 'is_set', 'set'], {}),
      },
    },
    Barrier: { members: { wait: blocking('lock', 'unbounded', onThread), ...each(['abort', 'reset'], {}) } },
  },
};
