import type { Callback, Library } from '../schema.ts';
import { decorator, each, offloaded, promised, type Entries, overridden } from './build.ts';

/** Servers whose handlers run on the loop even where they are not async. */

const verbs = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put'];

const sanicHandler: Omit<Callback, 'argument'> = { runs: 'handler', label: 'Sanic handler' };

const sanicRouting: Entries = {
  ...each([...verbs, 'exception', 'route', 'websocket'], { returns: 'HandlerDecorator' }),
  ...each(['add_route', 'add_websocket_route'], { callbacks: [{ argument: 0, keyword: 'handler', ...sanicHandler }] }),
  // `@app.middleware` and `@app.middleware("request")`, and the same of those below.
  ...each(['middleware', 'on_request', 'on_response'], {
    callbacks: [{ argument: 0, ...sanicHandler, label: 'Sanic middleware' }],
    returns: 'HandlerDecorator',
  }),
  ...each(['after_server_start', 'after_server_stop', 'before_server_start', 'before_server_stop'], {
    callbacks: [{ argument: 0, runs: 'lifecycle' }],
    returns: 'LifecycleDecorator',
  }),
  listener: { returns: 'LifecycleDecorator' },
};

export const sanic: Library = {
  language: 'python',
  modules: ['sanic'],
  source: 'https://sanic.dev/en/guide/basics/handlers.html',
  exports: { Sanic: { returns: 'Sanic' }, Blueprint: { returns: 'Blueprint' } },
  types: {
    Sanic: { members: { ...sanicRouting, add_task: { spawns: { argument: 0, owned: true } } } },
    Blueprint: { members: sanicRouting },
    HandlerDecorator: decorator(sanicHandler),
    LifecycleDecorator: decorator({ runs: 'lifecycle' }),
  },
};

export const sanicViews: Library = {
  language: 'python',
  modules: ['sanic.views'],
  source: 'https://sanic.dev/en/guide/advanced/class-based-views.html',
  exports: { HTTPMethodView: { returns: 'HTTPMethodView' } },
  types: { HTTPMethodView: { members: {}, overrides: overridden(verbs, sanicHandler) } },
};

const tornadoHandler: Omit<Callback, 'argument'> = { runs: 'handler', label: 'Tornado handler' };

export const tornadoWeb: Library = {
  language: 'python',
  modules: ['tornado.web'],
  source: 'https://www.tornadoweb.org/en/stable/web.html',
  exports: { RequestHandler: { returns: 'RequestHandler' }, Application: {} },
  types: {
    RequestHandler: { overrides: overridden([...verbs, 'on_finish', 'prepare'], tornadoHandler), members: {} },
  },
};

export const tornadoWebsocket: Library = {
  language: 'python',
  modules: ['tornado.websocket'],
  source: 'https://www.tornadoweb.org/en/stable/websocket.html',
  exports: { WebSocketHandler: { returns: 'WebSocketHandler' } },
  types: {
    WebSocketHandler: {
      extends: 'tornado.web#RequestHandler',
      overrides: overridden(['on_close', 'on_message', 'on_ping', 'on_pong', 'open', 'prepare'], {
        runs: 'handler',
        label: 'Tornado WebSocket handler',
      }),
      members: {},
    },
  },
};

const onLoop: Omit<Callback, 'argument'> = { runs: 'once' };

export const tornadoLoop: Library = {
  language: 'python',
  modules: ['tornado.ioloop'],
  source: 'https://www.tornadoweb.org/en/stable/ioloop.html',
  exports: {
    ...each(['IOLoop', 'IOLoop.current', 'IOLoop.instance'], { returns: 'IOLoop' }),
    PeriodicCallback: { callbacks: [{ argument: 0, keyword: 'callback', runs: 'timer', label: 'Tornado callback' }] },
  },
  types: {
    IOLoop: {
      members: {
        ...each(['add_callback', 'spawn_callback'], { callbacks: [{ argument: 0, keyword: 'callback', ...onLoop }] }),
        ...each(['call_at', 'call_later'], { callbacks: [{ argument: 1, keyword: 'callback', runs: 'timer' }] }),
        run_in_executor: { promise: true, callbacks: [offloaded('thread', 1, 'func')], threadpool: 'asyncio' },
        ...each(['close', 'start', 'stop', 'time'], {}),
      },
    },
  },
};

export const tornadoClient: Library = {
  language: 'python',
  modules: ['tornado.httpclient'],
  source: 'https://www.tornadoweb.org/en/stable/httpclient.html',
  exports: { AsyncHTTPClient: { returns: 'AsyncHTTPClient' } },
  types: { AsyncHTTPClient: { members: { fetch: promised('network'), close: {} } } },
};
