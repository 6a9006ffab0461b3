import type { Library } from '../schema.ts';
import { blocking, each } from './build.ts';

const snapshot = blocking('cpu', 'heavy', undefined, 'seconds for a large heap');

export const v8: Library = {
  language: 'javascript',
  modules: ['node:v8', 'v8'],
  source: 'https://nodejs.org/api/v8.html',
  exports: {
    ...each(['deserialize', 'serialize'], { ...blocking('cpu', 'data'), serializes: true }),
    getHeapSnapshot: { ...snapshot, returns: 'node:stream#Readable' },
    writeHeapSnapshot: snapshot,
  },
};
