import type { Library } from '../schema.ts';
import { blocking, each, onThread } from './build.ts';

/** Modules for the program's own start and end, and for functions that take functions. */

export const atexit: Library = {
  language: 'python',
  modules: ['atexit'],
  source: 'https://docs.python.org/3/library/atexit.html',
  exports: { register: { callbacks: [{ argument: 0, runs: 'lifecycle' }] } },
};

export const argparse: Library = {
  language: 'python',
  modules: ['argparse'],
  source: 'https://docs.python.org/3/library/argparse.html',
  exports: { ArgumentParser: { returns: 'ArgumentParser' } },
  types: {
    ArgumentParser: {
      members: {
        add_subparsers: { returns: '_SubParsersAction' },
        // The usual way to name the function of a subcommand.
        set_defaults: { callbacks: [{ argument: 0, keyword: 'func', runs: 'lifecycle' }] },
        ...each(['add_argument', 'parse_args', 'parse_known_args'], {}),
      },
    },
    _SubParsersAction: { members: { add_parser: { returns: 'ArgumentParser' } } },
  },
};

export const signal: Library = {
  language: 'python',
  modules: ['signal'],
  source: 'https://docs.python.org/3/library/signal.html',
  exports: {
    signal: { callbacks: [{ argument: 1, runs: 'lifecycle', label: 'signal handler' }], tied: 'main' },
    ...each(['set_wakeup_fd', 'siginterrupt'], { tied: 'main' }),
    ...each(['pause', 'sigwait'], blocking('lock', 'unbounded', undefined, 'until a signal comes')),
  },
};

export const getpass: Library = {
  language: 'python',
  modules: ['getpass'],
  source: 'https://docs.python.org/3/library/getpass.html',
  exports: { getpass: blocking('lock', 'unbounded', onThread, 'until somebody presses Enter') },
};

export const functools: Library = {
  language: 'python',
  modules: ['functools'],
  source: 'https://docs.python.org/3/library/functools.html',
  exports: { partial: { gives: 0 }, reduce: { callbacks: [{ argument: 0, runs: 'inline' }] } },
};
