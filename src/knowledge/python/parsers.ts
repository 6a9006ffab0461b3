import type { Library } from '../schema.ts';
import { computes, each, fileCall } from './build.ts';

/** Text to trees and values: as long as the text is, and with the lock of the interpreter. */

export const beautifulSoup: Library = {
  language: 'python',
  modules: ['bs4'],
  source: 'https://www.crummy.com/software/BeautifulSoup/bs4/doc/',
  exports: { BeautifulSoup: { ...computes, returns: 'BeautifulSoup' } },
  types: { BeautifulSoup: { members: each(['find', 'find_all', 'prettify', 'select', 'select_one'], computes) } },
};

export const lxml: Library = {
  language: 'python',
  modules: ['lxml.etree', 'lxml.html'],
  source: 'https://lxml.de/FAQ.html#threading',
  // Parsing a file or a string lets other threads go on.
  exports: {
    ...each(['fromstring', 'HTML', 'XML', 'tostring'], {
      blocks: { what: 'cpu', weight: 'data', releasesGil: true },
      serializes: true,
    }),
    parse: { ...fileCall('data'), serializes: true },
  },
};

export const yaml: Library = {
  language: 'python',
  modules: ['yaml'],
  source: 'https://pyyaml.org/wiki/PyYAMLDocumentation',
  exports: each(['dump', 'dump_all', 'full_load', 'load', 'load_all', 'safe_dump', 'safe_load', 'safe_load_all'], {
    ...computes,
    serializes: true,
  }),
};

export const orjson: Library = {
  language: 'python',
  modules: ['orjson', 'ujson', 'simplejson'],
  source: 'https://github.com/ijl/orjson#usage',
  exports: each(['dumps', 'loads'], { ...computes, serializes: true }),
};
