import type { Entry, Library } from '../schema.ts';
import { blocking, different, each, promised } from './build.ts';

/** Bounded by a signal only. */
const fetching: Entry = { ...promised('network', 'global#Response'), abort: { argument: 1, property: 'signal' } };

/** Tried again twice, and without a time-out unless the options say otherwise. */
const gotten: Entry = {
  ...promised('network'),
  abort: { argument: 1, property: 'signal' },
  timeout: { argument: 1, property: 'timeout', unit: 'ms' },
};

/** Ten seconds. */
const kyed: Entry = {
  ...promised('network', 'global#Response'),
  abort: { argument: 1, property: 'signal' },
  timeout: { argument: 1, property: 'timeout', unit: 'ms', default: 10 },
};

const methods = ['delete', 'get', 'head', 'patch', 'post', 'put'];

export const nodeFetch: Library = {
  language: 'javascript',
  modules: ['node-fetch'],
  source: 'https://github.com/node-fetch/node-fetch#api',
  exports: { default: { ...fetching, reads: { argument: 1, property: 'method', values: ['GET', 'HEAD', 'OPTIONS'] } } },
};

const gotMembers: Record<string, Entry> = {
  ...each(methods, gotten),
  ...each(['get', 'head'], { ...gotten, reads: true }),
  extend: { returns: 'Got' },
  stream: { io: 'network', returns: 'node:stream#Duplex' },
};

export const got: Library = {
  language: 'javascript',
  modules: ['got'],
  source: 'https://github.com/sindresorhus/got#documentation',
  exports: { ...each(['default', 'got'], gotten), ...gotMembers },
  types: { Got: { call: gotten, members: gotMembers } },
};

const kyMembers: Record<string, Entry> = {
  ...each(methods, kyed),
  ...each(['get', 'head'], { ...kyed, reads: true }),
  ...each(['create', 'extend'], { returns: 'Ky' }),
};

export const ky: Library = {
  language: 'javascript',
  modules: ['ky'],
  source: 'https://github.com/sindresorhus/ky#api',
  exports: { default: kyed, ...kyMembers },
  types: { Ky: { call: kyed, members: kyMembers } },
};

/** It waits in a process of its own, which this one waits for. */
export const syncRequest: Library = {
  language: 'javascript',
  modules: ['sync-request', 'sync-fetch'],
  source: 'https://github.com/ForbesLindesay/sync-request#readme',
  exports: {
    default: blocking(
      'network',
      'unbounded',
      different('global#fetch', 'It gives a promise of a response of its own kind.'),
    ),
  },
};
