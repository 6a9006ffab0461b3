import type { Library } from '../schema.ts';
import { each, fileCall } from './build.ts';

/** File objects: what `open` gives. */
export const io: Library = {
  language: 'python',
  modules: ['io'],
  source: 'https://docs.python.org/3/library/io.html',
  exports: {
    open: fileCall('metadata', 'TextIOWrapper'),
    ...each(['BytesIO', 'StringIO'], {}),
  },
  types: {
    TextIOWrapper: {
      members: {
        ...each(['read', 'readline', 'readlines', 'write', 'writelines'], fileCall('data')),
        ...each(['flush', 'truncate'], fileCall('metadata')),
      },
    },
    // Of files opened with "b" in the mode.
    BufferedReader: { extends: 'TextIOWrapper', members: each(['read1', 'readinto'], fileCall('data')) },
  },
};
