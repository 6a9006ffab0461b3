import { FileChangeType } from 'vscode-languageserver';
import { describe, expect, test } from 'vitest';
import type { IndexStatus } from '../../../src/protocol/server.ts';
import { combinedStatus } from '../../../src/server/workspace/combined-status.ts';
import { Roots } from '../../../src/server/workspace/roots.ts';
import { defaultFolderSettings, readFolderSettings } from '../../../src/server/workspace/settings.ts';
import { sortEvents } from '../../../src/server/workspace/watch.ts';

describe('the settings of a folder', () => {
  test('are the defaults where nothing sensible is written', () => {
    for (const value of [
      undefined,
      null,
      3,
      { index: 3, exclude: 'x', scanOnStart: 'yes' },
      { index: { maxFiles: 0 } },
    ])
      expect(readFolderSettings(value, value)).toMatchObject({ ...defaultFolderSettings, exclude: [] });
  });

  test('exclude what the editor hides and what Unblock is told', () => {
    const hidden = { '**/.git': true, '**/kept': false, '**/*.js': { when: '$(basename).ts' } };
    expect(readFolderSettings({ exclude: ['**/vendor', 3, ''] }, hidden).exclude).toEqual([
      { pattern: '**/.git' },
      { pattern: '**/*.js', when: '$(basename).ts' },
      { pattern: '**/vendor' },
    ]);
  });

  test('turn everything off together with Unblock', () => {
    const settings = readFolderSettings({ enable: false, scanOnStart: true, index: { enable: true } });
    expect(settings).toMatchObject({ index: false, scanOnStart: false });
  });
});

describe('what happens on disk', () => {
  const sort = (changes: Record<string, FileChangeType>) =>
    sortEvents(
      Object.entries(changes).map(([path, type]) => ({ uri: `file:///w/${path}`, type })),
      (path) => path.endsWith('.ts') || path.endsWith('.py'),
    );

  test('is a change of a text, of what belongs to the project, of a config, or of a folder that is gone', () => {
    const { Created, Changed, Deleted } = FileChangeType;
    const sorted = sort({
      'a.ts': Changed,
      'b.ts': Created,
      'c/__init__.py': Deleted,
      'tsconfig.base.json': Changed,
      'unblock.config.json': Changed,
      d: Deleted,
      'readme.md': Changed,
    });
    expect(sorted).toEqual({
      sources: ['/w/a.ts', '/w/b.ts', '/w/c/__init__.py'],
      projects: ['/w/b.ts', '/w/c/__init__.py', '/w/tsconfig.base.json'],
      gone: ['/w/d'],
      configs: true,
    });
  });

  test('does not matter where it happens to what is installed', () => {
    const { sources, projects, gone } = sort({
      'node_modules/x/a.ts': 1,
      'node_modules/x/package.json': 2,
      '.git/x': 3,
    });
    expect([...sources, ...projects, ...gone]).toEqual([]);
  });
});

describe('several folders', () => {
  const ready: IndexStatus = { state: 'ready', done: 3, total: 3, message: '' };

  test('are as ready as the least of them', () => {
    const indexing: IndexStatus = { state: 'indexing', done: 1, total: 5, message: '' };
    const limited: IndexStatus = { state: 'limited', done: 2, total: 2, message: 'Too many.', wayOut: 'settings' };
    const off: IndexStatus = { state: 'off', done: 0, total: 0, message: 'Gone.' };
    expect(combinedStatus([ready, ready])).toMatchObject({ state: 'ready', total: 6, message: '' });
    expect(combinedStatus([ready, indexing])).toMatchObject({ state: 'indexing', done: 4, total: 8 });
    expect(combinedStatus([ready, limited])).toMatchObject({
      state: 'limited',
      message: 'Too many.',
      wayOut: 'settings',
    });
    expect(combinedStatus([ready, off])).toMatchObject({ state: 'limited', message: 'Gone.' });
    expect(combinedStatus([off, off])).toMatchObject({ state: 'off', message: 'Gone.' });
    expect(combinedStatus([])).toMatchObject({ state: 'off' });
  });

  test('a file belongs to the innermost one that holds it', () => {
    const folder = (uri: string) => ({ uri, name: uri });
    const roots = new Roots([folder('file:///w'), folder('file:///w/in'), folder('vscode-vfs://x/y')]);
    expect(roots.of('/w/in/a.ts')).toBe('/w/in');
    expect(roots.of('/w/inner/a.ts')).toBe('/w');
    expect(roots.of('/other/a.ts')).toBeUndefined();
    roots.change([], [folder('file:///w/in')]);
    expect(roots.uriOf('/w/in/a.ts')).toBe('file:///w');
  });
});
