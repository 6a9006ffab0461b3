import type { Callback, Entry, Library } from '../schema.ts';
import { classes, decorator, each, promised, type Entries, overridden } from './build.ts';

/** Five minutes for the whole, unless the session or the request says otherwise. */
const timeout: Entry['timeout'] = { keyword: 'timeout', unit: 's', default: 300 };

const methods = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'request', 'ws_connect'];

export const aiohttp: Library = {
  language: 'python',
  modules: ['aiohttp'],
  source: 'https://docs.aiohttp.org/en/stable/client_reference.html',
  exports: {
    ClientSession: { returns: 'ClientSession', connections: { keyword: 'connector' } },
    request: promised('network', 'ClientResponse'),
    TCPConnector: { connections: { keyword: 'limit' } },
  },
  types: {
    // Its connector opens at most 100 connections at a time, unless it is told otherwise; the rest wait.
    ClientSession: {
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        ...each(methods, { ...promised('network', 'ClientResponse'), timeout }),
        ...each(['get', 'head', 'options'], { ...promised('network', 'ClientResponse'), timeout, reads: true }),
        close: { promise: true },
      },
    },
    ClientResponse: {
      members: {
        ...each(['json', 'read', 'text'], promised('network')),
        ...each(['close', 'raise_for_status', 'release'], {}),
        ...each(['receive', 'receive_bytes', 'receive_json', 'receive_str'], promised('network')),
        ...each(['send_bytes', 'send_json', 'send_str'], promised('network')),
      },
    },
  },
};

const served: Omit<Callback, 'argument'> = { runs: 'handler', label: 'aiohttp handler' };

const verbs = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'view'];

const routing: Entries = {
  ...each(
    verbs.map((verb) => `add_${verb}`),
    { callbacks: [{ argument: 1, keyword: 'handler', ...served }] },
  ),
  add_route: { callbacks: [{ argument: 2, keyword: 'handler', ...served }] },
  add_routes: {},
};

export const aiohttpWeb: Library = {
  language: 'python',
  modules: ['aiohttp.web'],
  source: 'https://docs.aiohttp.org/en/stable/web_reference.html',
  exports: {
    ...classes(['Application', 'RouteTableDef', 'View']),
    ...each(verbs, { callbacks: [{ argument: 1, keyword: 'handler', ...served }] }),
    route: { callbacks: [{ argument: 2, keyword: 'handler', ...served }] },
    middleware: { callbacks: [{ argument: 0, ...served, label: 'aiohttp middleware' }] },
    run_app: { entersLoop: true },
  },
  types: {
    Application: {
      members: {
        router: { type: 'UrlDispatcher' },
        add_routes: {},
        ...each(['cleanup_ctx', 'on_cleanup', 'on_shutdown', 'on_startup'], { type: 'Signal' }),
      },
    },
    UrlDispatcher: { members: routing },
    RouteTableDef: { members: each([...verbs, 'route'], { returns: 'HandlerDecorator' }) },
    HandlerDecorator: decorator(served),
    Signal: { members: { append: { callbacks: [{ argument: 0, runs: 'lifecycle' }] } } },
    View: {
      overrides: overridden(['delete', 'get', 'head', 'options', 'patch', 'post', 'put'], served),
      members: {},
    },
    Request: { members: each(['json', 'multipart', 'post', 'read', 'text'], promised('network')) },
  },
};
