import type { Entry, Library } from '../schema.ts';
import { offloaded } from './build.ts';

/** Each makes another function of the one it is given. */
const waits: Entry = { blocks: { what: 'lock', weight: 'unbounded', cost: 'until the coroutine is done' } };

export const asyncer: Library = {
  language: 'python',
  modules: ['asyncer'],
  source: 'https://asyncer.tiangolo.com/tutorial/',
  exports: {
    // `await asyncify(f)(…)`
    asyncify: { callbacks: [offloaded('thread', 0, 'function')], returns: 'Asyncified', threadpool: 'anyio' },
    // Made for a thread that asyncify started, which waits for the loop.
    syncify: { returns: 'Syncified' },
    runnify: { returns: 'Runnified' },
    create_task_group: { returns: 'TaskGroup' },
  },
  types: {
    Asyncified: { members: {}, call: { promise: true, threadpool: 'anyio' } },
    Syncified: { members: {}, call: waits },
    Runnified: { members: {}, call: { entersLoop: true } },
    TaskGroup: {
      extends: 'anyio#TaskGroup',
      // `group.soonify(f)(…)` starts the task.
      members: { soonify: { callbacks: [{ argument: 0, keyword: 'async_function', runs: 'once' }] } },
    },
  },
};
