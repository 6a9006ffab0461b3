import type { Blocks, Library } from '../schema.ts';
import { computes, computesFreely, each, fileCall, onThread } from './build.ts';

/** Text or bytes to objects and back: nothing to await instead, only a question of size. */
function format(name: string, functions: readonly string[]): Library {
  return {
    language: 'python',
    modules: [name],
    source: `https://docs.python.org/3/library/${name}.html`,
    exports: each(functions, name === 'copy' ? computes : { ...computes, serializes: true }),
  };
}

export const json = format('json', ['dump', 'dumps', 'load', 'loads']);
export const pickle = format('pickle', ['dump', 'dumps', 'load', 'loads']);
export const marshal = format('marshal', ['dump', 'dumps', 'load', 'loads']);
export const tomllib = format('tomllib', ['load', 'loads']);
export const copy = format('copy', ['deepcopy']);
export const elementTree = format('xml.etree.ElementTree', ['fromstring', 'parse', 'tostring']);

/** Compression: on bytes in memory, and as files. */
function compression(name: string, functions: readonly string[]): Library {
  return {
    language: 'python',
    modules: [name],
    source: `https://docs.python.org/3/library/${name}.html`,
    exports: {
      ...each(functions, computesFreely('data')),
      ...(name === 'zlib' ? {} : { open: fileCall('metadata', 'io#BufferedReader') }),
    },
  };
}

export const bz2 = compression('bz2', ['compress', 'decompress']);
export const gzip = compression('gzip', ['compress', 'decompress']);
export const lzma = compression('lzma', ['compress', 'decompress']);
export const zlib = compression('zlib', ['adler32', 'compress', 'crc32', 'decompress']);

const pbkdf2: Blocks = {
  what: 'cpu',
  weight: 'heavy',
  cost: 'about 200–400 ms at 600,000 iterations',
  releasesGil: true,
  twin: onThread,
};

export const hashlib: Library = {
  language: 'python',
  modules: ['hashlib'],
  source: 'https://docs.python.org/3/library/hashlib.html',
  exports: {
    pbkdf2_hmac: { blocks: { ...pbkdf2, quickUpTo: { argument: 3, keyword: 'iterations', most: 10_000 } } },
    scrypt: computesFreely('heavy', 'about 50 ms at n=2**14'),
    file_digest: fileCall('data'),
  },
};
