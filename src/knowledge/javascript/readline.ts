import type { Library } from '../schema.ts';
import { doneCallback } from './build.ts';

export const readline: Library = {
  language: 'javascript',
  modules: ['node:readline', 'readline'],
  source: 'https://nodejs.org/api/readline.html',
  exports: {
    createInterface: { returns: 'Interface' },
    'promises.createInterface': { returns: 'node:readline/promises#Interface' },
  },
  types: {
    Interface: {
      extends: 'node:events#EventEmitter',
      members: { question: { callbacks: [doneCallback] } },
    },
  },
};

export const readlinePromises: Library = {
  language: 'javascript',
  modules: ['node:readline/promises', 'readline/promises'],
  source: 'https://nodejs.org/api/readline.html#promises-api',
  exports: { createInterface: { returns: 'Interface' } },
  types: {
    Interface: {
      extends: 'node:events#EventEmitter',
      members: { question: { promise: true } },
    },
  },
};
