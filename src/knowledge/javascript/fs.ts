import type { Blocks, Entry, Library } from '../schema.ts';
import {
  blocking,
  calledBack,
  different,
  each,
  handler,
  promisedOrCalledBack,
  promisify,
  sameArguments,
  under,
} from './build.ts';
import { fsPromisesExports } from './fs-promises.ts';

type Weight = Blocks['weight'];

/** `nameSync`, whose twin of `node:fs/promises` takes the same arguments. */
function syncWithTwin(names: readonly string[], weight: Weight, note?: string): Record<string, Entry> {
  return Object.fromEntries(
    names.map((name) => [`${name}Sync`, blocking('file', weight, sameArguments(`node:fs/promises#${name}`, note))]),
  );
}

/** `nameSync` on a file descriptor, which `node:fs/promises` has no word for: the twin is the callback form. */
function syncOnDescriptor(names: readonly string[], weight: Weight): Record<string, Entry> {
  return Object.fromEntries(
    names.map((name) => [`${name}Sync`, blocking('file', weight, promisify(`node:fs#${name}`))]),
  );
}

/** `nameSync` whose callback form gives two results, so that its promise is for an object. */
function syncWithCount(names: readonly string[], count: string, buffer: string): Record<string, Entry> {
  const note = `Promisified, it resolves to { ${count}, ${buffer} } instead of the number of bytes.`;
  return Object.fromEntries(
    names.map((name) => [`${name}Sync`, blocking('file', 'data', different(`node:fs#${name}`, note))]),
  );
}

const noDescriptor =
  'The promise form takes a path or a FileHandle, not a file descriptor (a number such as 0 for stdin).';
const halfWritten =
  'Until it is done, whoever reads the file may find half of it, and two writes of it may overlap: write under another name and rename it where that matters.';
const noThrowIfNoEntry =
  'Before Node 25.7 the promise form ignores `throwIfNoEntry: false` and rejects where nothing is there.';

const synchronous: Record<string, Entry> = {
  ...syncWithTwin(['access', 'chmod', 'chown', 'lchown', 'link', 'lutimes', 'mkdir', 'mkdtemp'], 'metadata'),
  ...syncWithTwin(['readlink', 'rename', 'rmdir', 'statfs', 'symlink', 'unlink', 'utimes'], 'metadata'),
  ...syncWithTwin(['truncate'], 'metadata', noDescriptor),
  ...syncWithTwin(['stat', 'lstat'], 'metadata', noThrowIfNoEntry),
  ...syncWithTwin(['copyFile', 'cp', 'readdir', 'rm'], 'data'),
  ...syncWithTwin(['appendFile', 'readFile'], 'data', noDescriptor),
  ...syncWithTwin(['writeFile'], 'data', `${noDescriptor} ${halfWritten}`),
  ...syncOnDescriptor(['close', 'fchmod', 'fchown', 'fstat', 'ftruncate', 'futimes'], 'metadata'),
  ...syncOnDescriptor(['fdatasync', 'fsync'], 'data'),
  ...syncWithCount(['read'], 'bytesRead', 'buffer'),
  ...syncWithCount(['readv'], 'bytesRead', 'buffers'),
  ...syncWithCount(['write'], 'bytesWritten', 'buffer'),
  ...syncWithCount(['writev'], 'bytesWritten', 'buffers'),
  opendirSync: {
    ...blocking('file', 'metadata', sameArguments('node:fs/promises#opendir')),
    returns: 'Dir',
  },
  openSync: blocking(
    'file',
    'metadata',
    different('node:fs/promises#open', 'It resolves to a FileHandle with methods of its own instead of a number.'),
  ),
  existsSync: blocking(
    'file',
    'metadata',
    different(
      'node:fs/promises#access',
      'It rejects where nothing is there instead of giving false. Often the question is best not asked: open the file and handle ENOENT.',
    ),
  ),
  globSync: blocking(
    'file',
    'data',
    different('node:fs#glob', 'Of `node:fs/promises` it gives an async iterator instead of an array.'),
  ),
  mkdtempDisposableSync: blocking(
    'file',
    'metadata',
    different('node:fs/promises#mkdtempDisposable', 'What it resolves to is disposed of by `await using`.'),
  ),
  // `fs.promises.realpath` follows links as the native form does, which differs on Windows (subst and network drives).
  realpathSync: blocking('file', 'metadata', promisify('node:fs#realpath')),
  'realpathSync.native': blocking('file', 'metadata', sameArguments('node:fs/promises#realpath')),
};

/** What each does to its file, as its twin of `node:fs/promises` does. */
function withPaths(entries: Record<string, Entry>): Record<string, Entry> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => {
      const { path, overwrites } = fsPromisesExports[name.replace(/Sync$/, '')] ?? {};
      return [name, { ...entry, ...(path && { path }), ...(overwrites !== undefined && { overwrites }) }];
    }),
  );
}

export const fs: Library = {
  language: 'javascript',
  modules: ['node:fs', 'fs'],
  source: 'https://nodejs.org/api/fs.html',
  exports: {
    ...withPaths(synchronous),
    existsSync: { ...synchronous['existsSync'], path: { argument: 0, does: 'checks' } },
    ...each(
      [
        'access',
        'appendFile',
        'chmod',
        'chown',
        'close',
        'exists',
        'fchmod',
        'fchown',
        'fdatasync',
        'fstat',
        'fsync',
        'ftruncate',
        'futimes',
        'glob',
        'lchown',
        'link',
        'lstat',
        'lutimes',
        'mkdir',
        'mkdtemp',
        'open',
        'opendir',
        'read',
        'readdir',
        'readFile',
        'readlink',
        'readv',
        'realpath',
        'realpath.native',
        'rm',
        'rmdir',
        'stat',
        'statfs',
        'symlink',
        'truncate',
        'unlink',
        'utimes',
        'write',
        'writeFile',
        'writev',
      ],
      { ...calledBack('file'), threadpool: 'libuv' },
    ),
    ...each(['copyFile', 'cp', 'rename'], { ...calledBack('file'), threadpool: 'libuv', overwrites: 1 }),
    createReadStream: { io: 'file', returns: 'ReadStream' },
    createWriteStream: { io: 'file', returns: 'WriteStream' },
    openAsBlob: { promise: true, io: 'file' },
    watch: { callbacks: [handler(-1, 'file watcher', undefined, { result: 'ignored' })], returns: 'FSWatcher' },
    watchFile: { callbacks: [handler(-1, 'file watcher', undefined, { result: 'ignored' })], returns: 'StatWatcher' },
    ...under('promises', fsPromisesExports),
  },
  types: {
    ReadStream: { extends: 'node:stream#Readable', members: {} },
    WriteStream: { extends: 'node:stream#Writable', members: {} },
    FSWatcher: { extends: 'node:events#EventEmitter', members: {} },
    StatWatcher: { extends: 'node:events#EventEmitter', members: {} },
    Stats: { members: {} },
    StatsFs: { members: {} },
    Dir: {
      members: {
        ...each(['close', 'read'], promisedOrCalledBack('file')),
        readSync: blocking('file', 'metadata', sameArguments('node:fs#Dir.read')),
        closeSync: blocking('file', 'metadata', sameArguments('node:fs#Dir.close')),
      },
    },
  },
};
