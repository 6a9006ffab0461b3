import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { programsAmong } from '../../../src/workspace/entry-points.ts';
import { createSeenPaths } from '../../../src/workspace/seen-paths.ts';

const root = mkdtempSync(join(tmpdir(), 'unblock-entries-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | object = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

write('package.json', {
  name: 'tool',
  bin: { tool: './dist/cli.js', other: 'other.js' },
  main: './dist/index.js',
  exports: { './part': { import: './dist/part.js' } },
  scripts: {
    start: 'node src/server.js',
    'dev:api': 'tsx watch src/api.ts',
    seed: 'npm run build && node --env-file=.env src/seed.js --all',
    types: 'node tools/types/ && tsc',
    test: 'vitest',
  },
});
for (const name of ['cli.ts', 'index.ts', 'part.ts', 'server.js', 'api.ts', 'seed.js']) write(`src/${name}`);
write('other.js');
write('tools/types/index.js');
write('inner/package.json', { name: 'inner', private: true, main: 'index.js', bin: 'run.js' });
write('inner/index.js');
write('inner/run.js');
write('broken/package.json', '{');
write('broken/index.js');

test('what package.json says of the files around it', () => {
  const paths = ['src/cli.ts', 'inner/index.js', 'broken/index.js'].map((path) => join(root, path));
  const programs = programsAmong(createSeenPaths(), paths);
  const inRoot = (path: string): string => relative(root, path).replaceAll('\\', '/');
  const own = [...programs].filter(([path]) => !path.includes('dist')).map(([path, reason]) => [inRoot(path), reason]);
  expect(Object.fromEntries(own)).toEqual({
    'src/cli.ts': 'package.json starts it by `tool`',
    'other.js': 'package.json starts it by `other`',
    'src/seed.js': 'package.json starts it by `npm run seed`',
    'tools/types/index.js': 'package.json starts it by `npm run types`',
    'inner/run.js': 'package.json starts it by `inner`',
  });
});
