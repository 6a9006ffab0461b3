import type { Library } from '../schema.ts';
import { each, fileCall, onPath } from './build.ts';

export const pathlib: Library = {
  language: 'python',
  modules: ['pathlib'],
  source: 'https://docs.python.org/3/library/pathlib.html',
  exports: {
    ...each(['Path', 'PosixPath', 'WindowsPath'], { returns: 'Path' }),
    ...each(['Path.cwd', 'Path.home'], { returns: 'Path' }),
    ...each(['PurePath', 'PurePosixPath', 'PureWindowsPath'], { returns: 'PurePath' }),
  },
  types: {
    // Only words: nothing is asked of the file system.
    PurePath: {
      members: {
        ...each(['joinpath', 'relative_to', 'with_name', 'with_stem', 'with_suffix', '__truediv__'], {
          returns: 'this',
        }),
        ...each(['as_posix', 'as_uri', 'is_absolute', 'is_relative_to', 'match'], {}),
      },
    },
    Path: {
      extends: 'PurePath',
      members: {
        parent: { type: 'Path' },
        ...each(
          ['chmod', 'group', 'hardlink_to', 'is_mount', 'owner', 'readlink', 'samefile', 'symlink_to', 'touch'],
          fileCall('metadata'),
        ),
        ...each(['rename', 'replace'], fileCall('metadata', 'this')),
        ...onPath(
          each(['exists', 'is_dir', 'is_file', 'is_symlink', 'lstat', 'stat'], fileCall('metadata')),
          'checks',
          'receiver',
        ),
        ...onPath(each(['rmdir', 'unlink'], fileCall('metadata')), 'removes', 'receiver'),
        mkdir: {
          ...fileCall('metadata'),
          path: {
            argument: 'receiver',
            does: 'creates',
            sureWith: { argument: 2, keyword: 'exist_ok', values: [true] },
          },
        },
        // What they give is read from the directory while it is iterated.
        ...each(['glob', 'iterdir', 'rglob', 'walk'], fileCall('data')),
        ...onPath(each(['read_bytes', 'read_text'], fileCall('data')), 'reads', 'receiver'),
        ...onPath(each(['write_bytes', 'write_text'], fileCall('data')), 'writes', 'receiver'),
        open: fileCall('metadata', 'io#TextIOWrapper'),
        // A look at each folder on the way, which the system knows by heart.
        ...each(['absolute', 'expanduser', 'resolve'], { returns: 'this' }),
      },
    },
    PosixPath: { extends: 'Path', members: {} },
    WindowsPath: { extends: 'Path', members: {} },
  },
};
