import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as analyze from '../../src/engine/analyze.ts';
import { measurableFunctions } from '../../src/engine/measure.ts';
import { remediesFor } from '../../src/engine/remedies.ts';
import { ruleMetas } from '../../src/engine/rules.ts';
import { whyAt } from '../../src/engine/why.ts';
import { blockingCall } from '../../src/rules/blocking-call.ts';
import { check } from '../../src/cli/check/check.ts';
import { parseCheckOptions } from '../../src/cli/check/options.ts';
import type { Engine } from '../../src/cli/engine.ts';
import { makeStyle } from '../../src/cli/style.ts';
import { startPython } from '../python.ts';
import { temporaryFolder, writeFiles } from '../unit/workspace/folder.ts';

beforeAll(startPython);
afterEach(() => void vi.useRealTimers());

/** A small program in both languages: handlers whose chains lead through barrels, aliases and classes into other files. */
const project = {
  'package.json': '{ "name": "shop" }',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./src/lib/*"] } } }',
  'src/server.ts': `import express from 'express';
import { page } from '@lib/pages';
import { Store } from './store/index.js';
const app = express();
const store = new Store();
app.get('/', (request, response) => response.send(page('index')));
app.get('/all', async (request, response) => response.send(await store.all(request.query.ids)));
`,
  'src/lib/pages.ts': `import { load } from '../load';
export const page = (name: string) => load(name + '.html');
`,
  'src/load.ts': `import { readFileSync } from 'fs';
export function load(name: string) {
  return readFileSync(name, 'utf8');
}
`,
  'src/store/index.ts': "export * from './store';\n",
  'src/store/store.ts': `export class Store {
  all(ids: string[]) {
    return Promise.all(ids.map((id) => fetch('https://example.org/' + id)));
  }
}
`,
  'shop/__init__.py': '',
  'shop/app.py': `from fastapi import FastAPI
from .prices import price
app = FastAPI()

@app.get("/")
async def show(item: str):
    return price(item)
`,
  'shop/prices.py': `import requests

def price(item):
    return requests.get("https://example.org/" + item).json()
`,
};

function notebook(line: string, language = 'python'): string {
  const source = ['import requests\n', 'async def load(url):\n', `    ${line}\n`];
  return JSON.stringify({ cells: [{ cell_type: 'code', source }], metadata: { kernelspec: { language } } });
}

const asked = { prepared: 0, read: [] as string[] };

function realEngine(): Engine {
  return {
    ...analyze,
    prepare: () => {
      asked.prepared++;
      return Promise.resolve();
    },
    readFacts: (path, text) => {
      asked.read.push(path);
      return analyze.readFacts(path, text);
    },
    measurableFunctions,
    remediesFor,
    whyAt,
    ruleMetas,
  };
}

const caches = new Map<string, string>();

/** Beside the project: a cache inside would be a change of it. */
function cacheOf(folder: string): string {
  const cache = caches.get(folder) ?? join(temporaryFolder({}), 'cache');
  caches.set(folder, cache);
  return cache;
}

async function run(cwd: string, args: readonly string[], build = 'one'): Promise<string> {
  asked.prepared = 0;
  asked.read = [];
  let out = '';
  const ignore = (): void => undefined;
  await check(
    {
      cwd,
      out: (text) => (out += text),
      err: (text) => (out += text),
      outStyle: makeStyle(false),
      errStyle: makeStyle(false),
      progress: { show: ignore, clear: ignore },
      caching: { build, folder: cacheOf(cwd) },
      packageFolder: '',
      createEngine: realEngine,
      onInterrupt: ignore,
    },
    parseCheckOptions([...args, '--hints']),
  );
  return out;
}

const cached = (folder: string, ...args: string[]): Promise<string> => run(folder, args);
const fresh = (folder: string, ...args: string[]): Promise<string> => run(folder, [...args, '--no-cache']);

/** As if all that happened was long ago, so that the times of files tell them apart. */
function later(): void {
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
}

describe('a second run', () => {
  test('never takes a rule that failed for one that found nothing', async () => {
    const folder = temporaryFolder(project);
    const failing = vi.spyOn(blockingCall, 'check').mockImplementation(() => {
      throw new Error('Not today.');
    });
    expect(await cached(folder)).toContain('Not today.');
    failing.mockRestore();
    later();
    expect(await cached(folder)).toBe(await fresh(folder));
  });

  test('over the same files loads no parser and says the same', async () => {
    const folder = temporaryFolder(project);
    const first = await cached(folder);
    expect(first).toContain('src/server.ts:6');
    expect(first).toContain('src/store/store.ts:3');
    expect(first).toContain('shop/app.py:7');
    expect(asked.prepared).toBe(1);
    expect(await cached(folder)).toBe(first);
    expect(asked.prepared).toBe(0);
    later();
    expect(await cached(folder)).toBe(first);
    expect(await cached(folder)).toBe(first);
    expect(asked.prepared).toBe(0);
  });

  test('reads only what has changed', async () => {
    const folder = temporaryFolder(project);
    await cached(folder);
    writeFileSync(join(folder, 'src/load.ts'), "export const load = (name: string) => 'page ' + name;\n");
    expect(await cached(folder)).not.toContain('src/server.ts:6');
    expect(asked.read).toEqual([join(folder, 'src/load.ts')]);
  });

  test('with other options, or by another version, is a run of its own', async () => {
    const folder = temporaryFolder(project);
    const all = await cached(folder);
    const some = await cached(folder, '--rule', 'unbounded-concurrency');
    expect(some).not.toBe(all);
    expect(asked.read).toEqual([]);
    expect(await cached(folder, '--rule', 'unbounded-concurrency')).toBe(some);
    expect(asked.prepared).toBe(0);
    expect(JSON.parse((await cached(folder, '--format', 'json')).trim())).toHaveLength(8);
    await run(folder, [], 'two');
    expect(asked.read).toHaveLength(Object.keys(project).length - 2);
  });

  test('over a broken cache begins afresh', async () => {
    const folder = temporaryFolder(project);
    const first = await cached(folder);
    const cache = cacheOf(folder);
    for (const name of readdirSync(cache)) writeFileSync(join(cache, name), 'broken');
    expect(await cached(folder)).toBe(first);
    expect(asked.read).toHaveLength(Object.keys(project).length - 2);
    expect(await cached(folder)).toBe(first);
    expect(asked.prepared).toBe(0);
  });

  test('keeps nothing where it is told so', async () => {
    const folder = temporaryFolder(project);
    await fresh(folder);
    expect(existsSync(cacheOf(folder))).toBe(false);
    await cached(folder, '--cache-location', 'kept');
    expect(readdirSync(join(folder, 'kept'))).toHaveLength(2);
  });
});

/** Each changes what is found, or might; in files, beside them, and where nothing was. */
const changes: Readonly<Record<string, (folder: string) => void>> = {
  'a leaf that no longer blocks': (folder) =>
    writeFiles(folder, { 'src/load.ts': 'export const load = (name: string) => name;\n' }),
  'a leaf that goes': (folder) => rmSync(join(folder, 'src/load.ts')),
  'a file that takes its place': (folder) => writeFiles(folder, { 'src/load/index.ts': project['src/load.ts'] }),
  'a script that comes before the folder': (folder) =>
    writeFiles(folder, { 'src/store/index.mts': 'export class Store { all() { return []; } }\n' }),
  'aliases that lead elsewhere': (folder) =>
    writeFiles(folder, { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./other/*"] } } }' }),
  'a file where the aliases lead': (folder) =>
    writeFiles(folder, { 'other/pages.ts': "export const page = (name: string) => 'x';\n" }),
  'a file that git ignores, and that is imported': (folder) =>
    writeFiles(folder, {
      '.gitignore': 'made\n',
      'made/slow.ts': project['src/load.ts'],
      'src/lib/pages.ts': "import { load } from '../../made/slow';\nexport const page = load;\n",
      'tsconfig.json': project['tsconfig.json'],
    }),
  'that file, changed': (folder) =>
    writeFiles(folder, { 'made/slow.ts': 'export const load = (name: string) => name;\n' }),
  'that file, gone': (folder) => rmSync(join(folder, 'made'), { recursive: true }),
  'a config': (folder) =>
    writeFiles(folder, { 'unblock.config.json': '{ "rules": { "unblock/blocking-call": "off" } }' }),
  'a config for a folder': (folder) => writeFiles(folder, { 'src/unblock.config.json': '{ "enable": false }' }),
  'no configs': (folder) => {
    for (const name of ['unblock.config.json', 'src/unblock.config.json']) rmSync(join(folder, name));
  },
  'a caller on a thread': (folder) =>
    writeFiles(folder, {
      'shop/app.py': `import asyncio
from .prices import price

async def show(item: str):
    return await asyncio.to_thread(price, item)
`,
    }),
  'a package that hides a module': (folder) =>
    writeFiles(folder, { 'shop/prices/__init__.py': 'def price(item): return 1\n' }),
  'a notebook': (folder) => writeFiles(folder, { 'shop/a.ipynb': notebook('requests.get(url)') }),
  'that notebook, changed': (folder) => writeFiles(folder, { 'shop/a.ipynb': notebook('return url') }),
  'a notebook of another language': (folder) => writeFiles(folder, { 'shop/r.ipynb': notebook('x <- 1', 'R') }),
  'a file too large to look into': (folder) =>
    writeFiles(folder, { 'src/data.js': `var x = [${'1,'.repeat(1_100_000)}];` }),
  'a comment that silences': (folder) =>
    writeFiles(folder, { 'src/store/store.ts': `// unblock-ignore-file\n${project['src/store/store.ts']}` }),
  'a package that starts a file by a command': (folder) =>
    writeFiles(folder, { 'package.json': '{ "name": "shop", "bin": "./src/server.ts" }' }),
  'half a file': (folder) => writeFiles(folder, { 'src/half.ts': 'export const half = {' }),
};

test('a cached run finds what a fresh one finds, after every change', async () => {
  const folder = temporaryFolder(project);
  const seen = new Set<string>();
  for (const [name, change] of [['nothing', () => undefined] as const, ...Object.entries(changes)]) {
    change(folder);
    const expected = await fresh(folder);
    expect(await cached(folder), name).toBe(expected);
    expect(await cached(folder), `${name}, again`).toBe(expected);
    later();
    // Once more with times that count.
    expect(await cached(folder), `${name}, later`).toBe(expected);
    expect(await cached(folder), `${name}, later again`).toBe(expected);
    expect(asked.prepared, name).toBe(0);
    vi.useRealTimers();
    seen.add(expected);
  }
  // Or else nothing was tested.
  expect(seen.size).toBeGreaterThan(10);
});
