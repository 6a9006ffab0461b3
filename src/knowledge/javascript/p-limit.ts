import type { Library } from '../schema.ts';

export const pLimit: Library = {
  language: 'javascript',
  modules: ['p-limit'],
  source: 'https://github.com/sindresorhus/p-limit#api',
  exports: {
    default: { limits: { argument: 0 }, returns: 'LimitFunction' },
    limitFunction: {
      limits: { argument: 1, property: 'concurrency' },
      callbacks: [{ argument: 0, runs: 'task', result: 'awaited' }],
    },
  },
  types: {
    LimitFunction: {
      call: { promise: true, callbacks: [{ argument: 0, runs: 'task', result: 'awaited' }] },
      members: {
        clearQueue: {},
        map: { promise: true, callbacks: [{ argument: 1, runs: 'task', result: 'awaited' }], returns: 'global#Array' },
      },
    },
  },
};
