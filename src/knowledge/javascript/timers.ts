import type { Entry, Library } from '../schema.ts';
import { each, under, type Entries } from './build.ts';

const callback = { argument: 0, runs: 'timer', result: 'ignored', label: 'timer' } as const;
const delay: Entry['delay'] = { argument: 1, unit: 'ms' };

export const timerFunctions: Entries = {
  setImmediate: { callbacks: [callback] },
  setInterval: { callbacks: [{ ...callback, repeats: true }], delay, returns: 'node:timers#Timeout' },
  setTimeout: { callbacks: [callback], delay, returns: 'node:timers#Timeout' },
  ...each(['clearImmediate', 'clearInterval', 'clearTimeout'], {}),
};

/** `setInterval` is left out: it gives an async iterator, no promise. */
const promiseFunctions: Entries = {
  ...each(['scheduler.yield', 'setImmediate'], { promise: true, resumes: 'turn' }),
  'scheduler.wait': {
    promise: true,
    resumes: 'turn',
    delay: { argument: 0, unit: 'ms' },
    abort: { argument: 1, property: 'signal' },
  },
  setTimeout: {
    promise: true,
    resumes: 'turn',
    delay: { argument: 0, unit: 'ms' },
    abort: { argument: 2, property: 'signal' },
  },
};

export const timers: Library = {
  language: 'javascript',
  modules: ['node:timers', 'timers'],
  source: 'https://nodejs.org/api/timers.html',
  exports: { ...timerFunctions, ...under('promises', promiseFunctions) },
  types: { Timeout: { members: { ...each(['ref', 'refresh', 'unref'], { returns: 'this' }), hasRef: {} } } },
};

export const timersPromises: Library = {
  language: 'javascript',
  modules: ['node:timers/promises', 'timers/promises'],
  source: 'https://nodejs.org/api/timers.html#timers-promises-api',
  exports: promiseFunctions,
};
