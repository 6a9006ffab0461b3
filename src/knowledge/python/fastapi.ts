import type { Callback, Library } from '../schema.ts';
import { decorator, each, type Entries } from './build.ts';

/** Only `async def` runs on the loop: FastAPI takes `def` to a thread. */
const served: Omit<Callback, 'argument'> = { runs: 'handler', syncRuns: 'thread', label: 'FastAPI endpoint' };

/** A connection is served by an `async def` only. */
const connected: Omit<Callback, 'argument'> = { runs: 'handler', label: 'FastAPI endpoint' };

const routing: Entries = {
  ...each(['api_route', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'trace'], {
    returns: 'EndpointDecorator',
  }),
  ...each(['websocket', 'websocket_route'], { returns: 'SocketDecorator' }),
  ...each(['add_api_route', 'add_route'], { callbacks: [{ argument: 1, keyword: 'endpoint', ...served }] }),
  ...each(['add_api_websocket_route', 'add_websocket_route'], {
    callbacks: [{ argument: 1, keyword: 'endpoint', ...connected }],
  }),
  on_event: { returns: 'LifecycleDecorator' },
  add_event_handler: { callbacks: [{ argument: 1, keyword: 'func', runs: 'lifecycle' }] },
  include_router: {},
};

const dependency: Callback = {
  argument: 0,
  keyword: 'dependency',
  runs: 'handler',
  syncRuns: 'thread',
  label: 'FastAPI dependency',
};

// Whatever FastAPI is made with has to be given by name.
const lifespan: Callback = { argument: 0, keyword: 'lifespan', runs: 'lifecycle' };

export const fastapi: Library = {
  language: 'python',
  modules: ['fastapi'],
  source: 'https://fastapi.tiangolo.com/async/',
  exports: {
    FastAPI: { callbacks: [lifespan], returns: 'FastAPI' },
    APIRouter: { callbacks: [lifespan], returns: 'APIRouter' },
    ...each(['Depends', 'Security'], { callbacks: [dependency] }),
    BackgroundTasks: { returns: 'BackgroundTasks' },
  },
  types: {
    FastAPI: {
      members: {
        ...routing,
        middleware: { returns: 'MiddlewareDecorator' },
        exception_handler: { returns: 'ExceptionDecorator' },
        add_exception_handler: {
          callbacks: [{ argument: 1, keyword: 'handler', ...served, label: 'FastAPI exception handler' }],
        },
      },
    },
    APIRouter: { members: routing },
    EndpointDecorator: decorator(served),
    SocketDecorator: decorator(connected),
    MiddlewareDecorator: decorator({ runs: 'handler', label: 'FastAPI middleware' }),
    ExceptionDecorator: decorator({ ...served, label: 'FastAPI exception handler' }),
    LifecycleDecorator: decorator({ runs: 'lifecycle' }),
    // They run once the response is sent, on the loop where they are async.
    BackgroundTasks: {
      members: {
        add_task: {
          callbacks: [{ argument: 0, keyword: 'func', ...served, label: 'FastAPI background task' }],
        },
      },
    },
    Request: { members: each(['body', 'form', 'json'], { promise: true }) },
    WebSocket: {
      members: each(
        ['accept', 'close', 'receive', 'receive_bytes', 'receive_json', 'receive_text'].concat([
          'send',
          'send_bytes',
          'send_json',
          'send_text',
        ]),
        { promise: true },
      ),
    },
    UploadFile: { members: each(['close', 'read', 'seek', 'write'], { promise: true, io: 'file' }) },
  },
};
