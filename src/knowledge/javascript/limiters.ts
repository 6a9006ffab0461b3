import type { Callback, Library } from '../schema.ts';
import { each, type Entries } from './build.ts';

/** What lets in a few at a time. p-limit, p-map and p-queue have files of their own. */

const task = (argument: number): Callback => ({ argument, runs: 'task', result: 'awaited' });

export const bottleneck: Library = {
  language: 'javascript',
  modules: ['bottleneck'],
  source: 'https://github.com/SGrondin/bottleneck#docs',
  exports: { default: { limits: { argument: 0, property: 'maxConcurrent' }, returns: 'Bottleneck' } },
  types: {
    Bottleneck: {
      extends: 'node:events#EventEmitter',
      members: {
        // `schedule(fn)` and `schedule(options, fn)`
        schedule: { promise: true, callbacks: [{ argument: 'every', from: 0, runs: 'task', result: 'awaited' }] },
        wrap: { callbacks: [task(0)] },
        submit: { callbacks: [task(0)] },
        ...each(['disconnect', 'stop'], { promise: true }),
      },
    },
  },
};

export const pAll: Library = {
  language: 'javascript',
  modules: ['p-all'],
  source: 'https://github.com/sindresorhus/p-all#api',
  exports: { default: { promise: true, limits: { argument: 1, property: 'concurrency' }, returns: 'global#Array' } },
};

/** Each try waits longer for the next one: 1 s, 2 s, 4 s …, ten times. */
export const pRetry: Library = {
  language: 'javascript',
  modules: ['p-retry'],
  source: 'https://github.com/sindresorhus/p-retry#api',
  exports: {
    default: {
      promise: true,
      callbacks: [{ argument: 0, runs: 'inline', result: 'awaited' }],
      abort: { argument: 1, property: 'signal' },
    },
  },
};

const locking: Entries = {
  acquire: { promise: true, lock: 'acquire' },
  runExclusive: { promise: true, lock: 'run', callbacks: [task(0)] },
  waitForUnlock: { promise: true },
  release: { lock: 'release' },
  ...each(['cancel', 'isLocked'], {}),
};

export const asyncMutex: Library = {
  language: 'javascript',
  modules: ['async-mutex'],
  source: 'https://github.com/DirtyHairy/async-mutex#api',
  exports: {
    Mutex: { limits: { default: 1 }, returns: 'Mutex' },
    Semaphore: { limits: { argument: 0 }, returns: 'Semaphore' },
  },
  types: {
    Mutex: { lock: 'mutex', between: 'tasks', members: locking },
    Semaphore: { lock: 'semaphore', between: 'tasks', members: locking },
  },
};

/** A name, and the same with `Limit` (the number is the second argument) and `Series` after it. */
function family(name: string, names: readonly string[] = [name]): Entries {
  return Object.fromEntries(
    names.flatMap((each) => [
      [each, { promise: true, callbacks: [task(1)] }],
      [`${each}Series`, { promise: true, limits: { default: 1 }, callbacks: [task(1)] }],
      [`${each}Limit`, { promise: true, limits: { argument: 1 }, callbacks: [task(2)] }],
    ]),
  );
}

const collections = ['concat', 'detect', 'each', 'eachOf', 'every', 'filter', 'forEach', 'forEachOf', 'groupBy', 'map'];

const all: Entries = {
  ...family('', [...collections, 'mapValues', 'reject', 'some']),
  ...each(['parallel', 'series', 'waterfall', 'auto'], { promise: true }),
  parallelLimit: { promise: true, limits: { argument: 1 } },
  queue: { limits: { argument: 1, default: 1 }, callbacks: [task(0)] },
  priorityQueue: { limits: { argument: 1, default: 1 }, callbacks: [task(0)] },
  cargo: { callbacks: [task(0)] },
  ...each(['retry', 'timeout', 'reflect', 'memoize', 'asyncify'], {}),
};

/** Given a callback last, its functions give no promise. */
export const async: Library = {
  language: 'javascript',
  modules: ['async'],
  source: 'https://caolan.github.io/async/v3/docs.html',
  exports: all,
};
