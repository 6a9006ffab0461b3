import type { Library } from '../schema.ts';
import { blocking, each } from './build.ts';

/** Threads and processes for work; Piscina has a file of its own. */

export const tinypool: Library = {
  language: 'javascript',
  modules: ['tinypool'],
  source: 'https://github.com/tinylibs/tinypool#api',
  exports: each(['default', 'Tinypool'], {
    returns: 'Tinypool',
    offloads: 'thread',
    workerModule: { argument: 0, property: 'filename' },
  }),
  types: {
    Tinypool: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'threads', closedBy: ['destroy'] },
      members: {
        run: {
          promise: true,
          offloads: 'thread',
          clones: [{ argument: 0, by: 'structured-clone', transfer: { argument: 1, property: 'transferList' } }],
          abort: { argument: 1, property: 'signal' },
        },
        ...each(['destroy', 'recycleWorkers'], { promise: true }),
        cancelPendingTasks: {},
      },
    },
  },
};

export const workerpool: Library = {
  language: 'javascript',
  modules: ['workerpool'],
  source: 'https://github.com/josdejong/workerpool#api',
  exports: {
    ...each(['default.pool', 'pool'], { returns: 'Pool', offloads: 'thread', workerModule: { argument: 0 } }),
    ...each(['default.worker', 'worker'], {}),
  },
  types: {
    Pool: {
      holds: { what: 'threads', closedBy: ['terminate'] },
      members: {
        exec: {
          promise: true,
          offloads: 'thread',
          callbacks: [{ argument: 0, runs: 'thread', asText: true }],
          clones: [{ argument: 1, by: 'structured-clone', transfer: { argument: 2, property: 'transfer' } }],
        },
        ...each(['proxy', 'terminate'], { promise: true }),
        stats: {},
      },
    },
  },
};

export const jestWorker: Library = {
  language: 'javascript',
  modules: ['jest-worker'],
  source: 'https://github.com/jestjs/jest/tree/main/packages/jest-worker#api',
  exports: { Worker: { returns: 'Worker', offloads: 'process', workerModule: { argument: 0 } } },
  types: {
    // What the worker's module exports are methods here.
    Worker: {
      holds: { what: 'processes', closedBy: ['end'] },
      members: {
        end: { promise: true },
        ...each(['getStderr', 'getStdout'], {}),
        '*': { promise: true, offloads: 'process', clones: [{ argument: 'every', by: 'structured-clone' }] },
      },
    },
  },
};

const waits = blocking('lock', 'unbounded', undefined, 'until the worker has answered, the start of it included');

/** A worker does it, and this thread stands still meanwhile. */
export const synckit: Library = {
  language: 'javascript',
  modules: ['synckit'],
  source: 'https://github.com/un-ts/synckit#usage',
  exports: { createSyncFn: { returns: 'SyncFunction' }, runAsWorker: { callbacks: [{ argument: 0, runs: 'thread' }] } },
  types: { SyncFunction: { members: {}, call: waits } },
};

export const makeSynchronous: Library = {
  language: 'javascript',
  modules: ['make-synchronous'],
  source: 'https://github.com/sindresorhus/make-synchronous#api',
  exports: { default: { returns: 'SyncFunction', callbacks: [{ argument: 0, runs: 'thread', asText: true }] } },
  types: { SyncFunction: { members: {}, call: waits } },
};
