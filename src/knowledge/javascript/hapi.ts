import type { Library } from '../schema.ts';
import { each, handler, promised } from './build.ts';

const awaited = { result: 'awaited' } as const;

export const hapi: Library = {
  language: 'javascript',
  modules: ['@hapi/hapi'],
  source: 'https://hapi.dev/api/',
  exports: each(['server', 'Server', 'default.server', 'default.Server'], { returns: 'Server' }),
  types: {
    Server: {
      members: {
        route: { callbacks: [{ ...handler(0, 'hapi handler', undefined, awaited), property: 'handler' }] },
        ext: { callbacks: [handler(1, 'hapi extension', undefined, awaited)] },
        inject: promised('network'),
        ...each(['start', 'stop', 'initialize', 'register'], { promise: true }),
      },
    },
  },
};
