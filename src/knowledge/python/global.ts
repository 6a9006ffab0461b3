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
    open: {
      ...fileCall('metadata', 'io#TextIOWrapper'),
      path: {
        argument: 0,
        does: 'reads',
        sureWith: { argument: 1, keyword: 'mode', values: ['x', 'xb', 'xt', 'r', 'rb', 'rt', 'a', 'ab', 'at'] },
      },
    },
    input: blocking('lock', 'unbounded', onThread, 'until somebody presses Enter'),
    print: {},
    sorted: { callbacks: [key], returns: 'list' },
    ...each(['max', 'min'], { callbacks: [key] }),
    // Both call when their result is iterated, which is in the same place in most code.
    ...each(['filter', 'map'], { callbacks: [{ argument: 0, runs: 'inline' }] }),
    list: { returns: 'list' },
    dict: { returns: 'dict' },
    set: { returns: 'set' },
    ...each(['ExceptionGroup', 'BaseExceptionGroup'], {}),
  },
  types: {
    // One call on a container of the language is one step for all threads, with the GIL and without it. Reading and then writing is two.
    list: {
      members: {
        ...each(['append', 'extend', 'reverse', 'clear', 'copy'], { atomic: true }),
        ...each(['insert', 'pop', 'remove'], { atomic: true, linear: 'move' }),
        ...each(['count', 'index'], { linear: 'search' }),
        sort: { callbacks: [{ ...key, argument: 0, result: 'compared' }] },
      },
    },
    dict: {
      members: each(['clear', 'copy', 'get', 'items', 'keys', 'pop', 'popitem', 'setdefault', 'update', 'values'], {
        atomic: true,
      }),
    },
    set: {
      members: each(['add', 'clear', 'copy', 'discard', 'pop', 'remove'], { atomic: true }),
    },
  },
};
