import type { Entry, Library } from '../schema.ts';
import { computes, each, waits, type Entries } from './build.ts';

/** Without a time-out it waits for ever. */
const timeout: Entry['timeout'] = { keyword: 'timeout', unit: 's' };
const call: Entry = { ...waits('network', { returns: 'Response', cost: 'no time-out unless one is given' }), timeout };

const methods: Entries = {
  ...each(['delete', 'patch', 'post', 'put', 'request'], call),
  ...each(['get', 'head', 'options'], { ...call, reads: true }),
};

export const requests: Library = {
  language: 'python',
  modules: ['requests'],
  source: 'https://requests.readthedocs.io/en/latest/api/',
  exports: { ...methods, ...each(['Session', 'session'], { returns: 'Session' }) },
  types: {
    Session: {
      holds: { what: 'connections', closedBy: ['close'] },
      threads: 'unsafe',
      members: {
        ...methods,
        send: { ...waits('network', { returns: 'Response' }), timeout },
        ...each(['close', 'mount'], {}),
      },
    },
    // The body is there already, unless `stream=True` was given.
    Response: { members: { json: { ...computes, serializes: true }, ...each(['close', 'raise_for_status'], {}) } },
  },
};
