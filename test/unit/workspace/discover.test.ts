import { chmodSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discover } from '../../../src/workspace/discover.ts';
import { temporaryFolder } from './folder.ts';

async function found(folder: string, targets: readonly string[] = ['.']): Promise<string[]> {
  const { files } = await discover(targets, { cwd: folder, accepts: (path) => path.endsWith('.ts') });
  return files.map(({ path }) => relative(folder, path));
}

describe('discovery', () => {
  test('takes the accepted files of a folder, in the order of their paths', async () => {
    const folder = temporaryFolder({ 'b.ts': '', 'a/z.ts': '', 'a/readme.md': '', 'c/d/e.ts': '' });
    expect(await found(folder)).toEqual(['a/z.ts', 'b.ts', 'c/d/e.ts']);
  });

  test('takes each file once, however often it is named', async () => {
    const folder = temporaryFolder({ 'a/z.ts': '' });
    expect(await found(folder, ['.', 'a', 'a/z.ts'])).toEqual(['a/z.ts']);
  });

  test('turns away from what is never own source', async () => {
    const folder = temporaryFolder({
      'a.ts': '',
      'node_modules/x/a.ts': '',
      '.git/a.ts': '',
      'p/node_modules/x.ts': '',
    });
    expect(await found(folder)).toEqual(['a.ts']);
  });

  test('honours .gitignore at every level, the deepest opinion first', async () => {
    const folder = temporaryFolder({
      '.git/HEAD': '',
      '.gitignore': 'dist/\n*.gen.ts\n/only-top.ts\n',
      'dist/a.ts': '',
      'only-top.ts': '',
      'sub/only-top.ts': '',
      'sub/x.gen.ts': '',
      'sub/.gitignore': '!x.gen.ts\nlocal.ts\n',
      'sub/local.ts': '',
      'sub/dist/b.ts': '',
      'y.gen.ts': '',
    });
    expect(await found(folder)).toEqual(['sub/only-top.ts', 'sub/x.gen.ts']);
  });

  test('honours the .gitignore above the folder that is named', async () => {
    const folder = temporaryFolder({ '.git/HEAD': '', '.gitignore': '*.gen.ts\n', 'sub/x.gen.ts': '', 'sub/y.ts': '' });
    expect(await found(folder, ['sub'])).toEqual(['sub/y.ts']);
  });

  test('agrees on a folder and its parent outside a repository, too', async () => {
    const folder = temporaryFolder({ '.gitignore': 'x.ts\n', 'sub/x.ts': '', 'sub/y.ts': '' });
    expect(await found(folder, ['sub'])).toEqual(['sub/y.ts']);
    expect(await found(folder)).toEqual(['sub/y.ts']);
  });

  test('takes what is named although git ignores it', async () => {
    const folder = temporaryFolder({ '.git/HEAD': '', '.gitignore': 'dist/\n', 'dist/a.ts': '', 'dist/notes.md': '' });
    expect(await found(folder, ['dist'])).toEqual(['dist/a.ts']);
    expect(await found(folder, ['dist/notes.md'])).toEqual(['dist/notes.md']);
  });

  test('is not caught in a circle of links', async () => {
    const folder = temporaryFolder({ 'a/b.ts': '' });
    symlinkSync(folder, join(folder, 'a', 'loop'));
    symlinkSync(join(folder, 'a', 'b.ts'), join(folder, 'twice.ts'));
    expect(await found(folder)).toEqual(['a/b.ts']);
  });

  test('lists what is missing', async () => {
    const folder = temporaryFolder({ 'a.ts': '', 'package.json': '{}' });
    const { files, problems } = await discover(['b.ts', 'a.ts'], { cwd: folder, accepts: () => true });
    expect(files).toEqual([{ path: join(folder, 'a.ts'), named: true, root: folder }]);
    expect(problems).toEqual([
      { path: join(folder, 'b.ts'), kind: 'missing', message: 'there is no such file or folder' },
    ]);
  });

  // Permissions do not bind the superuser.
  test.skipIf(process.getuid?.() === 0)('lists a folder that it may not read', async () => {
    const folder = temporaryFolder({ 'a.ts': '', 'closed/b.ts': '' });
    chmodSync(join(folder, 'closed'), 0);
    const { files, problems } = await discover(['.'], { cwd: folder, accepts: () => true });
    chmodSync(join(folder, 'closed'), 0o755);
    expect(files).toHaveLength(1);
    expect(problems).toMatchObject([{ kind: 'unreadable', message: 'reading it is not permitted' }]);
  });
});
