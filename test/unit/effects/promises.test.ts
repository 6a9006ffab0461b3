import { beforeAll, describe, expect, it } from 'vitest';
import { fatesOf, isLost } from '../../../src/effects/promises/promise-fates.ts';
import { promiseValue } from '../../../src/effects/promises/promise-values.ts';
import type { File, Program } from '../../../src/effects/program.ts';
import type { ValueId } from '../../../src/model/facts.ts';
import { startPython } from '../syntax-python/parser.ts';
import { programOf, type Files } from './resolving.ts';

beforeAll(startPython);

interface Asked {
  readonly program: Program;
  readonly file: File;
  readonly ids: readonly ValueId[];
}

/** The arguments of `what(…)`, in the order of the text. */
function asked(code: string, path: string, others: Files = {}): Asked {
  const { program, file } = programOf({ [path]: code, ...others }, path);
  const calls = file.facts.values.flatMap((value) => (value.kind === 'call' ? [value] : []));
  const ids = calls
    .filter(({ callee }) => {
      const value = file.facts.values[callee];
      return value?.kind === 'global' && value.name === 'what';
    })
    .toSorted((a, b) => a.start - b.start)
    .flatMap(({ args }) => args.map(({ value }) => value));
  return { program, file, ids };
}

function kinds(code: string, path = 'main.ts', others: Files = {}): string[] {
  const { program, file, ids } = asked(code, path, others);
  return ids.map((id) => {
    const found = promiseValue(program, file, id);
    return found ? `${found.kind} by ${found.by}` : '?';
  });
}

/** What becomes of the calls of `go()`. */
function fates(code: string, path = 'main.ts'): string[] {
  const { program, file } = programOf({ [path]: code }, path);
  return file.facts.values.flatMap((value, id) => {
    const callee = value.kind === 'call' ? file.facts.values[value.callee] : undefined;
    if (callee?.kind !== 'name' || file.facts.bindings[callee.binding]?.name !== 'go') return [];
    const all = fatesOf(program, file, id);
    const words = all.map(({ as, handled }) => `${as}${handled ? ' handled' : ''}`).join(', ');
    return [`${words}${isLost(all) ? ' lost' : ''}`];
  });
}

describe('what surely is a promise', () => {
  it.each([
    ['async function f() {} what(f());', 'promise by syntax'],
    ['const f = async () => {}; what(f());', 'promise by syntax'],
    ['class A { async m() {} n() { what(this.m()); } }', 'promise by syntax'],
    ['function f() { return fetch(u); } what(f());', 'promise by library'],
    ['function f(a) { if (a) return fetch(u); return Promise.resolve(); } what(f());', 'promise by library'],
    ['declare const f: () => Promise<void>; what(f());', 'promise by type'],
    ['interface A { m(): Promise<void> } function f(a: A) { what(a.m()); }', 'promise by type'],
    ['function f(p: Promise<void> | undefined) { what(p); }', '?'],
    ['function f(p: PromiseLike<void>) { what(p); }', 'promise by type'],
    ['what(new Promise(() => {}));', 'promise by syntax'],
    ["what(import('x'));", 'promise by syntax'],
    ['what(Promise.all([]));', 'promise by library'],
    ['what(fetch(u).then((r) => r).catch(() => {}));', 'promise by library'],
    ['const p = fetch(u); what(p);', 'promise by library'],
    ['what(a ? fetch(u) : fetch(v));', 'promise by library'],
    ["import { Pool } from 'pg'; const p = new Pool(); what(p.query('x'));", 'promise by library'],
    ["import { readFile } from 'node:fs/promises'; what(readFile('x'));", 'promise by library'],
  ])('%s', (code, expected) => {
    expect(kinds(code)).toEqual([expected]);
  });

  it.each([
    ['a function that may give something else', 'function f(a) { if (a) return fetch(u); } what(f());'],
    ['a generator', 'async function* f() {} what(f());'],
    ['an awaited one', 'const p = await fetch(u); what(p);'],
    ['one that somebody else may be', 'let p = fetch(u); p = 1; what(p);'],
    ['an unknown call', 'what(load());'],
    ['`then` of something unknown', 'what(cy.get().then(f));'],
    ['a callback instead', "import { Pool } from 'pg'; const p = new Pool(); what(p.query('x', (e, r) => {}));"],
    ['perhaps a callback', "import { Pool } from 'pg'; const p = new Pool(); (cb) => what(p.query('x', cb));"],
    ['one of several', 'what(a && fetch(u));'],
    ['a union', 'function f(p: string | Promise<string>) { what(p); }'],
  ])('not %s', (_, code) => {
    expect(kinds(code)).toEqual(['?']);
  });

  it('comes from other files', () => {
    const others = { 'load.ts': 'export const load = async () => {}; export interface Api { get(): Promise<void> }' };
    const code = "import { load, type Api } from './load'; what(load()); (api: Api) => what(api.get());";
    expect(kinds(code, 'main.ts', others)).toEqual(['promise by syntax', 'promise by type']);
  });

  it.each([
    ['async def f(): pass\nwhat(f())', 'coroutine by syntax'],
    ['import asyncio\nwhat(asyncio.create_task(f()))', 'task by library'],
    ['import asyncio\nwhat(asyncio.sleep(1))', 'coroutine by library'],
    ['import asyncio\nwhat(asyncio.gather())', 'task by library'],
    ['import asyncio\ndef f(t: asyncio.Task[int]): what(t)', 'task by type'],
    ['from collections.abc import Awaitable\ndef f(a: Awaitable[int]): what(a)', 'awaitable by type'],
    ['class A:\n    async def m(self): pass\n    def n(self): what(self.m())', 'coroutine by syntax'],
    ['class A:\n    @classmethod\n    async def m(cls): pass\nwhat(A.m())', 'coroutine by syntax'],
    ['@wrapped\nasync def f(): pass\nwhat(f())', '?'],
    ['async def f(): yield 1\nwhat(f())', '?'],
  ])('in Python: %s', (code, expected) => {
    expect(kinds(code, 'main.py')).toEqual([expected]);
  });
});

describe('what becomes of a promise', () => {
  const go = 'async function go() {} ';
  it.each([
    ['go();', 'discarded lost'],
    ['a && go();', 'discarded lost'],
    ['a ? go() : b;', 'discarded lost'],
    ['void go();', 'voided'],
    ['go().then(f);', 'discarded lost'],
    ['go().catch(f);', 'discarded handled'],
    ['go().then(f, g);', 'discarded handled'],
    ['go().then(f).catch(g).finally(h);', 'discarded handled'],
    ['go().then(f, undefined);', 'discarded lost'],
    ['go().finally(f);', 'discarded lost'],
    ['await go();', 'awaited'],
    ['const f = () => go();', 'returned'],
    ['const f = () => { go(); };', 'discarded lost'],
    ['const p = go(); await p;', 'awaited'],
    ['const p = go(); p.catch(f); await p;', 'discarded handled, awaited'],
    ['const p = go();', 'forgotten lost'],
    ['let p; p = go();', 'stored'],
    ['this.p = go();', 'stored'],
    ['await Promise.all([go(), go()]);', 'combined,combined'],
    ['const all = [go()];', 'stored'],
    ['f(go());', 'passed'],
    ['if (go()) f();', 'tested'],
    ['const x = go() ? 1 : 2;', 'tested'],
    ['if (!go()) f();', 'tested'],
    ['const r = { p: go() };', 'stored'],
    ['function* f() { yield go(); }', 'yielded'],
    ['export const p = go();', 'stored'],
    ['const p = go(); f(p); p.x;', 'passed, used'],
    ['await Promise.resolve(go());', 'awaited'],
    ['async () => { await using r = go(); }', 'awaited, forgotten'],
  ])('%s', (code, expected) => {
    expect(fates(go + code).join()).toBe(expected);
  });

  it.each([
    ['go()', 'discarded lost'],
    ['await go()', 'awaited'],
    ['t = go()', 'stored'],
    ['def f():\n    t = go()', 'forgotten lost'],
    ['async def f():\n    t = go()\n    await t', 'awaited'],
    ['import asyncio\nasync def f(): await asyncio.gather(go(), go())', 'combined,combined'],
    ['import asyncio\nasyncio.create_task(go())', 'spawned'],
    ['import asyncio\nasync def f():\n    async with asyncio.timeout(1): await go()', 'awaited'],
    ['if go(): pass', 'tested'],
    ['x = [go() for _ in y]', 'stored'],
    ['y = [x for x in z if go()]', 'tested'],
    ['raise X from go()', 'used'],
  ])('in Python: %s', (code, expected) => {
    expect(fates(`async def go(): pass\n${code}\n`, 'main.py').join()).toBe(expected);
  });
});
