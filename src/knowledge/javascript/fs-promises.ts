import type { Library } from '../schema.ts';
import { abortable, also, each, onPath, pick, promised, type Entries } from './build.ts';

/** Left out: `watch` and `glob`, which give an iterator and start nothing. */
const functions: Entries = {
  ...each(
    [
      'access',
      'appendFile',
      'chmod',
      'chown',
      'copyFile',
      'cp',
      'lchmod',
      'lchown',
      'link',
      'lutimes',
      'mkdir',
      'mkdtemp',
      'mkdtempDisposable',
      'readFile',
      'readlink',
      'realpath',
      'rename',
      'rm',
      'rmdir',
      'symlink',
      'truncate',
      'unlink',
      'utimes',
      'writeFile',
    ],
    promised('file'),
  ),
  readdir: promised('file', 'global#Array'),
  stat: promised('file', 'node:fs#Stats'),
  lstat: promised('file', 'node:fs#Stats'),
  statfs: promised('file', 'node:fs#StatsFs'),
  open: promised('file', 'node:fs/promises#FileHandle'),
  opendir: promised('file', 'node:fs#Dir'),
};

const exclusive = { argument: 2, property: 'flag', values: ['wx', 'ax'] };
const replacing = { overwrites: 1 };

/** What they do to the file they are given; `wx`, `recursive` and `force` spare the question whether it is there. */
const paths: Entries = {
  ...onPath(pick(functions, ['access', 'lstat', 'readlink', 'realpath', 'stat']), 'checks'),
  ...onPath(pick(functions, ['open', 'opendir', 'readdir', 'readFile']), 'reads'),
  ...onPath(pick(functions, ['writeFile']), 'writes', { sureWith: exclusive }),
  ...onPath(pick(functions, ['appendFile']), 'writes', { sureWith: exclusive, keeps: true }),
  ...onPath(pick(functions, ['mkdir']), 'creates', {
    sureWith: { argument: 1, property: 'recursive', values: [true] },
  }),
  ...onPath(pick(functions, ['link', 'symlink']), 'creates'),
  ...onPath(pick(functions, ['rm']), 'removes', {
    sureWith: { argument: 1, property: 'force', values: [true] },
  }),
  ...onPath(pick(functions, ['rmdir', 'unlink']), 'removes'),
  ...also(onPath(pick(functions, ['rename']), 'moves'), replacing),
  ...also(pick(functions, ['copyFile', 'cp']), replacing),
};

/** What `node:fs/promises` and `fs.promises` share: all of it on libuv's threads. */
export const fsPromisesExports: Entries = {
  ...also({ ...functions, ...paths }, { threadpool: 'libuv' }),
  ...also(abortable(pick(paths, ['readFile']), 1), { threadpool: 'libuv', reads: true }),
  ...also(abortable(pick(paths, ['appendFile', 'writeFile']), 2), { threadpool: 'libuv' }),
  ...also(pick(paths, ['access', 'lstat', 'readdir', 'readlink', 'realpath', 'stat']), {
    threadpool: 'libuv',
    reads: true,
  }),
};

export const fsPromises: Library = {
  language: 'javascript',
  modules: ['node:fs/promises', 'fs/promises'],
  source: 'https://nodejs.org/api/fs.html#promises-api',
  exports: fsPromisesExports,
  types: {
    FileHandle: {
      extends: 'node:events#EventEmitter',
      members: {
        ...each(
          [
            'appendFile',
            'chmod',
            'chown',
            'close',
            'datasync',
            'read',
            'readFile',
            'readv',
            'sync',
            'truncate',
            'utimes',
            'write',
            'writeFile',
            'writev',
          ],
          promised('file'),
        ),
        stat: promised('file', 'node:fs#Stats'),
        readLines: { returns: 'node:readline#Interface' },
        createReadStream: { io: 'file', returns: 'node:fs#ReadStream' },
        createWriteStream: { io: 'file', returns: 'node:fs#WriteStream' },
      },
    },
  },
};
