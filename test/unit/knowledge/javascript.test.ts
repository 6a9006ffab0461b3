import * as childProcess from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { knowledge, libraries } from '../../../src/knowledge/index.ts';
import { javascript, packages, platform } from '../../../src/knowledge/javascript/index.ts';
import { absoluteType } from '../../../src/knowledge/lookup.ts';
import type { Entry, Library } from '../../../src/knowledge/schema.ts';

const load = createRequire(import.meta.url);

const named = (list: readonly Library[]) => list.map((library) => [library.modules[0] ?? '', library] as const);

/** Every entry of a library with a name to report it by. */
function entriesOf({ exports, types = {} }: Library): [string, Entry][] {
  return [
    ...Object.entries(exports),
    ...Object.entries(types).flatMap(([type, { members, call }]): [string, Entry][] => [
      ...Object.entries(members).map(([name, entry]): [string, Entry] => [`${type}.${name}`, entry]),
      ...(call ? [[`${type}()`, call] satisfies [string, Entry]] : []),
    ]),
  ];
}

function isSymbolKnown(symbol: string): boolean {
  const [module = '', path = ''] = symbol.split('#');
  const [type = '', member = ''] = path.split('.');
  return Boolean(knowledge.entry(module, path) ?? knowledge.member(`${module}#${type}`, member));
}

describe.each(named(libraries))('%s', (_, library) => {
  it('names only types that are described', () => {
    const types = Object.entries(library.types ?? {});
    const used = entriesOf(library).flatMap(([name, { type, returns, callbacks = [] }]) =>
      [type, returns, ...callbacks.flatMap(({ parameters = [] }) => parameters)]
        .filter((each) => each !== null && each !== undefined && each !== 'this')
        .map((each) => `${name}: ${absoluteType(library, each ?? '')}`),
    );
    const extended = types.flatMap(([name, { extends: base }]) =>
      base === undefined ? [] : [`${name}: ${absoluteType(library, base)}`],
    );
    expect([...used, ...extended].filter((each) => !knowledge.type(each.slice(each.indexOf(': ') + 2)))).toEqual([]);
  });

  it('says `this` only of what is called on a type', () => {
    expect(Object.entries(library.exports).filter(([, { returns }]) => returns === 'this')).toEqual([]);
  });

  it('names only twins that are known, and that do not block themselves', () => {
    for (const [name, { blocks }] of entriesOf(library)) {
      const symbol = blocks?.twin?.symbol;
      if (symbol === undefined) continue;
      expect(isSymbolKnown(symbol), `${name}: ${symbol}`).toBe(true);
      const [module = '', path = ''] = symbol.split('#');
      expect(knowledge.entry(module, path)?.blocks, `${name}: ${symbol}`).toBeUndefined();
    }
  });

  it('has a twin with the same arguments give a promise', () => {
    for (const [name, { blocks }] of entriesOf(library)) {
      if (blocks?.twin?.use !== 'same-arguments') continue;
      const [module = '', path = ''] = blocks.twin.symbol.split('#');
      const [type = '', member = ''] = path.split('.');
      const twin = knowledge.entry(module, path) ?? knowledge.member(`${module}#${type}`, member);
      expect(twin?.promise, `${name}: ${blocks.twin.symbol}`).toBe(true);
    }
  });

  it('says why a twin is no drop-in replacement', () => {
    for (const [name, { blocks }] of entriesOf(library)) {
      if (blocks?.twin?.use === 'different') expect(blocks.twin.note, name).toBeTruthy();
    }
  });

  it('gives its documentation', () => {
    expect(library.source).toMatch(/^https:\/\//);
  });
});

describe('the list of libraries', () => {
  it('has each module once', () => {
    const modules = javascript.flatMap((library) => library.modules);
    expect(modules.filter((name, at) => modules.indexOf(name) !== at)).toEqual([]);
    expect(javascript).toHaveLength(platform.length + packages.length);
  });
});

/** What a path of exports leads to in the running Node. */
function walk(start: unknown, path: string): unknown {
  const read = (object: unknown, name: string): unknown =>
    object === null || object === undefined ? undefined : (object as Record<string, unknown>)[name];
  return path.split('.').reduce(read, start);
}

/** Newer than the Node that this may run on. */
const since: Readonly<Record<string, number>> = {
  'node:crypto#argon2': 24,
  'node:crypto#argon2Sync': 24,
  'node:fs#mkdtempDisposableSync': 24,
  'node:fs#promises.mkdtempDisposable': 24,
  'node:fs/promises#mkdtempDisposable': 24,
  'node:fs#glob': 22,
  'node:fs#globSync': 22,
  'node:sqlite#DatabaseSync': 24,
  'node:sqlite#backup': 24,
};

const major = Number(process.versions.node.split('.')[0]);
const isHere = (module: string, path: string) => {
  if (path.includes('zstd') || path.includes('Zstd')) return major >= 24;
  return major >= (since[`${module}#${path}`] ?? 0);
};

const ofNode = platform.filter(({ modules }) => modules[0]?.startsWith('node:'));

describe.each(named(ofNode))('%s in the running Node', (module, library) => {
  it('exports every path listed', async () => {
    if (module === 'node:sqlite' && major < 24) return;
    const namespace: unknown = await import(module);
    const missing = Object.keys(library.exports).filter(
      (path) => isHere(module, path) && walk(namespace, path) === undefined && !isNull(namespace, path),
    );
    expect(missing).toEqual([]);
  });

  it('is known by the name without `node:` too, where Node has that', () => {
    const bare = module.slice('node:'.length);
    const { builtinModules } = load('node:module') as { builtinModules: string[] };
    expect(library.modules.includes(bare)).toBe(builtinModules.includes(bare));
  });
});

/** `parentPort` is null in a thread without a parent. */
function isNull(namespace: unknown, path: string): boolean {
  return walk(namespace, path) === null;
}

/** Of the browser, or younger than the Node that this may run on. */
const notInNode = new Set([
  'Promise.try',
  'alert',
  'confirm',
  'prompt',
  'addEventListener',
  'requestAnimationFrame',
  'requestIdleCallback',
  'IntersectionObserver',
  'MutationObserver',
  'ResizeObserver',
  'EventSource',
  'SharedWorker',
  'Worker',
  'WebSocket',
  'XMLHttpRequest',
  'indexedDB.deleteDatabase',
  'indexedDB.open',
  'postMessage',
]);

describe('globals', () => {
  it('are there in Node, or of the browser', () => {
    const library = knowledge.library('global');
    const missing = Object.keys(library?.exports ?? {}).filter((path) => walk(globalThis, path) === undefined);
    expect(missing.filter((path) => !notInNode.has(path) && !/^(document|window|scheduler)\./.test(path))).toEqual([]);
  });

  it('have arrays, maps, sets and promises with the members listed', () => {
    const prototypes = { Array: [], Map: new Map(), Set: new Set(), Promise: Promise.resolve() };
    for (const [type, instance] of Object.entries(prototypes)) {
      const members = Object.keys(knowledge.type(`global#${type}`)?.members ?? {});
      expect(
        members.filter((name) => typeof walk(instance, name) !== 'function'),
        type,
      ).toEqual([]);
    }
  });
});

/** Synchronous functions deliberately left out, with the reason. */
const leftOut: Readonly<Record<string, string>> = {
  'node:fs#lchmodSync': 'deprecated, and only on macOS',
  'node:crypto#randomFillSync': 'microseconds',
  'node:crypto#generateKeySync': 'microseconds: random bytes',
  'node:crypto#hkdfSync': 'microseconds: a few hashes',
};

describe.each([
  ['node:fs', fs],
  ['node:child_process', childProcess],
  ['node:zlib', zlib],
  ['node:crypto', crypto],
])('%s', (module, namespace) => {
  const synchronous = Object.entries(namespace)
    .filter(([name, value]) => name.endsWith('Sync') && typeof value === 'function')
    .map(([name]) => name);

  it.each(synchronous)('%s is listed as blocking, or left out for a reason', (name) => {
    const isLeftOut = `${module}#${name}` in leftOut;
    expect(knowledge.entry(module, name)?.blocks !== undefined).toBe(!isLeftOut);
  });
});

describe('twins in the running Node', () => {
  const twins = ofNode.flatMap((library) =>
    entriesOf(library).flatMap(([name, { blocks }]) =>
      blocks?.twin && isHere(library.modules[0] ?? '', name)
        ? [[`${library.modules[0] ?? ''}#${name}`, blocks.twin] as const]
        : [],
    ),
  );

  const functionOf = (symbol: string): unknown => {
    const [module = '', path = ''] = symbol.split('#');
    return walk(module === 'global' ? globalThis : load(module), path);
  };

  it.each(twins.filter(([, { symbol }]) => !symbol.includes('#Dir.')))('%s has one', (_, { symbol }) => {
    expect(functionOf(symbol)).toBeTypeOf('function');
  });

  // Node marks the functions whose promise is for something else than the callback's one result.
  it.each(twins.filter(([, { use }]) => use === 'promisify'))('%s is its twin promisified', (name, { symbol }) => {
    const twin = functionOf(symbol);
    const marks = Object.getOwnPropertySymbols(twin).filter(
      (each) => each === promisify.custom || /Promisify/.test(String(each)),
    );
    // generateKeyPair's promise is for { publicKey, privateKey }, just as generateKeyPairSync gives.
    expect(marks.length).toBe(name.endsWith('#generateKeyPairSync') ? 1 : 0);
  });

  it('gives the same values', async () => {
    const path = import.meta.filename;
    expect(await fs.promises.readFile(path, 'utf8')).toBe(fs.readFileSync(path, 'utf8'));
    expect(await fs.promises.readdir(import.meta.dirname)).toEqual(fs.readdirSync(import.meta.dirname));
    expect(await promisify(fs.realpath)(path)).toBe(fs.realpathSync(path));
    expect(await fs.promises.realpath(path)).toBe(fs.realpathSync.native(path));
    expect(await promisify(zlib.gunzip)(zlib.gzipSync('text'))).toEqual(zlib.gunzipSync(zlib.gzipSync('text')));
    expect(await promisify(crypto.pbkdf2)('a', 'b', 1, 8, 'sha256')).toEqual(
      crypto.pbkdf2Sync('a', 'b', 1, 8, 'sha256'),
    );
    expect(await promisify(crypto.scrypt)('a', 'b', 8)).toEqual(crypto.scryptSync('a', 'b', 8));
    expect(await promisify(crypto.checkPrime)(7n)).toBe(crypto.checkPrimeSync(7n));
  });
});

describe('node:fs/promises', () => {
  it('gives promises where it says so', () => {
    const given = Object.entries(knowledge.library('node:fs/promises')?.exports ?? {});
    const functions = given.filter(([, { promise }]) => promise).map(([name]) => name);
    const here = functions.filter((name) => isHere('node:fs/promises', name));
    expect(here.filter((name) => typeof walk(fs.promises, name) !== 'function')).toEqual([]);
  });

  it('has file handles with the methods listed', async () => {
    const handle = await fs.promises.open(import.meta.filename);
    try {
      const members = Object.keys(knowledge.type('node:fs/promises#FileHandle')?.members ?? {});
      expect(members.filter((name) => typeof walk(handle, name) !== 'function')).toEqual([]);
    } finally {
      await handle.close();
    }
  });
});

describe.each([
  ['p-limit', 'Limit', (loaded: Loaded) => call(loaded.default, 1)],
  ['piscina', 'Piscina', (loaded: Loaded) => (loaded.default as { prototype: unknown }).prototype],
] as const)('%s as installed', (module, type, instance) => {
  it('exports what is listed', async () => {
    const loaded = (await import(module)) as Loaded;
    const library = knowledge.library(module);
    expect(Object.keys(library?.exports ?? {}).filter((path) => walk(loaded, path) === undefined)).toEqual([]);
    const members = Object.keys(library?.types?.[type]?.members ?? {});
    const made = instance(loaded);
    expect(members.filter((name) => typeof walk(made, name) !== 'function')).toEqual([]);
  });
});

interface Loaded {
  readonly default: unknown;
}

function call(callee: unknown, ...given: unknown[]): unknown {
  return (callee as (...given: unknown[]) => unknown)(...given);
}

describe('vscode', () => {
  const declared = fs.readFileSync(load.resolve('@types/vscode/index.d.ts'), 'utf8');

  it('has every name and provider method listed', () => {
    const listed = Object.entries(knowledge.library('vscode')?.exports ?? {}).flatMap(([path, { callbacks = [] }]) => [
      path.split('.').at(-1) ?? '',
      ...callbacks.flatMap(({ property }) => property ?? []),
    ]);
    expect(listed.filter((name) => !new RegExp(`\\b${name}\\b`).test(declared))).toEqual([]);
  });

  it('has every event of its namespaces', () => {
    const events = [...declared.matchAll(/^\t{2}export const (on\w+): Event</gm)].map(([, name]) => name);
    const known = new Set(
      Object.keys(knowledge.library('vscode')?.exports ?? {}).map((path) => path.split('.').at(-1)),
    );
    expect(events.filter((name) => !known.has(name))).toEqual([]);
  });
});
