import { join, relative } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { installCommand } from '../../../src/model/install.ts';
import { isInstallRequest } from '../../../src/protocol/install.ts';
import { installRequest } from '../../../src/workspace/install.ts';
import { temporaryFolder } from './folder.ts';

/** The command, behind the folder where it belongs. */
function commandFor(path: string, files: Readonly<Record<string, string>>, packages = ['piscina']): string | undefined {
  const folder = temporaryFolder(files);
  const request = installRequest(join(folder, path), packages);
  if (!request) return undefined;
  expect(isInstallRequest(request)).toBe(true);
  return `${relative(folder, request.folder) || '.'}: ${installCommand(request)}`;
}

const none = '{}';

describe('how a project installs what a fix needs', () => {
  it.each([
    ['npm where nothing says otherwise', { 'package.json': none }, '.: npm install piscina'],
    ['by its lock file', { 'package.json': none, 'pnpm-lock.yaml': '' }, '.: pnpm add piscina'],
    ['by the other lock file of Bun', { 'package.json': none, 'bun.lock': '' }, '.: bun add piscina'],
    [
      'by what it names',
      { 'package.json': '{"packageManager":"yarn@4.5.0"}', 'package-lock.json': '' },
      '.: yarn add piscina',
    ],
    [
      'in the root of a workspace, which pnpm wants to be told',
      { 'package.json': none, 'pnpm-workspace.yaml': '' },
      '.: pnpm add -w piscina',
    ],
    [
      'and Yarn of old',
      { 'package.json': '{"workspaces":["a"]}', 'yarn.lock': '# yarn lockfile v1\n' },
      '.: yarn add -W piscina',
    ],
    [
      'but not Yarn of today',
      { 'package.json': '{"workspaces":["a"]}', 'yarn.lock': '__metadata:\n' },
      '.: yarn add piscina',
    ],
    [
      'in the nearest package, with what its workspace is installed by',
      { 'package.json': none, 'yarn.lock': '', 'src/package.json': none },
      'src: yarn add piscina',
    ],
    ['beside the file where there is no package', {}, 'src: npm install piscina'],
    [
      'also when it lies there by chance',
      { 'package.json': none, 'node_modules/piscina/x': '' },
      '.: npm install piscina',
    ],
  ])('%s', (_, files, expected) => {
    expect(commandFor('src/a.js', files as Record<string, string>)).toBe(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['the package names it', { 'package.json': '{"devDependencies":{"piscina":"5"}}' }],
    ['the workspace names it', { 'package.json': '{"dependencies":{"piscina":"5"}}', 'src/package.json': none }],
    ['it lies there, and there is no package', { 'node_modules/piscina/x': '' }],
  ])('not at all where %s', (_, files) => {
    expect(commandFor('src/a.js', files)).toBeUndefined();
  });

  it('only what is missing, in the version that is needed', () => {
    const files = { 'package.json': '{"dependencies":{"piscina":"5"}}' };
    expect(commandFor('a.js', files, ['piscina', 'p-limit@3'])).toBe('.: npm install p-limit@3');
    expect(commandFor('a.js', { 'package.json': '{"dependencies":{"p-limit":"^3"}}' }, ['p-limit@3'])).toBeUndefined();
  });
});

test.each([
  [{ packages: ['a; rm -rf /'], manager: 'npm', folder: '/a', isRoot: false }],
  [{ packages: ['--global'], manager: 'npm', folder: '/a', isRoot: false }],
  [{ packages: [], manager: 'npm', folder: '/a', isRoot: false }],
  [{ packages: ['a'], manager: 'curl', folder: '/a', isRoot: false }],
  [{ packages: ['a'], manager: 'npm', isRoot: false }],
  ['npm install a'],
])('a request that is none is not run: %j', (value) => {
  expect(isInstallRequest(value)).toBe(false);
});
