import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createModuleResolver } from '../../../src/workspace/resolve-module.ts';

const root = mkdtempSync(join(tmpdir(), 'unblock-modules-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const files: Readonly<Record<string, string | object>> = {
  'package.json': {
    name: 'top',
    workspaces: ['packages/*', 'deep/**'],
    imports: { '#conf': './src/conf.ts', '#x/*': './src/x/*.ts' },
  },
  'tsconfig.base.json': {
    compilerOptions: { baseUrl: '.', paths: { '@app/*': ['./src/*'], exact: ['./missing.ts', './src/conf.ts'] } },
  },
  'tsconfig.json': { extends: './tsconfig.base.json' },
  'src/main.ts': '',
  'src/conf.ts': '',
  'src/plain.js': '',
  'src/esm.mts': '',
  'src/x/one.ts': '',
  'src/folder/index.tsx': '',
  // Built to `lib`, and not built.
  'packages/core/package.json': { name: '@top/core', main: 'lib/index.js', types: 'lib/index.d.ts' },
  'packages/core/src/index.ts': '',
  'packages/core/src/node/cli.ts': '',
  'packages/core/bin/core.js': '',
  // Built, and the build is there.
  'packages/built/package.json': { name: 'built', main: 'dist/index.js' },
  'packages/built/dist/index.js': '',
  'packages/built/src/index.ts': '',
  // With conditions and patterns.
  'packages/exporting/package.json': {
    name: 'exporting',
    exports: {
      '.': { import: './dist/esm/main.js', require: './dist/cjs/main.cjs' },
      './parts/*': './dist/parts/*.js',
    },
  },
  'packages/exporting/src/main.ts': '',
  'packages/exporting/src/parts/one.ts': '',
  'packages/exporting/src/secret.ts': '',
  'packages/linked/package.json': { name: 'linked', source: 'code/index.ts', main: 'dist/index.js' },
  'packages/linked/code/index.ts': '',
  'deep/er/still/package.json': { name: 'still' },
  'deep/er/still/index.js': '',
  // Plain JavaScript in `lib`, which is no output.
  'packages/handmade/package.json': { name: 'handmade', main: 'lib/index.js' },
  'packages/handmade/lib/index.js': '',
  'packages/handmade/src/other.js': '',
  'node_modules/installed/package.json': { name: 'installed', main: 'index.js' },
  'node_modules/installed/index.js': '',
  'pnpm/pnpm-workspace.yaml': 'packages:\n  # all of them\n  - \'apps/*\'\n  - "libs/*"\n\ncatalog:\n  - nothing/*\n',
  'pnpm/apps/web/package.json': { name: 'web' },
  'pnpm/apps/web/index.ts': '',
  'pnpm/libs/db/package.json': { name: '@p/db', main: './build/index.js' },
  'pnpm/libs/db/src/index.ts': '',
};
for (const [path, content] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}
symlinkSync(join(root, 'packages/linked'), join(root, 'node_modules/linked'), 'junction');

const resolve = createModuleResolver();

test.each([
  ['src/main.ts', './conf', 'src/conf.ts'],
  ['src/main.ts', './conf.ts', 'src/conf.ts'],
  ['src/main.ts', './conf.js', 'src/conf.ts'],
  ['src/main.ts', './plain', 'src/plain.js'],
  ['src/main.ts', './esm.mjs', 'src/esm.mts'],
  ['src/main.ts', './folder', 'src/folder/index.tsx'],
  ['src/x/one.ts', '..', undefined],
  ['src/main.ts', '@app/x/one', 'src/x/one.ts'],
  ['src/main.ts', 'exact', 'src/conf.ts'],
  ['src/main.ts', 'src/conf', 'src/conf.ts'],
  ['src/main.ts', '#conf', 'src/conf.ts'],
  ['src/main.ts', '#x/one', 'src/x/one.ts'],
  ['src/main.ts', '#none', undefined],
  ['src/main.ts', 'installed', undefined],
  ['src/main.ts', 'fs', undefined],
  ['src/main.ts', 'node:fs', undefined],
  ['src/main.ts', './missing', undefined],
  ['src/main.ts', '@top/core', 'packages/core/src/index.ts'],
  ['src/main.ts', '@top/core/lib/node/cli', 'packages/core/src/node/cli.ts'],
  ['src/main.ts', '@top/core/lib/none', undefined],
  ['packages/core/bin/core.js', '../lib/node/cli', 'packages/core/src/node/cli.ts'],
  ['packages/core/bin/core.js', '../lib/none', undefined],
  ['src/main.ts', 'built', 'packages/built/src/index.ts'],
  ['src/main.ts', '../packages/built/dist/index.js', 'packages/built/src/index.ts'],
  ['src/main.ts', 'exporting', 'packages/exporting/src/main.ts'],
  ['src/main.ts', 'exporting/parts/one', 'packages/exporting/src/parts/one.ts'],
  ['src/main.ts', 'exporting/secret', undefined],
  ['src/main.ts', 'linked', 'packages/linked/code/index.ts'],
  ['src/main.ts', 'still', 'deep/er/still/index.js'],
  ['src/main.ts', 'handmade', 'packages/handmade/lib/index.js'],
  ['pnpm/apps/web/index.ts', '@p/db', 'pnpm/libs/db/src/index.ts'],
  ['pnpm/apps/web/index.ts', 'nothing', undefined],
])('%s asks for %s', (from, specifier, expected) => {
  const found = resolve(join(root, from), specifier);
  expect(found === undefined ? undefined : relative(root, found).replaceAll('\\', '/')).toBe(expected);
});
