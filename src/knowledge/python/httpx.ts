import type { Entry, Library } from '../schema.ts';
import { computes, different, each, promised, waits, type Entries } from './build.ts';

const methods = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'request', 'send', 'stream'];

/** Five seconds for each step: connecting, sending, and between two parts of the answer. */
const timeout: Entry['timeout'] = { keyword: 'timeout', unit: 's', default: 5 };

function blockingMethods(names: readonly string[]): Entries {
  return Object.fromEntries(
    names.map((name) => [
      name,
      waits('network', {
        returns: 'Response',
        cost: 'up to 5 seconds for each step unless a timeout is given',
        twin: different(
          `httpx#AsyncClient.${name}`,
          'httpx.AsyncClient has the same method, awaited: make one client, use it for all requests, and close it.',
        ),
      }),
    ]),
  );
}

export const httpx: Library = {
  language: 'python',
  modules: ['httpx'],
  source: 'https://www.python-httpx.org/async/',
  exports: {
    ...blockingMethods(methods.filter((name) => name !== 'send')),
    Client: { returns: 'Client' },
    AsyncClient: { returns: 'AsyncClient', connections: { keyword: 'limits' } },
    Limits: { connections: { keyword: 'max_connections' } },
  },
  types: {
    Client: {
      holds: { what: 'connections', closedBy: ['close'] },
      threads: 'safe',
      members: { ...blockingMethods(methods), close: {} },
    },
    AsyncClient: {
      holds: { what: 'connections', closedBy: ['aclose'] },
      members: {
        ...each(methods, { ...promised('network', 'Response'), timeout }),
        ...each(['get', 'head', 'options'], { ...promised('network', 'Response'), timeout, reads: true }),
        aclose: { promise: true },
      },
    },
    Response: {
      members: {
        json: { ...computes, serializes: true },
        raise_for_status: {},
        // What `stream` gives is read on; all others have read everything when they are there.
        read: {},
        ...each(['aclose', 'aread'], promised('network')),
      },
    },
  },
};
