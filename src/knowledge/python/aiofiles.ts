import type { Library } from '../schema.ts';
import { each, promised } from './build.ts';

export const aiofiles: Library = {
  language: 'python',
  modules: ['aiofiles'],
  source: 'https://github.com/Tinche/aiofiles#usage',
  exports: { open: promised('file', 'AsyncFile') },
  types: {
    AsyncFile: {
      members: each(
        ['close', 'flush', 'read', 'readline', 'readlines', 'seek', 'tell', 'truncate', 'write', 'writelines'],
        promised('file'),
      ),
    },
  },
};

export const aiofilesOs: Library = {
  language: 'python',
  modules: ['aiofiles.os'],
  source: 'https://github.com/Tinche/aiofiles#usage',
  exports: {
    ...each(
      ['access', 'listdir', 'makedirs', 'mkdir', 'path.exists', 'path.getsize', 'path.isdir', 'path.isfile'].concat([
        'readlink',
        'remove',
        'rename',
        'replace',
        'rmdir',
        'scandir',
        'stat',
        'unlink',
      ]),
      promised('file'),
    ),
  },
};
