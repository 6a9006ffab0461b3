import type { Library } from '../schema.ts';
import { each } from './build.ts';

export const pQueue: Library = {
  language: 'javascript',
  modules: ['p-queue'],
  source: 'https://github.com/sindresorhus/p-queue#api',
  exports: { default: { limits: { argument: 0, property: 'concurrency' }, returns: 'PQueue' } },
  types: {
    PQueue: {
      // `on` until version 9, `addEventListener` since version 10.
      extends: 'node:events#EventEmitter',
      members: {
        add: { promise: true, callbacks: [{ argument: 0, runs: 'task' }] },
        addAll: { promise: true, callbacks: [{ argument: 0, runs: 'task' }], returns: 'global#Array' },
        addEventListener: { callbacks: [{ argument: 1, runs: 'handler', label: 'event listener' }] },
        start: { returns: 'this' },
        ...each(['onEmpty', 'onIdle', 'onSizeLessThan'], { promise: true }),
      },
    },
  },
};
