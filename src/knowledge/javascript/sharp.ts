import type { Library } from '../schema.ts';
import { doneCallback, each, promisedOrCalledBack } from './build.ts';

/** It works on libuv's threads: nothing here holds up the loop. */
export const sharp: Library = {
  language: 'javascript',
  modules: ['sharp'],
  source: 'https://sharp.pixelplumbing.com/api-constructor/',
  exports: { default: { returns: 'Sharp' } },
  types: {
    Sharp: {
      extends: 'node:stream#Duplex',
      members: {
        ...each(['metadata', 'toFile'], { ...promisedOrCalledBack('file'), threadpool: 'libuv' }),
        ...each(['stats', 'toBuffer'], {
          promise: true,
          threadpool: 'libuv',
          callbacks: [{ ...doneCallback, insteadOfPromise: true }],
        }),
        '*': { returns: 'this' },
      },
    },
  },
};
