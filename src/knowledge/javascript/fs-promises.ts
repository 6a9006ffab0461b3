import type { Library } from '../schema.ts';
import { each, promised, type Entries } from './build.ts';

/** What `node:fs/promises` and `fs.promises` share. Left out: `watch` and `glob`, which give an iterator and start nothing. */
export const fsPromisesExports: Entries = {
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
