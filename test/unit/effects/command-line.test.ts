import { describe, expect, test } from 'vitest';
import { findingsIn } from './findings.ts';

const store = `import { readFileSync } from 'node:fs';
export async function load(path: string) {
  return readFileSync(path, 'utf8');
}
`;
const cli = `#!/usr/bin/env node
import { run } from './run';
void run();
`;
const run = `import { load } from './store';
export async function run() {
  await load('a');
}
`;
const found = 'information `readFileSync` blocks the event loop in async `load`.';

describe('what only a command-line program leads to', () => {
  test('two imports below it: silent', () => {
    expect(findingsIn('src/store.ts', { 'src/cli.ts': cli, 'src/run.ts': run, 'src/store.ts': store })).toEqual([]);
  });

  test('only a script or a build file leads to it: silent', () => {
    const script = "import { run } from '../src/run';\nvoid run();\n";
    const files = { 'src/run.ts': run, 'src/store.ts': store };
    expect(findingsIn('src/store.ts', { 'scripts/release.ts': script, ...files })).toEqual([]);
    expect(findingsIn('src/store.ts', { 'config/forge.config.ts': script, ...files })).toEqual([]);
    expect(findingsIn('src/store.ts', files)).toEqual([found]);
  });

  test('something else imports it, too: reported', () => {
    const other = `import { load } from './store';\nexport const again = async () => load('b');\n`;
    const files = { 'src/cli.ts': cli, 'src/run.ts': run, 'src/store.ts': store, 'src/other.ts': other };
    expect(findingsIn('src/store.ts', files)).toEqual([found]);
  });

  test('a handler calls it: proven, though the program starts the server', () => {
    const app = `import express from 'express';
import { load } from './store';
export const run = async () => {
  express().get('/', async (request, response) => response.send(await load('a')));
};
`;
    expect(findingsIn('src/store.ts', { 'src/cli.ts': cli, 'src/run.ts': app, 'src/store.ts': store })).toEqual([
      found.replace('information', 'warning'),
    ]);
  });

  test('the program serves: what else it leads to is reported', () => {
    const app = `import express from 'express';
import { load } from './store';
express().get('/', (request, response) => response.send('hello'));
export const run = async (plugin) => plugin.register(load);
`;
    expect(findingsIn('src/store.ts', { 'src/cli.ts': cli, 'src/run.ts': app, 'src/store.ts': store })).toEqual([
      found,
    ]);
  });

  test('only tests import it: they tell nothing of who else does', () => {
    const spec = `import { load } from '../src/store';\nit('loads', async () => { await load('a'); });\n`;
    expect(findingsIn('src/store.ts', { 'src/store.ts': store, 'test/store.test.ts': spec })).toEqual([found]);
  });
});
