import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discover } from '../../../src/workspace/discover.ts';
import { createExcludes, type ExcludeGlob } from '../../../src/workspace/exclude.ts';
import { isFound } from '../../../src/workspace/is-found.ts';
import { temporaryFolder } from './folder.ts';

const files = {
  '.git/HEAD': '',
  '.gitignore': 'ignored/\n',
  'a.ts': '',
  'a.js': '',
  'b.js': '',
  'deep/generated/a.ts': '',
  'deep/generated/more/a.ts': '',
  'deep/generated-by-hand.ts': '',
  'ignored/a.ts': '',
  'node_modules/x/a.ts': '',
  'src/.hidden/a.ts': '',
};

const accepts = (path: string): boolean => /\.[jt]s$/.test(path);

async function both(globs: readonly ExcludeGlob[]): Promise<string[]> {
  const root = temporaryFolder(files);
  const excludes = createExcludes(root, globs);
  const found = (await discover([root], { cwd: root, accepts, excludes })).files.map(({ path }) => path);
  // A file that is made later must be judged as one that was there.
  for (const name of Object.keys(files)) {
    const path = join(root, name);
    expect([name, await isFound(root, path, { accepts, excludes })]).toEqual([name, found.includes(path)]);
  }
  return found.map((path) => relative(root, path));
}

describe('what an editor excludes', () => {
  test('is passed over with all it holds', async () => {
    expect(await both([{ pattern: '**/generated' }, { pattern: '**/.hidden/**' }])).toEqual([
      'a.js',
      'a.ts',
      'b.js',
      'deep/generated-by-hand.ts',
    ]);
  });

  test('is written from the root, with braces if need be', async () => {
    expect(await both([{ pattern: '{deep,src}' }, { pattern: 'generated' }])).toEqual(['a.js', 'a.ts', 'b.js']);
  });

  test('may depend on what stands beside it', async () => {
    const kept = await both([{ pattern: '**/*.js', when: '$(basename).ts' }]);
    expect(kept).toContain('b.js');
    expect(kept).not.toContain('a.js');
  });

  test('says nothing about other folders, and nothing at all without patterns', () => {
    const root = temporaryFolder(files);
    rmSync(join(root, 'ignored'), { recursive: true });
    expect(createExcludes(root, [{ pattern: '**' }])(join(root, '..', 'other', 'a.ts'))).toBe(false);
    expect(createExcludes(root, [])(join(root, 'a.ts'))).toBe(false);
  });
});
