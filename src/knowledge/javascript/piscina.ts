import type { Library } from '../schema.ts';
import { each } from './build.ts';

export const piscina: Library = {
  language: 'javascript',
  modules: ['piscina'],
  source: 'https://piscinajs.dev/api-reference/class/',
  exports: each(['default', 'Piscina'], { returns: 'Piscina', offloads: 'thread' }),
  types: {
    Piscina: {
      extends: 'node:events#EventEmitter',
      members: {
        run: { promise: true, offloads: 'thread' },
        ...each(['close', 'destroy'], { promise: true }),
      },
    },
  },
};
