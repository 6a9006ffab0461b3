import type { Library } from '../schema.ts';
import { each, fileCall, onThread, different, waits } from './build.ts';

const shell = different(
  'asyncio#create_subprocess_shell',
  'It gives a process at once: await process.wait() gives the exit code.',
);
const untilEnd = 'until the command ends; starting a process alone takes 1–10 ms';

/** Waits for a child process; with `os.WNOHANG` as the second argument it does not. */
const forChild = {
  blocks: { what: 'process', weight: 'unbounded', cost: 'until a child process ends', twin: onThread },
} as const;

export const os: Library = {
  language: 'python',
  modules: ['os'],
  source: 'https://docs.python.org/3/library/os.html',
  exports: {
    ...each(
      [
        'access',
        'chmod',
        'chown',
        'fstat',
        'ftruncate',
        'link',
        'lstat',
        'makedirs',
        'mkdir',
        'open',
        'readlink',
        'remove',
        'removedirs',
        'rename',
        'renames',
        'replace',
        'rmdir',
        'stat',
        'statvfs',
        'symlink',
        'truncate',
        'unlink',
        'utime',
      ],
      fileCall('metadata'),
    ),
    ...each(['fdatasync', 'fsync', 'listdir', 'read', 'scandir', 'sendfile', 'walk', 'write'], fileCall('data')),
    fdopen: fileCall('metadata', 'io#TextIOWrapper'),
    system: waits('process', { twin: shell, weight: 'heavy', cost: untilEnd }),
    popen: waits('process', { twin: shell, weight: 'metadata', cost: '1–10 ms', returns: 'io#TextIOWrapper' }),
    ...each(['wait', 'wait3', 'wait4', 'waitid', 'waitpid'], forChild),
    ...each(['cpu_count', 'fspath', 'getcwd', 'getenv', 'getpid', 'kill', 'urandom'], {}),
  },
};

export const osPath: Library = {
  language: 'python',
  modules: ['os.path', 'posixpath', 'ntpath'],
  source: 'https://docs.python.org/3/library/os.path.html',
  exports: {
    ...each(
      [
        'exists',
        'getatime',
        'getctime',
        'getmtime',
        'getsize',
        'isdir',
        'isfile',
        'islink',
        'ismount',
        'lexists',
        'realpath',
        'samefile',
      ],
      fileCall('metadata'),
    ),
    ...each(
      ['abspath', 'basename', 'dirname', 'expanduser', 'isabs', 'join', 'normpath', 'relpath', 'split', 'splitext'],
      {},
    ),
  },
};
