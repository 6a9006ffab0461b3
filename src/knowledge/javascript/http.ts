import type { Callback, Entry, Library } from '../schema.ts';
import { each, handlersFrom } from './build.ts';

/** Of the events of a server, `request` and `upgrade` are the ones that anybody listens to for work. */
const requestListener: Entry = {
  callbacks: [
    { argument: 1, runs: 'handler', result: 'ignored', label: 'HTTP server listener', once: ['listening', 'close'] },
  ],
  returns: 'this',
};

const parameters: Callback['parameters'] = ['node:http#IncomingMessage', 'node:http#ServerResponse'];

/** Nobody looks at what a listener returns. */
function server(label: string, returns: string, given: Callback['parameters']): Entry {
  return { callbacks: handlersFrom(0, label, given, { result: 'ignored' }), returns };
}

/** Called once when the server listens or has closed. */
const lifecycle: Entry = { callbacks: [{ argument: -1, runs: 'lifecycle' }], returns: 'this' };

/** A request that is sent: its callback is given the response. */
const request: Entry = {
  io: 'network',
  callbacks: [{ argument: -1, runs: 'once', parameters: ['node:http#IncomingMessage'] }],
  returns: 'node:http#ClientRequest',
  timeout: { argument: 0, property: 'timeout', unit: 'ms' },
  abort: { argument: 0, property: 'signal' },
};

export const http: Library = {
  language: 'javascript',
  modules: ['node:http', 'http'],
  source: 'https://nodejs.org/api/http.html',
  exports: {
    createServer: server('HTTP request handler', 'Server', parameters),
    Server: server('HTTP request handler', 'Server', parameters),
    ...each(['get', 'request'], request),
    Agent: { returns: 'Agent' },
  },
  types: {
    Server: { extends: 'node:net#Server', members: { ...each(['on', 'addListener'], requestListener) } },
    // The errors of both are told to nobody where nobody listens.
    IncomingMessage: { extends: 'node:stream#Readable', needsListener: [], members: {} },
    ServerResponse: { extends: 'node:stream#Writable', needsListener: [], members: {} },
    ClientRequest: {
      extends: 'node:stream#Writable',
      members: {
        setTimeout: { callbacks: [{ argument: 1, runs: 'event', result: 'ignored' }], returns: 'this' },
        ...each(['abort', 'destroy', 'setHeader'], {}),
      },
    },
    Agent: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['destroy'] },
      members: { destroy: {} },
    },
  },
};

export const https: Library = {
  language: 'javascript',
  modules: ['node:https', 'https'],
  source: 'https://nodejs.org/api/https.html',
  exports: {
    createServer: server('HTTPS request handler', 'Server', parameters),
    Server: server('HTTPS request handler', 'Server', parameters),
    ...each(['get', 'request'], request),
    Agent: { returns: 'node:http#Agent' },
  },
  types: { Server: { extends: 'node:http#Server', members: {} } },
};

export const http2: Library = {
  language: 'javascript',
  modules: ['node:http2', 'http2'],
  source: 'https://nodejs.org/api/http2.html',
  exports: {
    ...each(['createServer', 'createSecureServer'], server('HTTP/2 request handler', 'node:net#Server', parameters)),
    connect: { io: 'network', callbacks: [{ argument: -1, runs: 'once' }] },
  },
};

export const net: Library = {
  language: 'javascript',
  modules: ['node:net', 'net'],
  source: 'https://nodejs.org/api/net.html',
  exports: {
    ...each(['createServer', 'Server'], server('connection handler', 'Server', ['Socket'])),
    ...each(['connect', 'createConnection'], {
      io: 'network',
      callbacks: [{ argument: -1, runs: 'once' }],
      returns: 'Socket',
    }),
    Socket: { returns: 'Socket' },
  },
  types: {
    Server: {
      extends: 'node:events#EventEmitter',
      needsListener: ['error'],
      members: { close: lifecycle, listen: lifecycle },
    },
    Socket: { extends: 'node:stream#Duplex', members: {} },
  },
};

export const tls: Library = {
  language: 'javascript',
  modules: ['node:tls', 'tls'],
  source: 'https://nodejs.org/api/tls.html',
  exports: {
    createServer: server('connection handler', 'node:net#Server', ['node:net#Socket']),
    connect: { io: 'network', callbacks: [{ argument: -1, runs: 'once' }], returns: 'node:net#Socket' },
  },
};
