import type { Callback, Library } from '../schema.ts';
import { blocking, each, fileCall, onThread } from './build.ts';

/** Called for each element before the call returns; it has to be given by name. */
const key: Callback = { argument: 1, keyword: 'key', runs: 'inline' };

export const builtins: Library = {
  language: 'python',
  modules: ['global', 'builtins'],
  source: 'https://docs.python.org/3/library/functions.html',
  exports: {
    // Opening is one system call; what grows with the file is reading it.
    open: fileCall('metadata', 'io#TextIOWrapper'),
    input: blocking('lock', 'unbounded', onThread, 'until somebody presses Enter'),
    print: {},
    sorted: { callbacks: [key], returns: 'list' },
    ...each(['max', 'min'], { callbacks: [key] }),
    // Both call when their result is iterated, which is in the same place in most code.
    ...each(['filter', 'map'], { callbacks: [{ argument: 0, runs: 'inline' }] }),
    list: { returns: 'list' },
  },
  types: {
    list: { members: { sort: { callbacks: [{ ...key, argument: 0 }] } } },
  },
};
