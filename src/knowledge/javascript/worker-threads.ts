import type { Entry, Library, Option } from '../schema.ts';
import { each } from './build.ts';

const transfer: Option = { argument: 1, property: 'transferList' };

const postMessage: Entry = {
  clones: [{ argument: 0, by: 'structured-clone', transfer: { argument: 1 } }],
};

export const workerThreads: Library = {
  language: 'javascript',
  modules: ['node:worker_threads', 'worker_threads'],
  source: 'https://nodejs.org/api/worker_threads.html',
  exports: {
    Worker: {
      returns: 'Worker',
      offloads: 'thread',
      workerModule: { argument: 0 },
      clones: [{ argument: 1, property: 'workerData', by: 'structured-clone', transfer }],
    },
    workerData: {},
    MessageChannel: { returns: 'MessageChannel' },
    BroadcastChannel: { returns: 'global#EventTarget' },
    parentPort: { type: 'ParentPort' },
    ...each(['getEnvironmentData', 'isMarkedAsUntransferable', 'receiveMessageOnPort'], {}),
    setEnvironmentData: { clones: [{ argument: 1, by: 'structured-clone' }] },
  },
  types: {
    Worker: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'threads', closedBy: ['terminate'] },
      needsListener: ['error', 'exit'],
      members: { postMessage, terminate: { promise: true }, getHeapSnapshot: { promise: true } },
    },
    MessageChannel: { members: each(['port1', 'port2'], { type: 'MessagePort' }) },
    MessagePort: { extends: 'node:events#EventEmitter', members: { postMessage, close: {} } },
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
