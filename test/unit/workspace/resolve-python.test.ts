import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createModuleResolver } from '../../../src/workspace/resolve-module.ts';

const root = mkdtempSync(join(tmpdir(), 'unblock-python-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

for (const path of [
  'pyproject.toml',
  'src/app/__init__.py',
  'src/app/a.py',
  'src/app/sub/__init__.py',
  'src/app/sub/b.py',
  'src/app/time.py',
  'tool.py',
  'kit/setup.py',
  'kit/box/__init__.py',
  'kit/box/setup.py',
  'kit/box/core/__init__.py',
  'kit/box/core/bank.py',
]) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}

const resolve = createModuleResolver();

test.each([
  ['src/app/a.py', '.sub.b', 'src/app/sub/b.py'],
  ['src/app/a.py', '.', 'src/app/__init__.py'],
  ['src/app/sub/b.py', '..a', 'src/app/a.py'],
  ['src/app/sub/b.py', '..', 'src/app/__init__.py'],
  ['src/app/a.py', 'app.sub', 'src/app/sub/__init__.py'],
  ['tool.py', 'app.a', 'src/app/a.py'],
  // A package may have a `setup.py` of its own.
  ['kit/box/core/bank.py', 'box.core', 'kit/box/core/__init__.py'],
  ['kit/box/setup.py', 'box.core.bank', 'kit/box/core/bank.py'],
  ['kit/box/core/bank.py', 'app.a', undefined],
  // An absolute import never means the file beside it in a package.
  ['src/app/a.py', 'time', undefined],
  ['src/app/a.py', 'requests', undefined],
  ['src/app/a.py', '.missing', undefined],
])('%s asks for %s', (from, specifier, expected) => {
  const found = resolve(join(root, from), specifier);
  expect(found === undefined ? undefined : relative(root, found).replaceAll('\\', '/')).toBe(expected);
});
