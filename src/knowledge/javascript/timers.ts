import type { Entry, Library } from '../schema.ts';
import { each, under, type Entries } from './build.ts';

const timer: Entry = { callbacks: [{ argument: 0, runs: 'timer', label: 'timer' }] };

export const timerFunctions: Entries = each(['setImmediate', 'setInterval', 'setTimeout'], timer);

/** `setInterval` is left out: it gives an async iterator, no promise. */
const promiseFunctions = each(['scheduler.wait', 'scheduler.yield', 'setImmediate', 'setTimeout'], { promise: true });

export const timers: Library = {
  language: 'javascript',
  modules: ['node:timers', 'timers'],
  source: 'https://nodejs.org/api/timers.html',
  exports: { ...timerFunctions, ...under('promises', promiseFunctions) },
};

export const timersPromises: Library = {
  language: 'javascript',
  modules: ['node:timers/promises', 'timers/promises'],
  source: 'https://nodejs.org/api/timers.html#timers-promises-api',
  exports: promiseFunctions,
};
