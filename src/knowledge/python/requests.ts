import type { Library } from '../schema.ts';
import { computes, each, waits, type Entries } from './build.ts';

const methods: Entries = each(
  ['delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'request'],
  waits('network', { returns: 'Response', cost: 'no time-out unless one is given' }),
);

export const requests: Library = {
  language: 'python',
  modules: ['requests'],
  source: 'https://requests.readthedocs.io/en/latest/api/',
  exports: { ...methods, ...each(['Session', 'session'], { returns: 'Session' }) },
  types: {
    Session: {
      members: {
        ...methods,
        send: waits('network', { returns: 'Response' }),
        ...each(['close', 'mount'], {}),
      },
    },
    // The body is there already, unless `stream=True` was given.
    Response: { members: { json: computes, ...each(['close', 'raise_for_status'], {}) } },
  },
};
