import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAtLeast, leastVersion, type Version } from '../../../src/effects/versions.ts';
import { createProgram, type File, type Program } from '../../../src/effects/program.ts';
import { knowledge } from '../../../src/knowledge/index.ts';
import type { PackageInfo } from '../../../src/model/project.ts';
import { createPackageLookup } from '../../../src/workspace/package-info.ts';
import { lower } from '../syntax/lowering.ts';
import { temporaryFolder } from './folder.ts';

function info(files: Readonly<Record<string, string>>, path: string): PackageInfo | undefined {
  return createPackageLookup()(join(temporaryFolder(files), path));
}

describe('what a package says of versions', () => {
  it('is read from package.json; an outer one says the rest', () => {
    const files = {
      'package.json': JSON.stringify({ type: 'module', engines: { node: '>=20' }, devDependencies: { vitest: '^3' } }),
      'packages/a/package.json': JSON.stringify({ dependencies: { express: '^5.1.0', odd: 3 } }),
    };
    expect(info(files, 'packages/a/src/x.ts')).toEqual({
      dependencies: { vitest: '^3', express: '^5.1.0' },
      engines: { node: '>=20' },
    });
    expect(info(files, 'x.ts')?.type).toBe('module');
  });

  it('is read from pyproject.toml, requirements.txt and .python-version', () => {
    const project = `
      [project]
      requires-python = ">=3.11"
      dependencies = ["FastAPI[all] >=0.110 ; python_version < '4'", "typing_extensions"]
      [dependency-groups]
      dev = ["pytest~=8.0", { include-group = "lint" }]`;
    expect(
      info({ 'pyproject.toml': project, 'requirements.txt': 'aiohttp==3.9.5  # pinned\n-r more.txt\n' }, 'a.py'),
    ).toEqual({
      dependencies: {
        fastapi: '>=0.110',
        'typing-extensions': '',
        pytest: '~=8.0',
        aiohttp: '==3.9.5',
      },
      engines: { python: '>=3.11' },
    });
    const poetry = '[tool.poetry.dependencies]\npython = "^3.10"\nhttpx = { version = "^0.27", extras = ["http2"] }';
    expect(info({ 'pyproject.toml': poetry }, 'a.py')).toEqual({
      dependencies: { httpx: '^0.27' },
      engines: { python: '^3.10' },
    });
    expect(info({ '.python-version': '3.13t\n' }, 'a.py')?.engines).toEqual({
      python: '3.13t',
      'python-freethreaded': '3.13t',
    });
  });

  it('says which patches others bring along, by whichever lock file there is', () => {
    const npm = '{ "packages": { "node_modules/express-async-errors": { "version": "3.1.1" } } }';
    const manifest = { 'package.json': JSON.stringify({ dependencies: { 'lambert-server': '^1.2.0' } }) };
    const patchedBy = (locks: Readonly<Record<string, string>>, path = 'a.js'): unknown =>
      info({ ...manifest, ...locks }, path)?.patchedBy;
    expect(patchedBy({ 'package-lock.json': npm })).toEqual(['express-async-errors']);
    expect(patchedBy({ 'yarn.lock': 'express-async-errors@^3.1.1:\n  version "3.1.1"\n' })).toHaveLength(1);
    expect(patchedBy({ 'pnpm-lock.yaml': '  /express-async-errors@3.1.1:\n' })).toHaveLength(1);
    expect(patchedBy({ 'package-lock.json': npm.replace('express-async', 'express-async2') })).toBeUndefined();
    expect(patchedBy({ 'package-lock.json': npm, 'packages/a/package.json': '{}' }, 'packages/a/b.js')).toHaveLength(1);
    expect(patchedBy({})).toBeUndefined();
  });

  it('is nothing where it cannot be read', () => {
    expect(info({ 'package.json': '{', 'pyproject.toml': '[' }, 'a.ts')?.dependencies ?? {}).toEqual({});
  });
});

describe('versions', () => {
  const programWith = (dependencies: PackageInfo['dependencies']): { program: Program; file: File } => {
    const facts = lower('');
    const program = createProgram('a.ts', facts, knowledge, {
      packageOf: () => ({ dependencies, engines: dependencies }),
    });
    const file = program.file('a.ts');
    if (!file) throw new Error('No file');
    return { program, file };
  };

  it.each<[string, Version | undefined]>([
    ['^5.1.0', [5, 1]],
    ['>=3.11,<4', [3, 11]],
    ['4 || 5', [4, 0]],
    ['5.x', [5, 0]],
    ['npm:express@^4.2', [4, 2]],
    ['workspace:*', undefined],
    ['latest', undefined],
    ['<5', undefined],
    ['', undefined],
  ])('%s begins with %j', (range, expected) => {
    const { program, file } = programWith({ express: range });
    expect(leastVersion(program, file, 'express')).toEqual(expected);
  });

  it.each<[string, boolean | undefined]>([
    ['^5.1.0', true],
    ['>=5', true],
    ['^4.18.2', false],
    ['~4.18', false],
    ['4', false],
    ['>=4 <5', false],
    ['^4 || ^5', undefined],
    ['>=4', undefined],
    ['*', undefined],
  ])('%s is 5.0 or later: %s', (range, expected) => {
    const { program, file } = programWith({ express: range });
    expect(isAtLeast(program, file, 'express', [5, 0])).toBe(expected);
  });

  it('of platforms are those of the engines', () => {
    const { program, file } = programWith({ python: '~=3.11', node: '>=22.4' });
    expect(isAtLeast(program, file, 'python', [3, 11])).toBe(true);
    expect(isAtLeast(program, file, 'python', [4, 0])).toBe(false);
    expect(isAtLeast(program, file, 'node', [22, 0])).toBe(true);
    expect(isAtLeast(program, file, 'other', [1, 0])).toBeUndefined();
  });
});
