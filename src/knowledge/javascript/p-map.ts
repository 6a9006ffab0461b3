import type { Entry, Library } from '../schema.ts';
import { each } from './build.ts';

const mapping: Entry = {
  limits: { argument: 2, property: 'concurrency' },
  callbacks: [{ argument: 1, runs: 'task', result: 'awaited' }],
  abort: { argument: 2, property: 'signal' },
};

export const pMap: Library = {
  language: 'javascript',
  modules: ['p-map'],
  source: 'https://github.com/sindresorhus/p-map#api',
  exports: {
    ...each(['default', 'pMapSettled'], { ...mapping, promise: true, returns: 'global#Array' }),
    pMapIterable: mapping,
  },
};
