import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Change } from '../../src/cli/fix/changes.ts';
import { writeChanges } from '../../src/cli/fix/write-changes.ts';
import { isProblem, readTextFile } from '../../src/workspace/text-file.ts';
import { temporaryFolder } from '../unit/workspace/folder.ts';

async function change(folder: string, name: string): Promise<Change> {
  const before = await readTextFile(join(folder, name));
  if (isProblem(before)) throw new Error(before.message);
  return { path: before.path, before, after: 'after' };
}

test('writes none of several files when one has changed meanwhile', async () => {
  const folder = temporaryFolder({ 'a.ts': 'a', 'b.ts': 'b' });
  const changes = [await change(folder, 'a.ts'), await change(folder, 'b.ts')];
  writeFileSync(join(folder, 'b.ts'), 'other');
  expect(() => writeChanges({ cwd: folder }, changes)).toThrow(
    'b.ts has changed meanwhile. Nothing was written; run the command again.',
  );
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('a');
});

test('writes none of several files when one is gone', async () => {
  const folder = temporaryFolder({ 'a.ts': 'a' });
  const changes = [await change(folder, 'a.ts')];
  rmSync(join(folder, 'a.ts'));
  expect(() => writeChanges({ cwd: folder }, changes)).toThrow('a.ts has changed meanwhile.');
});

test('leaves nothing behind when a folder cannot be written to', async () => {
  const folder = temporaryFolder({ 'a.ts': 'a', file: '' });
  const changes = [await change(folder, 'a.ts'), { path: join(folder, 'file', 'new.ts'), after: 'x' }];
  expect(() => writeChanges({ cwd: folder }, changes)).toThrow(/^Writing failed: /);
  expect(readdirSync(folder).sort()).toEqual(['a.ts', 'file']);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('a');
});

test('makes the folders of a new file, and keeps an odd mode', async () => {
  const folder = temporaryFolder({ 'a.ts': 'a' });
  chmodSync(join(folder, 'a.ts'), 0o466);
  writeChanges({ cwd: folder }, [await change(folder, 'a.ts'), { path: join(folder, 'x/y/new.ts'), after: 'new' }]);
  expect(readFileSync(join(folder, 'x/y/new.ts'), 'utf8')).toBe('new');
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('after');
});
