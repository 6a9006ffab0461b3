import type { Library } from '../schema.ts';
import { each, handlersFrom } from './build.ts';

const callbacks = handlersFrom(0, 'Hono handler', ['Context'], { result: 'awaited' });

export const hono: Library = {
  language: 'javascript',
  modules: ['hono', 'hono/tiny', 'hono/quick'],
  source: 'https://hono.dev/docs/api/hono',
  exports: { Hono: { returns: 'Hono' } },
  types: {
    Hono: {
      members: {
        ...each(['all', 'delete', 'get', 'on', 'options', 'patch', 'post', 'put', 'use'], {
          callbacks,
          returns: 'this',
        }),
        ...each(['notFound', 'onError'], { callbacks: handlersFrom(0, 'Hono handler'), returns: 'this' }),
        basePath: { returns: 'this' },
      },
    },
    Context: { members: { req: { type: 'HonoRequest' } } },
    HonoRequest: {
      members: {
        ...each(['arrayBuffer', 'blob', 'formData', 'parseBody', 'text'], { promise: true }),
        json: { promise: true, serializes: true },
      },
    },
  },
};
