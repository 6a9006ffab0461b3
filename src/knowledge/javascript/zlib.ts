import type { Entry, Library } from '../schema.ts';
import { blocking, doneCallback, each, promisify } from './build.ts';

const operations = [
  'brotliCompress',
  'brotliDecompress',
  'deflate',
  'deflateRaw',
  'gunzip',
  'gzip',
  'inflate',
  'inflateRaw',
  'unzip',
  'zstdCompress',
  'zstdDecompress',
];

const synchronous: Record<string, Entry> = Object.fromEntries(
  operations.map((name) => [`${name}Sync`, blocking('cpu', 'data', promisify(`node:zlib#${name}`))]),
);

export const zlib: Library = {
  language: 'javascript',
  modules: ['node:zlib', 'zlib'],
  source: 'https://nodejs.org/api/zlib.html',
  exports: {
    ...synchronous,
    ...each(operations, { callbacks: [doneCallback], threadpool: 'libuv' }),
    ...each(
      [
        'createBrotliCompress',
        'createBrotliDecompress',
        'createDeflate',
        'createDeflateRaw',
        'createGunzip',
        'createGzip',
        'createInflate',
        'createInflateRaw',
        'createUnzip',
        'createZstdCompress',
        'createZstdDecompress',
      ],
      { returns: 'node:stream#Transform' },
    ),
  },
};
