import type { Library } from '../schema.ts';
import { blocking, each } from './build.ts';

/** Left out: snapshots of the heap, which are to show it standing still. */
export const v8: Library = {
  language: 'javascript',
  modules: ['node:v8', 'v8'],
  source: 'https://nodejs.org/api/v8.html',
  exports: {
    ...each(['deserialize', 'serialize'], { ...blocking('cpu', 'data'), serializes: true }),
    getHeapSnapshot: { returns: 'node:stream#Readable' },
  },
};
