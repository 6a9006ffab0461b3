import type { Library } from '../schema.ts';
import { computes, different, each, promised, waits, type Entries } from './build.ts';

const methods = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'request', 'send', 'stream'];

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
    AsyncClient: { returns: 'AsyncClient' },
  },
  types: {
    Client: { members: { ...blockingMethods(methods), close: {} } },
    AsyncClient: { members: { ...each(methods, promised('network', 'Response')), aclose: { promise: true } } },
    Response: {
      members: {
        json: computes,
        raise_for_status: {},
        read: waits('network'),
        ...each(['aclose', 'aread'], promised('network')),
      },
    },
  },
};
