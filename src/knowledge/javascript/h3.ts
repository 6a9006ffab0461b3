import type { Library } from '../schema.ts';
import { each, handler } from './build.ts';

/** The server of Nuxt and Nitro. */
export const h3: Library = {
  language: 'javascript',
  modules: ['h3', 'nitropack/runtime'],
  source: 'https://v1.h3.dev/guide/event-handler',
  exports: {
    ...each(['defineEventHandler', 'eventHandler', 'defineHandler'], {
      callbacks: [
        handler(0, 'h3 event handler', undefined, { result: 'awaited' }),
        { ...handler(0, 'h3 event handler', undefined, { result: 'awaited' }), property: 'handler' },
      ],
    }),
    ...each(['readBody', 'readFormData', 'readMultipartFormData', 'readRawBody', 'readValidatedBody'], {
      promise: true,
    }),
  },
};
