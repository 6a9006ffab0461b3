import type { Library } from '../schema.ts';
import { each } from './build.ts';

/** Modules that look at what a call runs in, or change it: its thread, its stack, its context, the process. */

export const contextvars: Library = {
  language: 'python',
  modules: ['contextvars'],
  source: 'https://docs.python.org/3/library/contextvars.html',
  exports: { ContextVar: { returns: 'ContextVar' } },
  types: { ContextVar: { members: { get: {}, ...each(['set', 'reset'], { tied: 'context' }) } } },
};

/** What changes the program around for as long as a block runs. */
export const contextlib: Library = {
  language: 'python',
  modules: ['contextlib'],
  source: 'https://docs.python.org/3/library/contextlib.html',
  exports: each(['chdir', 'redirect_stdout', 'redirect_stderr'], { tied: 'process' }),
};

export const warnings: Library = {
  language: 'python',
  modules: ['warnings'],
  source: 'https://docs.python.org/3/library/warnings.html#temporarily-suppressing-warnings',
  exports: each(['catch_warnings', 'simplefilter', 'filterwarnings', 'resetwarnings'], { tied: 'process' }),
};

export const locale: Library = {
  language: 'python',
  modules: ['locale'],
  source: 'https://docs.python.org/3/library/locale.html',
  exports: { setlocale: { tied: 'process' } },
};

/** The frames of whoever calls. */
export const inspect: Library = {
  language: 'python',
  modules: ['inspect'],
  source: 'https://docs.python.org/3/library/inspect.html#the-interpreter-stack',
  exports: each(['currentframe', 'stack'], { tied: 'thread' }),
};

export const sys: Library = {
  language: 'python',
  modules: ['sys'],
  source: 'https://docs.python.org/3/library/sys.html',
  exports: {
    _getframe: { tied: 'thread' },
    ...each(['setrecursionlimit', 'setswitchinterval'], { tied: 'process' }),
    ...each(['settrace', 'setprofile'], { tied: 'thread' }),
  },
};
