import { beforeAll, describe, expect, it } from 'vitest';
import { staleWrites } from '../../../src/effects/races/suspension-points.ts';
import { startPython } from '../syntax-python/parser.ts';
import { programOf } from './resolving.ts';

beforeAll(startPython);

/** The stale writes of every function of a file: `computed`, `tested absent` and so on. */
function stale(code: string, path: string): string[] {
  const { program, file } = programOf({ [path]: code }, path);
  return file.facts.functions.flatMap((_, id) =>
    staleWrites(program, { file, function: id }).map(({ how, found, isHeld, isAcrossRounds, suspension, place }) =>
      [place.root, how, found, isHeld && 'held', isAcrossRounds && 'across rounds', `over ${suspension.by}`]
        .filter((word) => typeof word === 'string')
        .join(' '),
    ),
  );
}

const method = (code: string): string[] => stale(`class A { async m(k) { ${code} } }`, 'main.ts');
const coroutine = (code: string): string[] =>
  stale(`class A:\n    async def m(self, k):\n${code.replace(/^/gm, '        ')}\n`, 'main.py');

describe('stale writes', () => {
  it.each([
    ['this.n += await f();', 'this computed over await'],
    ['this.n = this.n + (await f());', 'this computed over await'],
    ['const n = this.n; await f(); this.n = n + 1;', 'this computed over await'],
    ['let n = this.n; n++; await f(); this.n = n;', 'this computed over await'],
    ['this.all = [...this.all, await f()];', 'this computed over await'],
    ['if (!this.c) this.c = await f();', 'this tested absent over await'],
    ['if (this.c == null) { this.c = await f(); }', 'this tested absent over await'],
    ["if (typeof this.c === 'undefined') { this.c = await f(); }", 'this tested absent over await'],
    ['this.c ??= await f();', 'this tested absent over await'],
    ['if (this.c) return this.c; this.c = await f(); return this.c;', 'this tested absent over await'],
    ['const c = this.c; if (c) return c; this.c = await f();', 'this tested absent over await'],
    ['if (k && !this.c) this.c = await f();', 'this tested absent over await'],
    ['if (this.c || k) return; this.c = await f();', 'this tested absent over await'],
    ['if (this.c) { await this.c.end(); this.c = null; }', 'this tested present over await'],
    ['if (this.n > 3) { await f(); this.n = 0; }', 'this tested over await'],
    ['if (!this.map.has(k)) this.map.set(k, await f(k));', 'this tested absent over await'],
    [
      'const hit = this.map.get(k); if (hit) return hit; const v = await f(k); this.map.set(k, v);',
      'this tested absent over await',
    ],
    ['try { this.n += await f(); } catch {}', 'this computed over await'],
    ['const n = this.n; for await (const x of xs) { this.n = n + x; }', 'this computed over for-await'],
    ['switch (this.s) { case 1: await f(); this.s = 2; }', ''],
    ['const n = this.n; switch (k) { case 1: await f(); case 2: this.n = n; }', 'this computed over await'],
    ['const n = this.n; out: { if (k) break out; await f(); } this.n = n;', 'this computed over await'],
    ['for (;;) { await f(); this.n = n; var n = this.n; }', 'this computed across rounds over await'],
    ['await lock.acquire(); this.n += await f(); lock.release();', 'this computed held over await'],
  ])('%s', (code, expected) => {
    expect(method(code).join('; ')).toBe(expected);
  });

  it.each([
    ['a fresh read', 'await f(); this.n = this.n + 1;'],
    ['a read after the wait', 'this.n = (await f()) + this.n;'],
    ['a claim', 'if (this.busy) return; this.busy = true; await f(); this.busy = false;'],
    [
      'a claim undone in the end',
      'if (this.busy) return; this.busy = true; try { await f(); } finally { this.busy = false; }',
    ],
    ['a promise kept', 'if (!this.p) this.p = f(); return await this.p;'],
    ['a promise kept by key', 'if (!this.map.has(k)) this.map.set(k, f(k)); await this.map.get(k);'],
    ['a second look', 'if (!this.c) { const c = await f(); if (!this.c) this.c = c; }'],
    ['a second look in short', 'if (!this.c) { const c = await f(); this.c ??= c; }'],
    ['another place', 'if (!this.a) this.b = await f();'],
    ['another key', 'if (!this.map.has(k)) this.map.set(await g(), 1);'],
    ['a local', 'let n = 0; n += await f();'],
    ['what hangs on a parameter', 'k.n += await f();'],
    ['a way that is left', 'if (this.n) { await f(); return; } this.n = 1;'],
    ['a loop that reads anew', 'for (;;) { await f(); this.n = this.n + 1; }'],
  ])('not %s', (_, code) => {
    expect(method(code)).toEqual([]);
  });

  it('of the module and of functions around', () => {
    expect(stale('let n = 0; export async function f() { n += await g(); }', 'main.ts')).toEqual([
      'module computed over await',
    ]);
    expect(stale('function h() { let n = 0; return async () => { n += await g(); }; }', 'main.ts')).toEqual([
      'captured computed over await',
    ]);
    expect(
      stale('const m = new Map(); async function f(k) { if (!m.has(k)) m.set(k, await g()); }', 'main.ts'),
    ).toEqual(['module tested absent over await']);
    expect(stale('n = 0\nasync def f():\n    global n\n    n += await g()\n', 'main.py')).toEqual([
      'module computed over await',
    ]);
  });

  it.each([
    ['self.n += await f()', 'this computed over await'],
    ['if self.c is None:\n    self.c = await f()', 'this tested absent over await'],
    ['if not self.c:\n    self.c = await f()', 'this tested absent over await'],
    ['if self.c is not None:\n    return self.c\nself.c = await f()', 'this tested absent over await'],
    ['if k not in self.d:\n    self.d[k] = await f()', 'this tested absent over await'],
    ['if k in self.d:\n    return self.d[k]\nself.d[k] = await f()', 'this tested absent over await'],
    ['n = self.n\nasync with s:\n    self.n = n + 1', 'this computed over async-with'],
    ['async with self.lock:\n    self.n += await f()', 'this computed held over await'],
    ['try:\n    n = self.n\nexcept E:\n    pass\nelse:\n    await f()\n    self.n = n', 'this computed over await'],
    ['if self.c is None:\n    self.c = create_task(f())\nawait self.c', ''],
  ])('in Python: %s', (code, expected) => {
    expect(coroutine(code).join('; ')).toBe(expected);
  });
});
