import type { Callback, Library } from '../schema.ts';
import { offloaded, overridden } from './build.ts';

/** Only `async def` runs on the loop: Starlette takes `def` to a thread. */
const served: Omit<Callback, 'argument'> = { runs: 'handler', syncRuns: 'thread', label: 'Starlette endpoint' };

/** A connection is served by an `async def` only. */
const connected: Omit<Callback, 'argument'> = { runs: 'handler', label: 'Starlette endpoint' };

export const starletteRouting: Library = {
  language: 'python',
  modules: ['starlette.routing'],
  source: 'https://www.starlette.io/routing/',
  exports: {
    Route: { callbacks: [{ argument: 1, keyword: 'endpoint', ...served }] },
    WebSocketRoute: { callbacks: [{ argument: 1, keyword: 'endpoint', ...connected }] },
  },
};

export const starletteApplications: Library = {
  language: 'python',
  modules: ['starlette.applications'],
  source: 'https://www.starlette.io/applications/',
  exports: {
    Starlette: { callbacks: [{ argument: 6, keyword: 'lifespan', runs: 'lifecycle' }], returns: 'Starlette' },
  },
  types: {
    Starlette: {
      members: {
        add_route: { callbacks: [{ argument: 1, keyword: 'route', ...served }] },
        add_websocket_route: { callbacks: [{ argument: 1, keyword: 'route', ...connected }] },
      },
    },
  },
};

export const starletteConcurrency: Library = {
  language: 'python',
  modules: ['starlette.concurrency', 'fastapi.concurrency'],
  source: 'https://www.starlette.io/threadpool/',
  exports: {
    run_in_threadpool: { promise: true, callbacks: [offloaded('thread', 0, 'func')], threadpool: 'anyio' },
  },
};

export const starletteBackground: Library = {
  language: 'python',
  modules: ['starlette.background'],
  source: 'https://www.starlette.io/background/',
  exports: {
    BackgroundTask: { callbacks: [{ argument: 0, keyword: 'func', ...served, label: 'Starlette background task' }] },
    BackgroundTasks: { returns: 'fastapi#BackgroundTasks' },
  },
};

export const starletteEndpoints: Library = {
  language: 'python',
  modules: ['starlette.endpoints'],
  source: 'https://www.starlette.io/endpoints/',
  exports: { HTTPEndpoint: { returns: 'HTTPEndpoint' } },
  types: {
    HTTPEndpoint: {
      overrides: overridden(['delete', 'get', 'head', 'options', 'patch', 'post', 'put'], served),
      members: {},
    },
  },
};
