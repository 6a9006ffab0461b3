import type { Entry, Library } from '../schema.ts';
import { blocking, each, promised, sameArguments } from './build.ts';

const search = promised('file', 'global#Array');

function searchSync(symbol: string): Entry {
  return { ...blocking('file', 'data', sameArguments(symbol)), returns: 'global#Array' };
}

export const glob: Library = {
  language: 'javascript',
  modules: ['glob'],
  source: 'https://github.com/isaacs/node-glob#usage',
  exports: {
    glob: search,
    ...each(['globSync', 'glob.sync', 'sync'], searchSync('glob#glob')),
  },
};

export const fastGlob: Library = {
  language: 'javascript',
  modules: ['fast-glob'],
  source: 'https://github.com/mrmlnc/fast-glob#api',
  exports: {
    ...each(['default', 'async', 'glob'], search),
    ...each(['globSync', 'sync'], searchSync('fast-glob#default')),
  },
};

export const globby: Library = {
  language: 'javascript',
  modules: ['globby'],
  source: 'https://github.com/sindresorhus/globby#api',
  exports: {
    globby: search,
    globbySync: searchSync('globby#globby'),
  },
};

export const tinyglobby: Library = {
  language: 'javascript',
  modules: ['tinyglobby'],
  source: 'https://superchupu.dev/tinyglobby/documentation',
  exports: {
    glob: search,
    globSync: searchSync('tinyglobby#glob'),
  },
};
