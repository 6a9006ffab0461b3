import type { Library } from '../schema.ts';
import { each, fileCall, onPath, onThread, different, waits } from './build.ts';

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
    ...each(['chdir', 'fchdir', 'putenv', 'umask', 'unsetenv'], { tied: 'process' }),
    ...each(
      [
        'chmod',
        'chown',
        'fstat',
        'ftruncate',
        'link',
        'open',
        'readlink',
        'removedirs',
        'statvfs',
        'symlink',
        'truncate',
        'utime',
      ],
      fileCall('metadata'),
    ),
    ...each(['fdatasync', 'fsync', 'listdir', 'read', 'scandir', 'sendfile', 'walk', 'write'], fileCall('data')),
    ...onPath(each(['access', 'lstat', 'stat'], fileCall('metadata')), 'checks'),
    ...onPath(each(['remove', 'rmdir', 'unlink'], fileCall('metadata')), 'removes'),
    ...onPath(each(['rename', 'renames', 'replace'], fileCall('metadata')), 'moves'),
    ...onPath(each(['mkdir'], fileCall('metadata')), 'creates'),
    makedirs: {
      ...fileCall('metadata'),
      path: { argument: 0, does: 'creates', sureWith: { argument: 2, keyword: 'exist_ok', values: [true] } },
    },
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
    ...onPath(each(['exists', 'getsize', 'isdir', 'isfile', 'islink', 'lexists'], fileCall('metadata')), 'checks'),
    ...each(['getatime', 'getctime', 'getmtime', 'ismount', 'realpath', 'samefile'], fileCall('metadata')),
    ...each(
      ['abspath', 'basename', 'dirname', 'expanduser', 'isabs', 'join', 'normpath', 'relpath', 'split', 'splitext'],
      {},
    ),
  },
};
