import type { Entry, Library } from '../schema.ts';
import { blocking, different, doneCallback, each, promised, sameArguments } from './build.ts';
import { fs } from './fs.ts';

/** Tools of builds that programs use, too: compilers, shells, and what removes files. */

export const gracefulFs: Library = {
  ...fs,
  modules: ['graceful-fs'],
  source: 'https://github.com/isaacs/node-graceful-fs#readme',
};

export const writeFileAtomic: Library = {
  language: 'javascript',
  modules: ['write-file-atomic'],
  source: 'https://github.com/npm/write-file-atomic#readme',
  exports: {
    default: { ...promised('file'), callbacks: [{ ...doneCallback, insteadOfPromise: true }] },
    ...each(['default.sync', 'sync'], blocking('file', 'data', sameArguments('write-file-atomic#default'))),
  },
};

export const rimraf: Library = {
  language: 'javascript',
  modules: ['rimraf'],
  source: 'https://github.com/isaacs/rimraf#api',
  exports: {
    ...each(['rimraf', 'default'], promised('file')),
    ...each(['rimrafSync', 'rimraf.sync', 'sync'], blocking('file', 'data', sameArguments('rimraf#rimraf'))),
  },
};

export const del: Library = {
  language: 'javascript',
  modules: ['del'],
  source: 'https://github.com/sindresorhus/del#api',
  exports: {
    deleteAsync: promised('file', 'global#Array'),
    deleteSync: blocking('file', 'data', sameArguments('del#deleteAsync')),
  },
};

/** Everything is synchronous, but `exec` with `{ async: true }`. */
const command: Entry = blocking('file', 'data');

export const shelljs: Library = {
  language: 'javascript',
  modules: ['shelljs'],
  source: 'https://github.com/shelljs/shelljs#command-reference',
  exports: {
    ...each(['cat', 'cp', 'find', 'grep', 'head', 'ls', 'mv', 'rm', 'sed', 'sort', 'tail', 'touch'], command),
    ...each(['mkdir', 'test', 'which', 'ln', 'chmod'], blocking('file', 'metadata')),
    exec: {
      blocks: {
        what: 'process',
        weight: 'heavy',
        cost: 'until the command ends',
        quick: [{ argument: 1, property: 'async', values: [true] }],
        twin: different(
          'node:child_process#exec',
          'Its callback is given the output, and its promise rejects on failure.',
        ),
      },
    },
    cmd: blocking('process', 'heavy'),
  },
};

const compiled = 'tens of milliseconds and more';

export const sass: Library = {
  language: 'javascript',
  modules: ['sass', 'sass-embedded'],
  source: 'https://sass-lang.com/documentation/js-api/',
  exports: {
    compile: blocking('file', 'heavy', sameArguments('sass#compileAsync'), compiled),
    compileString: blocking('cpu', 'heavy', sameArguments('sass#compileStringAsync'), compiled),
    ...each(['compileAsync', 'compileStringAsync'], { promise: true }),
  },
};

export const babel: Library = {
  language: 'javascript',
  modules: ['@babel/core'],
  source: 'https://babeljs.io/docs/babel-core',
  exports: {
    transformSync: blocking('cpu', 'heavy', sameArguments('@babel/core#transformAsync'), compiled),
    transformFileSync: blocking('file', 'heavy', sameArguments('@babel/core#transformFileAsync'), compiled),
    ...each(['loadOptionsAsync', 'parseAsync', 'transformAsync', 'transformFileAsync'], { promise: true }),
  },
};

export const esbuild: Library = {
  language: 'javascript',
  modules: ['esbuild'],
  source: 'https://esbuild.github.io/api/#js-sync',
  exports: {
    buildSync: blocking('process', 'heavy', sameArguments('esbuild#build', 'Plugins only work in the awaited one.')),
    transformSync: blocking('process', 'heavy', sameArguments('esbuild#transform')),
    ...each(['build', 'transform', 'context'], { promise: true }),
  },
};

export const typescript: Library = {
  language: 'javascript',
  modules: ['typescript'],
  source: 'https://github.com/microsoft/TypeScript/wiki/Using-the-Compiler-API',
  exports: each(['createProgram', 'transpileModule'], blocking('cpu', 'heavy', undefined, compiled)),
};
