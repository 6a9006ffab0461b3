import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { readFacts as factsOf } from '../../../src/engine/read.ts';
import { readOnThreads } from '../../../src/workspace/index-pool.ts';
import { readFacts, type ReadFile, type Wanted } from '../../../src/workspace/read-facts.ts';
import { startPython } from '../../python.ts';
import { temporaryFolder } from './folder.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'unblock-pool-')));
const worker = join(folder, 'index-worker.cjs');
/** Ends its thread, or never answers, for files of these names. */
const badWorker = join(folder, 'bad-worker.cjs');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modules = join(import.meta.dirname, '../../../node_modules');
// As it is shipped: how it is bundled decides whether Python's parser can be loaded.
const { bundleOf } = (await import(new URL('../../../esbuild.mjs', import.meta.url).href)) as {
  bundleOf: (name: string) => BuildOptions;
};
await build({ ...bundleOf('index-worker'), outdir: folder, metafile: false });
await cp(join(modules, 'web-tree-sitter/web-tree-sitter.wasm'), join(folder, 'web-tree-sitter.wasm'));
const grammar = 'tree-sitter-python.wasm';
await cp(join(modules, '@vscode/tree-sitter-wasm/wasm', grammar), join(folder, grammar));
writeFileSync(
  badWorker,
  `const good = require(${JSON.stringify(worker)}).default;
module.exports = (wanted) => {
  if (wanted.some(({ path }) => path.includes('fatal'))) process.exit(1);
  if (wanted.some(({ path }) => path.includes('endless'))) for (;;);
  return good(wanted);
};`,
);
await startPython();

async function readAll(wanted: readonly Wanted[], script: string, signal = new AbortController().signal) {
  const files = new Map<string, ReadFile>();
  await readOnThreads(wanted, {
    worker: script,
    signal,
    onRead: (read) => {
      for (const file of read) files.set(file.path, file);
    },
  });
  return files;
}

function sources(): Wanted[] {
  const code = (index: number): string =>
    `import { readFileSync } from 'fs';\nexport async function f${index}(name) { return readFileSync(name + ${index}); }\n`;
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`a${index}.ts`, code(index)]));
  const project = temporaryFolder({
    ...files,
    'b.py': 'async def f(x):\n    return open(x).read()\n',
    'half.tsx': 'export const a = <A b={',
    'made.js': '// @generated\nvar a;\n',
    'data.ts': new Uint8Array(64),
  });
  return [...Object.keys(files), 'b.py', 'half.tsx', 'made.js', 'data.ts', 'gone.ts'].map((name) => ({
    path: join(project, name),
  }));
}

/** A file this new may gain its stamp between two readings. */
function withoutStamp(file: ReadFile | undefined): object {
  return { ...file, stamp: undefined };
}

test('threads read the same facts as this one, in both languages', async () => {
  const wanted = sources();
  const files = await readAll(wanted, worker);
  for (const each of wanted) {
    expect(withoutStamp(files.get(each.path))).toStrictEqual(withoutStamp(await readFacts(each, factsOf)));
  }
  expect(wanted.map(({ path }) => files.get(path)?.problem?.kind).filter(Boolean)).toEqual(['binary', 'missing']);
});

test('what is known already is not read again', async () => {
  const [first = { path: '' }] = sources();
  const { hash } = await readFacts(first, factsOf);
  const files = await readAll([{ ...first, knownHash: hash }], worker);
  expect(files.get(first.path)).toMatchObject({ path: first.path, hash });
  expect(files.get(first.path)?.packed).toBeUndefined();
});

test('a file that ends its thread is told of, and the others are read', async () => {
  const [first = { path: '' }, ...others] = sources();
  const fatal = { path: join(first.path, '..', 'fatal.ts') };
  const files = await readAll([...others.slice(0, 30), fatal, ...others.slice(30), first], badWorker);
  expect(files.get(fatal.path)?.crash).toContain('ended');
  expect(others.filter(({ path }) => files.get(path)?.crash !== undefined)).toEqual([]);
  expect(files.size).toBe(others.length + 2);
});

test('ends at once when it is told so, whatever the threads do', async () => {
  const stop = new AbortController();
  const reading = readAll([{ path: '/endless.ts' }], badWorker, stop.signal);
  setTimeout(() => stop.abort(new Error('enough')), 100);
  await expect(reading).rejects.toThrow('enough');
});
