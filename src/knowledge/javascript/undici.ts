import type { Library } from '../schema.ts';
import { each, promised, promisedOrCalledBack } from './build.ts';

export const undici: Library = {
  language: 'javascript',
  modules: ['undici'],
  source: 'https://undici.nodejs.org/',
  exports: {
    fetch: {
      ...promised('network', 'global#Response'),
      abort: { argument: 1, property: 'signal' },
      reads: { argument: 1, property: 'method', values: ['GET', 'HEAD', 'OPTIONS'] },
    },
    // Five minutes for the headers, and between two parts of the body.
    request: {
      ...promised('network', 'ResponseData'),
      abort: { argument: 1, property: 'signal' },
      timeout: { argument: 1, property: 'headersTimeout', unit: 'ms', default: 300 },
      reads: { argument: 1, property: 'method', values: ['GET', 'HEAD', 'OPTIONS'] },
    },
    ...each(['connect', 'stream', 'upgrade'], promised('network')),
    pipeline: { io: 'network', returns: 'node:stream#Duplex' },
    ...each(['Agent', 'BalancedPool', 'Client', 'EnvHttpProxyAgent', 'Pool', 'ProxyAgent', 'RetryAgent'], {
      returns: 'Dispatcher',
    }),
  },
  types: {
    Dispatcher: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['close', 'destroy'] },
      members: {
        ...each(['connect', 'stream', 'upgrade'], promisedOrCalledBack('network')),
        request: promisedOrCalledBack('network', 'ResponseData'),
        pipeline: { io: 'network', returns: 'node:stream#Duplex' },
        ...each(['close', 'destroy'], promisedOrCalledBack('network')),
      },
    },
    ResponseData: { members: { body: { type: 'Body' } } },
    Body: {
      extends: 'node:stream#Readable',
      members: each(['arrayBuffer', 'blob', 'bytes', 'dump', 'json', 'text'], { promise: true }),
    },
  },
};
