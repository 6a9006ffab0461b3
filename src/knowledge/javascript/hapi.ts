import type { Callback, Library } from '../schema.ts';
import { each, handler, promised } from './build.ts';

const awaited = { result: 'awaited' } as const;
const routed = handler(0, 'hapi handler', undefined, awaited);

/** A route has its handler in itself or among its options, with what runs before it. */
const ofRoute: readonly Callback[] = [
  { ...routed, property: 'handler' },
  ...['options', 'config'].flatMap((options) => [
    { ...routed, within: [options, 'handler'] },
    { ...routed, within: [options, 'pre', 'method'] },
  ]),
];

export const hapi: Library = {
  language: 'javascript',
  modules: ['@hapi/hapi'],
  source: 'https://hapi.dev/api/',
  exports: each(['server', 'Server', 'default.server', 'default.Server'], { returns: 'Server' }),
  types: {
    Server: {
      members: {
        route: { callbacks: ofRoute },
        ext: { callbacks: [handler(1, 'hapi extension', undefined, awaited)] },
        inject: promised('network'),
        ...each(['start', 'stop', 'initialize', 'register'], { promise: true }),
      },
    },
  },
};
