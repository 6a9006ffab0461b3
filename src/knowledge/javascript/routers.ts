import type { Library } from '../schema.ts';
import { each, handlersFrom } from './build.ts';

/** Servers whose routes are registered as Express does it. */

const methods = ['all', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'trace'];

export const polka: Library = {
  language: 'javascript',
  modules: ['polka'],
  source: 'https://github.com/lukeed/polka#api',
  exports: { default: { returns: 'Polka' } },
  types: {
    Polka: {
      members: {
        ...each(methods, { callbacks: handlersFrom(1, 'Polka handler'), returns: 'this' }),
        use: { callbacks: handlersFrom(0, 'Polka handler'), returns: 'this' },
        listen: { returns: 'this' },
      },
    },
  },
};

export const restify: Library = {
  language: 'javascript',
  modules: ['restify'],
  source: 'https://restify.com/docs/server-api/',
  exports: each(['createServer', 'default.createServer'], { returns: 'Server' }),
  types: {
    Server: {
      members: {
        ...each(['get', 'head', 'post', 'put', 'patch', 'del', 'opts'], {
          callbacks: handlersFrom(1, 'restify handler'),
        }),
        ...each(['use', 'pre'], { callbacks: handlersFrom(0, 'restify handler'), returns: 'this' }),
      },
    },
  },
};

export const elysia: Library = {
  language: 'javascript',
  modules: ['elysia'],
  source: 'https://elysiajs.com/essential/route',
  exports: each(['Elysia', 'default'], { returns: 'Elysia' }),
  types: {
    Elysia: {
      members: {
        ...each(methods, {
          callbacks: handlersFrom(1, 'Elysia handler', undefined, { result: 'awaited' }),
          returns: 'this',
        }),
        ...each(['use', 'guard', 'group', 'decorate', 'state', 'model', 'listen'], { returns: 'this' }),
      },
    },
  },
};
