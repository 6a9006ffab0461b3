import type { Library } from '../schema.ts';
import { each } from './build.ts';

export const workerThreads: Library = {
  language: 'javascript',
  modules: ['node:worker_threads', 'worker_threads'],
  source: 'https://nodejs.org/api/worker_threads.html',
  exports: {
    Worker: { returns: 'Worker', offloads: 'thread' },
    MessageChannel: { returns: 'MessageChannel' },
    BroadcastChannel: { returns: 'global#EventTarget' },
    parentPort: { type: 'ParentPort' },
  },
  types: {
    Worker: {
      extends: 'node:events#EventEmitter',
      members: { terminate: { promise: true }, getHeapSnapshot: { promise: true } },
    },
    MessageChannel: { members: each(['port1', 'port2'], { type: 'MessagePort' }) },
    MessagePort: { extends: 'node:events#EventEmitter', members: {} },
    // Whoever listens to it is a worker, where holding up the thread is the point.
    ParentPort: {
      extends: 'MessagePort',
      members: each(['on', 'once', 'addListener', 'addEventListener'], {
        callbacks: [{ argument: 1, runs: 'thread', label: 'worker message' }],
        returns: 'this',
      }),
    },
  },
};
