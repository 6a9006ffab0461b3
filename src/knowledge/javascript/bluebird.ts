import type { Entry, Library } from '../schema.ts';
import { each, under, type Entries } from './build.ts';

const mapping: Entry = {
  promise: true,
  returns: 'global#Array',
  limits: { argument: 2, property: 'concurrency' },
  callbacks: [{ argument: 1, runs: 'task', result: 'awaited' }],
};

/** One after the other. */
const inTurn: Entry = { promise: true, callbacks: [{ argument: 1, runs: 'inline', result: 'awaited' }] };

const functions: Entries = {
  ...each(['map', 'filter'], mapping),
  ...each(['each', 'mapSeries', 'reduce'], inTurn),
  all: { promise: true, combinator: 'all', returns: 'global#Array' },
  any: { promise: true, combinator: 'any' },
  race: { promise: true, combinator: 'race' },
  promisify: { promisifies: 0 },
  delay: { promise: true, ignorable: true, delay: { argument: 0, unit: 'ms' } },
};

export const bluebird: Library = {
  language: 'javascript',
  modules: ['bluebird'],
  source: 'https://github.com/petkaantonov/bluebird/tree/master/docs',
  exports: { ...functions, ...under('default', functions) },
};
