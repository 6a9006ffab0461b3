import type { Library } from '../schema.ts';
import { each, handlersFrom, type Entries } from './build.ts';

const callbacks = handlersFrom(0, 'Koa middleware', undefined, { result: 'awaited' });

export const koa: Library = {
  language: 'javascript',
  modules: ['koa'],
  source: 'https://github.com/koajs/koa/blob/master/docs/api/index.md',
  exports: { default: { returns: 'Application' } },
  types: {
    Application: {
      extends: 'node:events#EventEmitter',
      members: {
        use: { callbacks, returns: 'this' },
        listen: { callbacks: [{ argument: -1, runs: 'lifecycle' }], returns: 'node:http#Server' },
      },
    },
  },
};

const routing: Entries = {
  ...each(['all', 'del', 'delete', 'get', 'head', 'link', 'options', 'patch', 'post', 'put', 'unlink', 'use'], {
    callbacks,
    returns: 'this',
  }),
  param: { callbacks: handlersFrom(1, 'Koa middleware', undefined, { result: 'awaited' }), returns: 'this' },
};

export const koaRouter: Library = {
  language: 'javascript',
  modules: ['@koa/router', 'koa-router'],
  source: 'https://github.com/koajs/router#api-reference',
  exports: each(['default', 'Router'], { returns: 'Router' }),
  types: { Router: { members: routing } },
};
