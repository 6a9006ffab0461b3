import type { Library } from '../schema.ts';
import { each, waits } from './build.ts';

const noTimeout = 'no time-out unless one is given';

export const urllibRequest: Library = {
  language: 'python',
  modules: ['urllib.request'],
  source: 'https://docs.python.org/3/library/urllib.request.html',
  exports: {
    urlopen: waits('network', { returns: 'http.client#HTTPResponse', cost: noTimeout }),
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
    ...each(['HTTPConnection', 'HTTPSConnection'], { returns: 'HTTPConnection' }),
  },
  types: {
    HTTPConnection: {
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
