import type { Callback, Library } from '../schema.ts';
import { each, handler, handlersFrom } from './build.ts';

const parameters: Callback['parameters'] = ['FastifyRequest', 'FastifyReply'];

const awaited = { result: 'awaited' } as const;

/** What a route's options may hold besides `handler`; each may be a list, too. */
const hooks = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onSend',
  'onResponse',
  'onError',
];

/** A route's options, given as `argument`. */
function routeOptions(argument: number): readonly Callback[] {
  return [
    { ...handler(argument, 'Fastify handler', parameters, awaited), property: 'handler' },
    ...hooks.map((property) => ({ ...handler(argument, 'Fastify hook', parameters, awaited), property })),
  ];
}

export const fastify: Library = {
  language: 'javascript',
  modules: ['fastify'],
  source: 'https://fastify.dev/docs/latest/Reference/',
  exports: each(['default', 'fastify'], {
    returns: 'FastifyInstance',
    admits: { argument: 0, property: 'bodyLimit' },
  }),
  types: {
    FastifyInstance: {
      members: {
        ...each(['all', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'trace'], {
          callbacks: [...handlersFrom(1, 'Fastify handler', parameters, awaited), ...routeOptions(1)],
          returns: 'this',
        }),
        route: { callbacks: routeOptions(0), returns: 'this' },
        // A few hooks run at the start or the end (`onReady`, `onClose`); most run for each request.
        addHook: { callbacks: [handler(1, 'Fastify hook', parameters, awaited)], returns: 'this' },
        addContentTypeParser: { callbacks: [handler(-1, 'Fastify content type parser')], returns: 'this' },
        setErrorHandler: { callbacks: [handler(0, 'Fastify error handler', undefined, awaited)], returns: 'this' },
        setNotFoundHandler: { callbacks: handlersFrom(0, 'Fastify handler', parameters, awaited), returns: 'this' },
        // Plugins run while the server starts, with an instance of their own to register routes on.
        register: { callbacks: [{ argument: 0, runs: 'lifecycle', parameters: ['FastifyInstance'] }], returns: 'this' },
        ...each(['after', 'ready'], { callbacks: [{ argument: 0, runs: 'lifecycle' }] }),
        listen: {
          promise: true,
          callbacks: [{ argument: -1, runs: 'lifecycle', insteadOfPromise: true }],
        },
        close: { promise: true, callbacks: [{ argument: 0, runs: 'lifecycle', insteadOfPromise: true }] },
        inject: { promise: true, callbacks: [{ argument: 1, runs: 'once', insteadOfPromise: true }] },
        server: { type: 'node:http#Server' },
      },
    },
    FastifyPlugin: { takes: ['FastifyInstance'], members: {} },
    FastifyPluginAsync: { takes: ['FastifyInstance'], members: {} },
    FastifyPluginCallback: { takes: ['FastifyInstance'], members: {} },
    FastifyRequest: { members: { raw: { type: 'node:http#IncomingMessage' } } },
    FastifyReply: {
      members: {
        raw: { type: 'node:http#ServerResponse' },
        ...each(['code', 'header', 'headers', 'redirect', 'send', 'status', 'type'], { returns: 'this' }),
      },
    },
  },
};

export const fastifyPlugin: Library = {
  language: 'javascript',
  modules: ['fastify-plugin'],
  source: 'https://github.com/fastify/fastify-plugin#usage',
  exports: { default: { callbacks: [{ argument: 0, runs: 'lifecycle', parameters: ['fastify#FastifyInstance'] }] } },
};
