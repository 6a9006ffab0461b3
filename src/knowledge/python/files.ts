import type { Entry, Library } from '../schema.ts';
import { blocking, each, fileCall, onThread } from './build.ts';

export const shutil: Library = {
  language: 'python',
  modules: ['shutil'],
  source: 'https://docs.python.org/3/library/shutil.html',
  exports: {
    ...each(
      ['copy', 'copy2', 'copyfile', 'copyfileobj', 'copytree', 'make_archive', 'move', 'rmtree', 'unpack_archive'],
      fileCall('data'),
    ),
    ...each(['chown', 'copymode', 'copystat', 'disk_usage', 'which'], fileCall('metadata')),
  },
};

export const glob: Library = {
  language: 'python',
  modules: ['glob'],
  source: 'https://docs.python.org/3/library/glob.html',
  exports: each(['glob', 'iglob'], fileCall('data')),
};

export const tempfile: Library = {
  language: 'python',
  modules: ['tempfile'],
  source: 'https://docs.python.org/3/library/tempfile.html',
  exports: {
    ...each(['NamedTemporaryFile', 'TemporaryFile'], fileCall('metadata', 'io#TextIOWrapper')),
    ...each(['mkdtemp', 'mkstemp'], fileCall('metadata')),
    TemporaryDirectory: fileCall('metadata', 'TemporaryDirectory'),
    // In memory until it grows beyond `max_size`.
    SpooledTemporaryFile: {},
  },
  types: { TemporaryDirectory: { members: { cleanup: fileCall('data'), __exit__: fileCall('data') } } },
};

export const fcntl: Library = {
  language: 'python',
  modules: ['fcntl'],
  source: 'https://docs.python.org/3/library/fcntl.html',
  // With LOCK_NB among the flags they do not wait.
  exports: each(['flock', 'lockf'], blocking('lock', 'unbounded', onThread, 'as long as another process holds it')),
};

/** Reads or writes an archive's members. */
const member: Entry = fileCall('data');

export const zipfile: Library = {
  language: 'python',
  modules: ['zipfile'],
  source: 'https://docs.python.org/3/library/zipfile.html',
  exports: { ZipFile: fileCall('metadata', 'ZipFile'), is_zipfile: fileCall('metadata') },
  types: {
    ZipFile: { members: each(['extract', 'extractall', 'read', 'testzip', 'write', 'writestr'], member) },
  },
};

export const tarfile: Library = {
  language: 'python',
  modules: ['tarfile'],
  source: 'https://docs.python.org/3/library/tarfile.html',
  exports: {
    ...each(['TarFile', 'TarFile.open', 'open'], fileCall('metadata', 'TarFile')),
    is_tarfile: fileCall('metadata'),
  },
  types: {
    TarFile: { members: each(['add', 'addfile', 'extract', 'extractall', 'getmembers', 'getnames'], member) },
  },
};
