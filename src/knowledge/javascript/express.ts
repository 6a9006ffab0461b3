import type { Callback, Entry, Library } from '../schema.ts';
import { each, handler, handlersFrom, type Entries } from './build.ts';

const label = 'Express handler';

/** They answer at once and give no promise, though some await them. */
const answering: Entry = { returns: 'this', ignorable: true };

const parameters: NonNullable<Callback['parameters']> = ['Request', 'Response'];

/** Express 4 drops the promise of a handler: the request of one that rejects is never answered. */
const promise: Pick<Callback, 'result' | 'awaitedSince' | 'awaitedWith'> = {
  result: 'awaited',
  awaitedSince: 5,
  awaitedWith: ['express-async-errors'],
};

const methods = ['all', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'trace'];

/** What applications and routers share. `app.get('setting')` and `app.use('/path', router)` pass no function: nothing happens. */
const routing: Entries = {
  ...each(methods, { callbacks: handlersFrom(1, label, parameters, promise), returns: 'this' }),
  // No types for what `use` and `param` pass: an error handler has the error in front of the request.
  use: { callbacks: handlersFrom(0, label, undefined, promise), returns: 'this' },
  param: { callbacks: [handler(1, label, parameters, promise)], returns: 'this' },
  route: { returns: 'Route' },
};

export const express: Library = {
  language: 'javascript',
  modules: ['express'],
  source: 'https://expressjs.com/en/5x/api.html',
  exports: {
    default: { returns: 'Application' },
    Router: { returns: 'Router' },
    json: { admits: { argument: 0, property: 'limit' } },
    Route: { returns: 'Route' },
  },
  types: {
    Application: {
      members: {
        ...routing,
        listen: { callbacks: [{ argument: -1, runs: 'lifecycle' }], returns: 'node:http#Server' },
      },
    },
    // The name that `@types/express` gives to what `express()` returns.
    Express: { extends: 'Application', members: {} },
    Router: { members: routing },
    Route: { members: each(methods, { callbacks: handlersFrom(0, label, parameters, promise), returns: 'this' }) },
    RequestHandler: { takes: parameters, members: {} },
    Handler: { takes: parameters, members: {} },
    Request: { extends: 'node:http#IncomingMessage', members: {} },
    Response: {
      extends: 'node:http#ServerResponse',
      members: {
        ...each(
          [
            'append',
            'attachment',
            'cookie',
            'clearCookie',
            'header',
            'links',
            'location',
            'set',
            'status',
            'type',
            'vary',
          ],
          answering,
        ),
        ...each(['end', 'json', 'jsonp', 'redirect', 'send', 'sendStatus'], answering),
        download: { io: 'file', callbacks: [{ argument: -1, runs: 'once' }] },
        sendFile: { io: 'file', callbacks: [{ argument: -1, runs: 'once' }] },
      },
    },
  },
};

export const bodyParser: Library = {
  language: 'javascript',
  modules: ['body-parser'],
  source: 'https://github.com/expressjs/body-parser#api',
  exports: { json: { admits: { argument: 0, property: 'limit' } } },
};

/** They pass what an async handler rejects with on to Express 4. */
export const expressAsyncHandler: Library = {
  language: 'javascript',
  modules: ['express-async-handler'],
  source: 'https://github.com/Abazhenov/express-async-handler#readme',
  exports: { default: { wraps: 0 } },
};
