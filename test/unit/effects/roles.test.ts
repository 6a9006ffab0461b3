import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';

const text = `import { readFileSync } from 'node:fs';
export async function load(path: string) {
  return readFileSync(path, 'utf8');
}
`;

function findingsIn(path: string, root?: string): number {
  return analyze(path, text, { project: root === undefined ? {} : { root } }).findings.length;
}

describe('a path tells what a file is for', () => {
  test.each(['src/app.ts', 'lib/tools/read.ts', 'src/docs/routes.ts', 'src/commands/ban.ts'])(
    '%s is source',
    (path) => {
      expect(findingsIn(path)).toBe(1);
    },
  );

  test.each([
    'test/app.ts',
    'dev/test-plugins/app.ts',
    'src/app.test.ts',
    'src/__tests__/app.ts',
    'scripts/release.ts',
    'tools/release.ts',
    'webpack.config.ts',
    'bin/run.ts',
    'examples/server.ts',
  ])('%s is not', (path) => {
    expect(findingsIn(path)).toBe(0);
  });

  test('what lies above the project tells nothing', () => {
    expect(findingsIn('/home/me/tools/test/shop/src/app.ts')).toBe(0);
    expect(findingsIn('/home/me/tools/test/shop/src/app.ts', '/home/me/tools/test/shop')).toBe(1);
    expect(findingsIn('C:\\build\\shop\\src\\app.ts', 'C:\\build\\shop')).toBe(1);
    expect(findingsIn('/home/me/tools/test/shop/test/app.ts', '/home/me/tools/test/shop')).toBe(0);
  });
});

describe('so does what it declares', () => {
  const declaring = (call: string): number => analyze('src/harness.ts', `${text}\n${call}\n`, {}).findings.length;

  test('tests, by the names that runners put there', () => {
    expect(declaring("describe('load', () => { load('a'); });")).toBe(0);
    expect(declaring("test('loads', async () => { await load('a'); });")).toBe(0);
  });

  test('other functions of these names are none', () => {
    expect(declaring("import { test } from './rules';\ntest('loads', async () => { await load('a'); });")).toBe(1);
    expect(declaring("test('loads');")).toBe(1);
  });
});
