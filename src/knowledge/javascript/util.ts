import type { Library } from '../schema.ts';

export const util: Library = {
  language: 'javascript',
  modules: ['node:util', 'util'],
  source: 'https://nodejs.org/api/util.html',
  exports: { promisify: { promisifies: 0 }, callbackify: { wraps: 0 }, deprecate: { wraps: 0 } },
};
