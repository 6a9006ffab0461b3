import type { Entry, Library } from '../schema.ts';
import { each, fileCall, onPath, onThread, different, waits } from './build.ts';

const shell = different(
  'asyncio#create_subprocess_shell',
  'It gives a process at once: await process.wait() gives the exit code.',
);
const untilEnd = 'until the command ends; starting a process alone takes 1–10 ms';

const childEnds = 'until a child process ends';
const inFile = fileCall('data');
/** On what was told not to wait, or is known to be ready, they give what there is. */
const onDescriptor: Entry = { ...inFile, ...(inFile.blocks && { blocks: { ...inFile.blocks, untilReady: true } }) };
const forChild: Entry = { blocks: { what: 'process', weight: 'unbounded', cost: childEnds, twin: onThread } };

/** Waits for a child process; with `os.WNOHANG` it does not. */
function forChildUnless(argument: number): Entry {
  const quick = [{ argument, keyword: 'options', values: ['os#WNOHANG'] }];
  return { blocks: { what: 'process', weight: 'unbounded', cost: childEnds, twin: onThread, quick } };
}

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
    ...each(['fdatasync', 'fsync', 'listdir', 'scandir', 'walk'], fileCall('data')),
    ...each(['read', 'readv', 'sendfile', 'write', 'writev'], onDescriptor),
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
    wait: forChild,
    wait3: forChildUnless(0),
    ...each(['wait4', 'waitpid'], forChildUnless(1)),
    waitid: forChildUnless(2),
    ...each(['cpu_count', 'fspath', 'getcwd', 'getenv', 'getpid', 'kill', 'urandom'], {}),
  },
};

export const osPath: Library = {
  language: 'python',
  modules: ['os.path', 'posixpath', 'ntpath'],
  source: 'https://docs.python.org/3/library/os.path.html',
  exports: {
    ...onPath(each(['exists', 'getsize', 'isdir', 'isfile', 'islink', 'lexists'], fileCall('metadata')), 'checks'),
    ...each(['getatime', 'getctime', 'getmtime', 'ismount', 'samefile'], fileCall('metadata')),
    ...each(
      ['abspath', 'basename', 'dirname', 'expanduser', 'isabs', 'join', 'normpath', 'relpath', 'split', 'splitext'],
      {},
    ),
    // A look at each folder on the way, which the system knows by heart.
    realpath: {},
  },
};
