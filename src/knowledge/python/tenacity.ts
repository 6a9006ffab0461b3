import type { Library } from '../schema.ts';
import { blocking, onThread } from './build.ts';

/** It pauses between two tries by `time.sleep`, or by the sleep of the loop where what it calls is a coroutine function. */
export const tenacity: Library = {
  language: 'python',
  modules: ['tenacity'],
  source: 'https://tenacity.readthedocs.io/en/latest/#async-and-retry',
  exports: { Retrying: { returns: 'Retrying' }, AsyncRetrying: { returns: 'AsyncRetrying' } },
  types: {
    // `Retrying(…)(f)` calls, pauses and calls again.
    Retrying: {
      members: {},
      call: {
        ...blocking('sleep', 'unbounded', onThread, 'all pauses between the tries'),
        callbacks: [{ argument: 0, keyword: 'fn', runs: 'inline' }],
      },
    },
    AsyncRetrying: { members: {}, call: { promise: true, callbacks: [{ argument: 0, keyword: 'fn', runs: 'once' }] } },
  },
};
