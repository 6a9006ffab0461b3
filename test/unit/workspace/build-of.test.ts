import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Build } from '../../../src/model/surroundings.ts';
import { buildOf } from '../../../src/workspace/build-of.ts';
import { temporaryFolder } from './folder.ts';

function built(path: string, files: Readonly<Record<string, unknown>>): Build | undefined {
  const texts = Object.entries(files).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const folder = temporaryFolder(Object.fromEntries(texts) as Record<string, string>);
  return buildOf(join(folder, path));
}

describe('how the code of a file comes to run', () => {
  it('is not known without a package', () => {
    expect(built('src/a.ts', {})).toBeUndefined();
  });

  it.each<[string, string, Record<string, unknown>, Build]>([
    [
      'a compiler leaves files as they lie',
      'src/a.ts',
      {
        'package.json': { type: 'module', scripts: { build: 'tsc -p .' } },
        'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", /* here */ "outDir": "dist", }, }',
      },
      { compiles: true, runsSources: false, modules: 'esm' },
    ],
    [
      'a package is no bundler for having the name of something else',
      'a.js',
      { 'package.json': { dependencies: { constructor: '1.0.0' } } },
      { compiles: false, runsSources: true },
    ],
    [
      'Node’s own modules of a package without a type are CommonJS',
      'a.ts',
      {
        'package.json': { scripts: { build: 'tsc', dev: 'tsx watch a.ts' } },
        'tsconfig.json': { extends: './base', compilerOptions: {} },
        'base.json': { compilerOptions: { module: 'node16' } },
      },
      { compiles: true, runsSources: true, modules: 'commonjs' },
    ],
    [
      'a check of types writes nothing',
      'a.ts',
      { 'package.json': { scripts: { types: 'tsc --noEmit', start: 'node --experimental-strip-types a.ts' } } },
      { compiles: false, runsSources: true },
    ],
    ['JavaScript runs as it is', 'a.js', { 'package.json': {} }, { compiles: false, runsSources: true }],
    [
      'a bundler in a script',
      'src/a.js',
      { 'package.json': { scripts: { build: 'NODE_ENV=production npx webpack --mode production' } } },
      { bundler: 'webpack', compiles: false, runsSources: true },
    ],
    [
      'a bundler in a file of its own',
      'src/a.ts',
      { 'package.json': {}, 'vite.config.mts': '' },
      { bundler: 'vite', compiles: false, runsSources: false },
    ],
    [
      'a bundler among the packages',
      'src/a.js',
      { 'package.json': { scripts: { build: 'node build.mjs' }, devDependencies: { esbuild: '1' } } },
      { bundler: 'esbuild', compiles: false, runsSources: true },
    ],
    [
      'a test runner is no bundler, and runs sources',
      'src/a.ts',
      { 'package.json': { scripts: { test: 'vitest', build: 'tsc' } } },
      { compiles: true, runsSources: true },
    ],
    [
      'a server beside a bundled page',
      'server/a.ts',
      { 'package.json': { scripts: { build: 'vite build', start: 'tsx server/main.ts' } } },
      { compiles: false, runsSources: true },
    ],
    [
      'a package inside of another one',
      'in/a.js',
      { 'package.json': { scripts: { b: 'webpack' } }, 'in/package.json': {} },
      { compiles: false, runsSources: true },
    ],
  ])('%s', (_, path, files, expected) => {
    expect(built(path, files)).toEqual(expected);
  });

  it('survives files that cannot be read', () => {
    expect(
      built('a.ts', { 'package.json': { scripts: [1, null] }, 'tsconfig.json': '{ "extends": "./tsconfig.json"' }),
    ).toEqual({ compiles: false, runsSources: false });
  });
});
