import type { Library } from '../schema.ts';
import { each } from './build.ts';

export const piscina: Library = {
  language: 'javascript',
  modules: ['piscina'],
  source: 'https://piscinajs.dev/api-reference/class/',
  exports: {
    ...each(['default', 'Piscina'], {
      returns: 'Piscina',
      offloads: 'thread',
      workerModule: { argument: 0, property: 'filename' },
      clones: [{ argument: 0, property: 'workerData', by: 'structured-clone' }],
    }),
    // What is wrapped so moves instead of being copied.
    move: {},
  },
  types: {
    Piscina: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'threads', closedBy: ['close', 'destroy'] },
      members: {
        run: {
          promise: true,
          offloads: 'thread',
          clones: [{ argument: 0, by: 'structured-clone', transfer: { argument: 1, property: 'transferList' } }],
          abort: { argument: 1, property: 'signal' },
        },
        ...each(['close', 'destroy'], { promise: true }),
      },
    },
  },
};
