import type { Entry, Library } from '../schema.ts';
import { blocking, doneCallback, each, promised } from './build.ts';

/** Formats of text, tables, images and templates. What only computes grows with what it is given. */

const computes: Entry = { ...blocking('cpu', 'data'), serializes: true };

export const csvParseSync: Library = {
  language: 'javascript',
  modules: ['csv-parse/sync', 'csv-stringify/sync'],
  source: 'https://csv.js.org/parse/api/sync/',
  exports: each(['parse', 'stringify'], computes),
};

export const papaparse: Library = {
  language: 'javascript',
  modules: ['papaparse'],
  source: 'https://www.papaparse.com/docs',
  exports: each(['parse', 'unparse', 'default.parse', 'default.unparse'], computes),
};

export const xlsx: Library = {
  language: 'javascript',
  modules: ['xlsx'],
  source: 'https://docs.sheetjs.com/docs/api/',
  exports: {
    ...each(['readFile', 'writeFile', 'writeFileXLSX'], blocking('file', 'heavy', undefined, 'about 1 s for 10 MB')),
    ...each(['read', 'write'], { ...blocking('cpu', 'heavy', undefined, 'about 1 s for 10 MB'), serializes: true }),
  },
};

export const exceljs: Library = {
  language: 'javascript',
  modules: ['exceljs'],
  source: 'https://github.com/exceljs/exceljs#interface',
  exports: each(['Workbook', 'default.Workbook'], { returns: 'Workbook' }),
  types: {
    Workbook: { members: { xlsx: { type: 'Format' }, csv: { type: 'Format' } } },
    Format: { members: each(['load', 'read', 'readFile', 'write', 'writeBuffer', 'writeFile'], promised('file')) },
  },
};

export const xml2js: Library = {
  language: 'javascript',
  modules: ['xml2js'],
  source: 'https://github.com/Leonidas-from-XIV/node-xml2js#readme',
  exports: {
    parseString: { ...computes, callbacks: [doneCallback] },
    parseStringPromise: { promise: true },
  },
};

export const cheerio: Library = {
  language: 'javascript',
  modules: ['cheerio'],
  source: 'https://cheerio.js.org/docs/basics/loading',
  exports: { ...each(['load', 'loadBuffer'], computes), fromURL: promised('network') },
};

export const jimp: Library = {
  language: 'javascript',
  modules: ['jimp'],
  source: 'https://jimp-dev.github.io/jimp/guides/getting-started/',
  exports: each(['Jimp.read', 'default.read', 'read'], promised('file')),
};

export const ejs: Library = {
  language: 'javascript',
  modules: ['ejs'],
  source: 'https://ejs.co/#docs',
  exports: {
    ...each(['compile', 'render'], blocking('cpu', 'data')),
    renderFile: { promise: true, callbacks: [{ ...doneCallback, insteadOfPromise: true }] },
  },
};

export const pug: Library = {
  language: 'javascript',
  modules: ['pug'],
  source: 'https://pugjs.org/api/reference.html',
  exports: {
    ...each(['compile', 'render'], blocking('cpu', 'data')),
    ...each(['compileFile', 'renderFile'], blocking('file', 'data')),
  },
};

export const argon2: Library = {
  language: 'javascript',
  modules: ['argon2'],
  source: 'https://github.com/ranisalt/node-argon2#readme',
  exports: each(['hash', 'verify', 'default.hash', 'default.verify'], { promise: true, threadpool: 'libuv' }),
};

/** It holds a watch on each folder until it is closed. */
export const chokidar: Library = {
  language: 'javascript',
  modules: ['chokidar'],
  source: 'https://github.com/paulmillr/chokidar#api',
  exports: each(['watch', 'default.watch'], { returns: 'FSWatcher' }),
  types: {
    FSWatcher: {
      extends: 'node:events#EventEmitter',
      members: {
        on: {
          callbacks: [{ argument: 1, runs: 'event', label: 'file watcher', result: 'ignored' }],
          returns: 'this',
        },
        close: { promise: true },
      },
    },
  },
};
