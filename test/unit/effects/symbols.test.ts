import { describe, expect, it } from 'vitest';
import { what } from './resolving.ts';

const read = 'node:fs#readFileSync';

describe('imports', () => {
  it.each([
    ["import { readFileSync } from 'node:fs'; what(readFileSync);"],
    ["import { readFileSync } from 'fs'; what(readFileSync);"],
    ["import { readFileSync as r } from 'fs'; what(r);"],
    ["import * as fs from 'fs'; what(fs.readFileSync);"],
    ["import fs from 'fs'; what(fs.readFileSync);"],
    ["import { default as fs } from 'fs'; what(fs.readFileSync);"],
    ["import * as fs from 'fs'; what(fs.default.readFileSync);"],
    ["import fs = require('fs'); what(fs.readFileSync);"],
    ["import fs = require('fs'); import r = fs.readFileSync; what(r);"],
    ["const fs = require('fs'); what(fs.readFileSync);"],
    ["const { readFileSync } = require('node:fs'); what(readFileSync);"],
    ["const { readFileSync: r } = require('fs'); what(r);"],
    ["what(require('fs').readFileSync);"],
    ["const fs = await import('fs'); what(fs.readFileSync);"],
    ["const { readFileSync } = await import('node:fs'); what(readFileSync);"],
    ["what((await import('fs')).default.readFileSync);"],
    [
      "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); what(require('fs').readFileSync);",
    ],
    ["import fs from 'fs'; const r = fs.readFileSync; const s = r; what(s);"],
    ["import fs from 'fs'; const { readFileSync } = fs; what(readFileSync);"],
    ["import fs from 'fs'; const { readFileSync: { } = 0, readFileSync: r } = fs; what(r);"],
    ["import fs from 'fs'; what(fs['readFileSync']);"],
    ["import fs from 'fs'; what(fs?.readFileSync!);"],
    ["import fs from 'fs'; what((fs as any).readFileSync);"],
    ["import fs from 'fs'; const node = { fs }; what(node.fs.readFileSync);"],
    ["import fs from 'fs'; namespace N { export const r = fs.readFileSync; } what(N.r);"],
  ])('%s', (code) => {
    expect(what(code)).toEqual([read]);
  });

  it.each([
    ["import { promises } from 'fs'; what(promises.readFile);"],
    ["import fs from 'fs'; what(fs.promises.readFile);"],
    ["import { promises as fs } from 'node:fs'; const { readFile } = fs; what(readFile);"],
    ["const { readFile } = require('fs').promises; what(readFile);"],
  ])('%s', (code) => {
    expect(what(code)).toEqual(['node:fs#promises.readFile']);
  });

  it('a library nobody described keeps its own name, which is its default export’s too', () => {
    expect(what("import a, { b } from 'some-lib'; import * as c from '@x/y/z'; what(a, b.c, c.d);")).toEqual([
      'some-lib#',
      'some-lib#b.c',
      '@x/y/z#d',
    ]);
  });
});

describe('what is not the import', () => {
  const imported = "import { readFileSync } from 'fs'; import fs from 'fs';";
  it.each([
    ['a parameter', 'function f(readFileSync) { what(readFileSync); }'],
    ['a parameter of an arrow', '(fs) => what(fs.readFileSync);'],
    ['a local variable', 'function f() { const readFileSync = other(); what(readFileSync); }'],
    ['a variable below its use', 'function f() { what(readFileSync); var readFileSync = x(); }'],
    ['a part of a parameter', 'function f({ readFileSync }) { what(readFileSync); }'],
    ['a caught error', 'try {} catch (fs) { what(fs.readFileSync); }'],
    ['a loop variable', 'for (const fs of xs()) what(fs.readFileSync);'],
    ['a variable assigned again', 'let r = readFileSync; r = other; what(r);'],
    ['a variable assigned twice, later', 'let r; r = readFileSync; r = other; what(r);'],
    ['an empty variable assigned by a pattern', 'let r = null; r = readFileSync; [r] = other(); what(r);'],
    ['a variable assigned later, once by a pattern', 'let r; r = readFileSync; [r] = other(); what(r);'],
    ['a variable assigned by a pattern', 'let r = readFileSync; [r] = other(); what(r);'],
    ['an index', 'what(fs[name]);'],
    ['an accessor', 'const o = { get read() { return readFileSync; } }; what(o.read());'],
    ['a property set twice', 'const o = { r: readFileSync, r: other() }; what(o.r);'],
  ])('%s', (_, code) => {
    expect(what(imported + code).filter((each) => each === read)).toEqual([]);
  });

  it('a local function is itself', () => {
    expect(what(`${imported} { function readFileSync() {} what(readFileSync); }`)).toEqual([
      'function readFileSync of main.ts',
    ]);
  });
});

describe('globals', () => {
  it.each([
    ['what(fetch);', 'global#fetch'],
    ['what(globalThis.fetch, window.fetch);', 'global#fetch'],
    ['what(Promise.all);', 'global#Promise.all'],
    ['const { all } = Promise; what(all);', 'global#Promise.all'],
    ['const later = globalThis.setTimeout; what(later);', 'global#setTimeout'],
  ])('%s', (code, expected) => {
    expect(new Set(what(code))).toEqual(new Set([expected]));
  });

  it('are not what somebody declared under their name', () => {
    expect(what('const fetch = make(); what(fetch);')).toEqual(['?']);
    expect(what("import fetch from 'node-fetch'; what(fetch);")).toEqual(['node-fetch#default']);
  });
});

describe('instances', () => {
  it.each([
    ["import { Pool } from 'pg'; const pool = new Pool(); what(pool);", 'instance pg#Pool'],
    ["import pg from 'pg'; const pool = new pg.Pool(); what(pool.query);", 'pg#Pool.query'],
    [
      "import { Pool } from 'pg'; const pool = new Pool(); const db = await pool.connect(); what(db);",
      'instance pg#PoolClient',
    ],
    ["import { Pool } from 'pg'; export function f(pool: Pool) { what(pool.query); }", 'pg#Pool.query'],
    ["import type { Pool } from 'pg'; let pool: Pool; what(pool.query);", 'pg#Pool.query'],
    ["import type pg from 'pg'; const f = (pool: pg.Pool) => what(pool);", 'instance pg#Pool'],
    [
      "import { Pool } from 'pg'; class A { constructor(private pool: Pool) {} m() { what(this.pool.query); } }",
      'pg#Pool.query',
    ],
    [
      "import { Pool } from 'pg'; class A { private readonly pool = new Pool(); m() { what(this.pool.query); } }",
      'pg#Pool.query',
    ],
    ["import { Pool } from 'pg'; class A { pool: Pool; m() { what(() => 1, this.pool); } }", 'instance pg#Pool'],
    [
      "import { Pool } from 'pg'; class A { static pool = new Pool(); static m() { what(this.pool, A.pool); } }",
      'instance pg#Pool',
    ],
    [
      "import { Pool } from 'pg'; class A { pool = new Pool(); } class B extends A { m() { what(this.pool); } }",
      'instance pg#Pool',
    ],
    ["import { Pool } from 'pg'; class A { pool = new Pool(); } const a = new A(); what(a.pool);", 'instance pg#Pool'],
    [
      "import { Pool } from 'pg'; class A { pool = new Pool(); } function f(a: A) { what(a.pool); }",
      'instance pg#Pool',
    ],
    ["import express from 'express'; const app = express(); what(app);", 'instance express#Application'],
    ["import express from 'express'; what(express.Router());", 'instance express#Router'],
    ["import { Router } from 'express'; const r = Router(); what(r.get);", 'express#Router.get'],
    ["const express = require('express'); what(express().use(x).get);", 'express#Application.get'],
    ["const fs_1 = __importDefault(require('fs')); what(fs_1.default.readFileSync);", 'node:fs#readFileSync'],
    ["const fs = __importStar(require('fs')); what(fs.readFileSync);", 'node:fs#readFileSync'],
    ["var fs = _interopRequireDefault(require('fs')); what(fs.default.readFileSync);", 'node:fs#readFileSync'],
    [
      "const tslib_1 = require('tslib'); const fs = tslib_1.__importStar(require('fs')); what(fs.readFileSync);",
      'node:fs#readFileSync',
    ],
    ["var fs = __toESM(require('fs')); what(fs.readFileSync);", 'node:fs#readFileSync'],
    ["const fs = wrap(require('fs')); what(fs.readFileSync);", '?'],
    ["import pLimit from 'p-limit'; const limit = pLimit(3); what(limit);", 'instance p-limit#LimitFunction'],
    ['what([].map, [1, 2].forEach);', 'global#Array.map'],
  ])('%s', (code, expected) => {
    expect(what(code)).toContain(expected);
  });

  it('`this` inside an arrow is the instance, inside a function nobody’s', () => {
    const code =
      "import { Pool } from 'pg'; class A { pool = new Pool(); m() { () => what(this.pool); (function () { what(this.pool); }); } }";
    expect(what(code)).toEqual(['instance pg#Pool', '?']);
  });

  it('methods of one’s own classes are found, inherited ones too; accessors are not', () => {
    const code =
      'class A { go() {} get it() { return 1; } static make() {} } class B extends A { m() { what(this.go, this.it, A.make, this.none); } }';
    expect(what(code)).toEqual(['function go of main.ts', '?', 'function make of main.ts', '?']);
  });

  it('a type that nobody described proves nothing', () => {
    expect(what("import { Thing } from './thing'; function f(a: Thing, b: string) { what(a, b, a.go); }")).toEqual([
      '?',
      '?',
      '?',
    ]);
  });
});

describe('choices', () => {
  it('the alternatives must agree; plain literals do not count', () => {
    const code = `import fs from 'fs';
      what(a ? fs.readFileSync : fs.readFileSync, a ? fs.readFileSync : fs.statSync, fs.readFileSync ?? null);
      const { read = fs.readFileSync } = { }; what(read);`;
    expect(what(code).slice(0, 3)).toEqual([read, '?', read]);
  });

  it('a value that is made on demand may be another one', () => {
    expect(what("import { Pool } from 'pg'; const pool = globalThis.pool ?? new Pool(); what(pool);")).toEqual(['?']);
  });

  it.each([
    'let pool; pool ??= new Pool(); what(pool);',
    'let pool = null; function open() { if (!pool) pool = new Pool(); return pool; } what(open());',
    'class A { pool = null; open() { this.pool = new Pool(); } close() { this.pool = null; } get() { what(this.pool); } }',
  ])('an empty place is what it is filled with: %s', (code) => {
    expect(what(`import { Pool } from 'pg'; ${code}`)).toEqual(['instance pg#Pool']);
  });
});

describe('functions', () => {
  it.each([
    ['function f() {} what(f);', 'function f of main.ts'],
    ['const f = () => {}; what(f);', 'function f of main.ts'],
    ['const o = { f() {} }; what(o.f);', 'function f of main.ts'],
    ['const o = { a: { f: async () => {} } }; what(o.a.f);', 'function f of main.ts'],
    ['function f() {} what(f.bind(null, 1));', 'function f of main.ts'],
    ['const f = function g() { what(g); };', 'function g of main.ts'],
    ['namespace N { export function f() {} } what(N.f);', 'function f of main.ts'],
    ['enum E { A = 3 } what(E.A);', '3'],
    ['function f() {} f = other; what(f);', '?'],
  ])('%s', (code, expected) => {
    expect(what(code)).toEqual([expected]);
  });
});

describe('written types', () => {
  const pool = "import { Pool } from 'pg'; ";
  it.each([
    ['function f(p: Pool | undefined) { what(p); }'],
    ['function f(p: null | Pool) { what(p); }'],
    ['function f(p?: (Pool)) { what(p); }'],
    ['function f(p: Readonly<Pool>) { what(p); }'],
    ['async function f(p: Promise<Pool>) { what(await p); }'],
    ['class A { constructor(private readonly p: Pool | null) {} m() { what(this.p); } }'],
    ['function f<T extends Pool>(p: T) { what(p); }'],
    ['class A<T extends Pool> { constructor(private p: T) {} m() { what(this.p); } }'],
    ['function f(Pool: string, p: Pool) { what(p); }'],
    ['function f(pools: Pool[]) { for (const p of pools) what(p); }'],
    ['function f(pools: Record<string, Pool>) { what(pools.main); }'],
    ['function f(pools: Map<string, Pool>, [p]: [Pool, number]) { what(p); }'],
    ['async function f(make: () => Promise<Pool>) { what(await make()); }'],
    ['interface Deps { pool?: Pool } function f(deps: Deps) { what(deps.pool); }'],
    ['interface Deps { pool: Pool } function f({ pool: p }: Deps) { what(p); }'],
    ['interface A { p(): Pool } interface B extends A {} function f(b: B) { what(b.p()); }'],
    ['type Db = Pool | null; function f(p: Db) { what(p); }'],
    ['abstract class A { abstract p(): Pool; m() { what(this.p()); } }'],
    ['async function open(): Promise<Pool> { return x; } async function f() { what(await open()); }'],
  ])('%s', (code) => {
    expect(what(pool + code)).toEqual(['instance pg#Pool']);
  });

  it.each([
    ['another alternative', 'function f(p: Pool | string) { what(p); }'],
    ['a list', 'function f(p: readonly Pool[]) { what(p); }'],
    ['a type that is not written down', 'interface A { p } function f(a: A) { what(a.p); }'],
    ['a type in a circle', 'type A = B; type B = A; function f(a: A) { what(a); }'],
    ['a type parameter of the same name', 'function f<Pool>(p: Pool) { what(p); }'],
    ['one of a method', 'class A { m<Pool>(p: Pool) { what(p); } }'],
    ['one of a class', 'class A<Pool> { constructor(private p: Pool) {} m() { what(this.p); } }'],
    ['one of an outer function', 'function f<Pool>() { return (p: Pool) => what(p); }'],
    ['one that extends itself', 'function f<Pool extends Pool>(p: Pool) { what(p); }'],
  ])('%s proves nothing', (_, code) => {
    expect(new Set(what(pool + code))).toEqual(new Set(['?']));
  });
});

describe('static parts of a class', () => {
  it('`this` is the class there, also in arrows, and the field’s own in its initialiser', () => {
    const code = `import { Pool } from 'pg';
      class A { static pool = new Pool(); static { what(this.pool, () => what(this.pool)); } static also = what(this.pool); }
      class B { pool = new Pool(); also = what(this.pool); later = () => what(this.pool); }`;
    expect(what(code).filter((each) => each !== 'function  of main.ts')).toEqual(Array(5).fill('instance pg#Pool'));
  });

  it('is not the instance whose method the class stands in', () => {
    const code = `import { Pool } from 'pg';
      class A { pool = new Pool(); m() { class B { static { what(this.pool); } static p = what(this.pool); } return B; } }`;
    expect(what(code)).toEqual(['?', '?']);
  });
});
