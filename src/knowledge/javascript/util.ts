import type { Library } from '../schema.ts';

export const util: Library = {
  language: 'javascript',
  modules: ['node:util', 'util'],
  source: 'https://nodejs.org/api/util.html',
  // What `promisify` gives depends on its argument, which no entry can say: listed so that the look-up knows the name.
  exports: { promisify: {}, callbackify: { wraps: 0 }, deprecate: { wraps: 0 } },
};
