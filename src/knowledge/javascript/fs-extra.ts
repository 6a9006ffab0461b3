import type { Entry, Library } from '../schema.ts';
import { blocking, each, promisedOrCalledBack, sameArguments } from './build.ts';
import { fs } from './fs.ts';

/** The functions of `node:fs` that give a promise here when no callback is passed. */
const universal = [
  'access',
  'appendFile',
  'chmod',
  'chown',
  'close',
  'copyFile',
  'cp',
  'fchmod',
  'fchown',
  'fdatasync',
  'fstat',
  'fsync',
  'ftruncate',
  'futimes',
  'lchown',
  'link',
  'lstat',
  'lutimes',
  'mkdir',
  'mkdtemp',
  'open',
  'opendir',
  'readdir',
  'readFile',
  'readlink',
  'realpath',
  'rename',
  'rm',
  'rmdir',
  'stat',
  'statfs',
  'symlink',
  'truncate',
  'unlink',
  'utimes',
  'writeFile',
];

const ownCheap = [
  'createFile',
  'createLink',
  'createSymlink',
  'ensureDir',
  'ensureFile',
  'ensureLink',
  'ensureSymlink',
  'mkdirp',
  'mkdirs',
  'pathExists',
];

const ownByContent = [
  'copy',
  'emptyDir',
  'emptydir',
  'move',
  'outputFile',
  'outputJSON',
  'outputJson',
  'readJSON',
  'readJson',
  'remove',
  'writeJSON',
  'writeJson',
];

function pairs(names: readonly string[], weight: 'metadata' | 'data'): Record<string, Entry> {
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, promisedOrCalledBack('file')],
      [`${name}Sync`, blocking('file', weight, sameArguments(`fs-extra#${name}`))],
    ]),
  );
}

/** The synchronous functions of `node:fs`, whose twins are here the functions of the same name. */
const ofNode: Record<string, Entry> = Object.fromEntries(
  universal.map((name) => {
    const blocks = fs.exports[`${name}Sync`]?.blocks;
    return [`${name}Sync`, blocking('file', blocks?.weight ?? 'metadata', sameArguments(`fs-extra#${name}`))];
  }),
);

const checked: Entry['path'] = { argument: 0, does: 'checks' };

export const fsExtra: Library = {
  language: 'javascript',
  modules: ['fs-extra', 'fs-extra/esm'],
  source: 'https://github.com/jprichardson/node-fs-extra#methods',
  exports: {
    ...fs.exports,
    ...each(universal, promisedOrCalledBack('file')),
    ...ofNode,
    ...pairs(ownCheap, 'metadata'),
    ...pairs(ownByContent, 'data'),
    exists: promisedOrCalledBack('file'),
    existsSync: { ...blocking('file', 'metadata', sameArguments('fs-extra#pathExists')), path: checked },
    pathExists: { ...promisedOrCalledBack('file'), path: checked },
    pathExistsSync: { ...blocking('file', 'metadata', sameArguments('fs-extra#pathExists')), path: checked },
  },
  types: fs.types ?? {},
};
