import type { Entry, Library } from '../schema.ts';
import { each, promised, type Entries } from './build.ts';

/** It waits for ever unless the options at this place, or those of the instance, say otherwise. */
function request(argument: number): Entry {
  return {
    ...promised('network'),
    timeout: { argument, property: 'timeout', unit: 'ms' },
    abort: { argument, property: 'signal' },
  };
}

/** `axios` itself has them, and so has each instance. */
const members: Entries = {
  ...each(['delete', 'options'], request(1)),
  ...each(['get', 'head'], { ...request(1), reads: true }),
  ...each(['patch', 'patchForm', 'post', 'postForm', 'put', 'putForm'], request(2)),
  request: request(0),
  // `timeout` of the defaults counts for every request.
  create: { returns: 'AxiosInstance', timeout: { argument: 0, property: 'timeout', unit: 'ms' } },
};

export const axios: Library = {
  language: 'javascript',
  modules: ['axios'],
  source: 'https://axios-http.com/docs/api_intro',
  exports: {
    default: request(0),
    ...members,
    all: { promise: true, combinator: 'all' },
    Axios: { returns: 'AxiosInstance' },
  },
  types: { AxiosInstance: { call: request(0), members } },
};
