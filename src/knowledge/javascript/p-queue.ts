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
        add: {
          promise: true,
          abort: { argument: 1, property: 'signal' },
          callbacks: [{ argument: 0, runs: 'task', result: 'awaited' }],
        },
        addAll: {
          promise: true,
          callbacks: [{ argument: 0, runs: 'task', result: 'awaited' }],
          returns: 'global#Array',
        },
        addEventListener: { callbacks: [{ argument: 1, runs: 'handler', label: 'event listener', result: 'ignored' }] },
        start: { returns: 'this' },
        ...each(['onEmpty', 'onError', 'onIdle', 'onSizeLessThan'], { promise: true }),
        ...each(['clear', 'pause'], {}),
      },
    },
  },
};
