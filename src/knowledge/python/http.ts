import type { Library } from '../schema.ts';
import { each, waits } from './build.ts';

const noTimeout = 'no time-out unless one is given';

export const urllibRequest: Library = {
  language: 'python',
  modules: ['urllib.request'],
  source: 'https://docs.python.org/3/library/urllib.request.html',
  exports: {
    urlopen: {
      ...waits('network', { returns: 'http.client#HTTPResponse', cost: noTimeout, quickFor: ['data:'] }),
      timeout: { argument: 2, keyword: 'timeout', unit: 's' },
    },
    urlretrieve: waits('network', { cost: noTimeout }),
    build_opener: { returns: 'OpenerDirector' },
    Request: {},
  },
  types: {
    OpenerDirector: {
      members: { open: waits('network', { returns: 'http.client#HTTPResponse', cost: noTimeout }) },
    },
  },
};

export const httpClient: Library = {
  language: 'python',
  modules: ['http.client'],
  source: 'https://docs.python.org/3/library/http.client.html',
  exports: {
    HTTPConnection: { returns: 'HTTPConnection', timeout: { argument: 2, keyword: 'timeout', unit: 's' } },
    HTTPSConnection: { returns: 'HTTPSConnection', timeout: { keyword: 'timeout', unit: 's' } },
  },
  types: {
    HTTPConnection: {
      holds: { what: 'connections', closedBy: ['close'] },
      threads: 'unsafe',
      members: {
        ...each(['connect', 'endheaders', 'request', 'send'], waits('network')),
        getresponse: waits('network', { returns: 'HTTPResponse' }),
        close: {},
      },
    },
    HTTPSConnection: { extends: 'HTTPConnection', members: {} },
    HTTPResponse: { members: each(['read', 'read1', 'readinto', 'readline'], waits('network')) },
  },
};
