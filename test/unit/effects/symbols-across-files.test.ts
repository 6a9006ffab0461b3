import { describe, expect, it } from 'vitest';
import { what, type Files } from './resolving.ts';

const load = 'function load of db.ts';

describe('across files', () => {
  it.each<[string, string, Files]>([
    ['a name', "import { load } from './db'; what(load);", { 'db.ts': 'export function load() {}' }],
    ['another name', "import { load as l } from './db'; what(l);", { 'db.ts': 'export const load = () => {};' }],
    [
      'a list of exports',
      "import { l } from './db'; what(l);",
      { 'db.ts': 'function load() {} export { load as l };' },
    ],
    ['a namespace', "import * as db from './db'; what(db.load);", { 'db.ts': 'export function load() {}' }],
    ['a default', "import l from './db'; what(l);", { 'db.ts': 'export default function load() {}' }],
    [
      'a default by name',
      "import l from './db'; what(l);",
      { 'db.ts': 'const load = async () => {}; export default load;' },
    ],
    ['a default object', "import db from './db'; what(db.load);", { 'db.ts': 'export default { load() {} };' }],
    [
      'a dynamic import',
      "const { load } = await import('./db'); what(load);",
      { 'db.ts': 'export function load() {}' },
    ],
    ['a method', "import { Db } from './db'; what(new Db().load);", { 'db.ts': 'export class Db { load() {} }' }],
    [
      'a written type',
      "import type { Db } from './db'; function f(db: Db) { what(db.load); }",
      { 'db.ts': 'export class Db { load() {} }' },
    ],
    [
      'a base class',
      "import { Db } from './db'; class My extends Db { m() { what(this.load); } }",
      { 'db.ts': 'export class Db { load() {} }' },
    ],
    [
      'an instance',
      "import { db } from './db'; what(db.load);",
      { 'db.ts': 'class Db { load() {} } export const db = new Db();' },
    ],
    [
      'what a module stores in the one that hands itself over',
      "const Db = require('./index'); what(Db.load);",
      {
        'index.ts': "const Db = module.exports; require('./db')(Db); require('./other')(Db);",
        'db.ts': 'module.exports = function (Db) { Db.load = function load() {}; };',
        'other.ts': 'module.exports = function (Db) { Db.save = function save() {}; };',
      },
    ],
    [
      'a namespace of the language',
      "import { N } from './db'; what(N.load);",
      { 'db.ts': 'export namespace N { export function load() {} }' },
    ],
  ])('%s', (_, main, files) => {
    expect(what(main, files)).toEqual([load]);
  });

  it.each<[string, string, Files]>([
    ['a re-export', "import { load } from './index'; what(load);", { 'index.ts': "export { load } from './db';" }],
    ['a renamed one', "import { l } from './index'; what(l);", { 'index.ts': "export { load as l } from './db';" }],
    [
      'imported, then exported',
      "import { l } from './index'; what(l);",
      { 'index.ts': "import { load } from './db'; export { load as l };" },
    ],
    [
      'a barrel',
      "import { load } from './index'; what(load);",
      { 'index.ts': "export * from './other'; export * from './db';", 'other.ts': 'export const x = 1;' },
    ],
    [
      'a barrel of barrels',
      "import { load } from './a'; what(load);",
      { 'a.ts': "export * from './b';", 'b.ts': "export * from './c';", 'c.ts': "export * from './db';" },
    ],
    ['a named barrel', "import { db } from './index'; what(db.load);", { 'index.ts': "export * as db from './db';" }],
    [
      'a default made of a name',
      "import l from './index'; what(l);",
      { 'index.ts': "export { load as default } from './db';" },
    ],
    [
      'barrels that import each other',
      "import { load } from './a'; what(load);",
      { 'a.ts': "export * from './b';", 'b.ts': "export * from './a'; export * from './db';" },
    ],
  ])('through %s', (_, main, files) => {
    expect(what(main, { ...files, 'db.ts': 'export function load() {}' })).toEqual([load]);
  });

  it.each<[string, string]>([
    ["const db = require('./db'); what(db.load);", 'module.exports = { load() {} };'],
    ["const { load } = require('./db'); what(load);", 'function load() {} module.exports = { load };'],
    ["const { load } = require('./db'); what(load);", 'exports.load = function () {};'],
    ["const { load } = require('./db'); what(load);", 'module.exports.load = () => {};'],
    ["import l from './db'; what(l);", 'module.exports = function load() {};'],
    ["import { load } from './db'; what(load);", 'module.exports = { load: () => {} };'],
    ["import * as db from './db'; what(db.load);", 'exports.load = () => {};'],
    ["import Db from './db'; what(new Db().load);", 'module.exports = class Db { load() {} };'],
    ["const { load } = require('./index'); what(load);", 'exports.load = () => {};'],
  ])('CommonJS: %s', (main, db) => {
    expect(what(main, { 'db.ts': db, 'index.ts': "module.exports = require('./db');" })).toEqual([load]);
  });

  it('a name that two of them store proves nothing, nor one that is handed over later', () => {
    const store = 'module.exports = (Db) => { Db.load = function load() {}; };';
    const found = (index: string): string[] =>
      what("const Db = require('./index'); what(Db.load);", { 'index.ts': index, 'db.ts': store, 'other.ts': store });
    expect(found("const Db = module.exports; require('./db')(Db);")).toEqual(['function load of db.ts']);
    expect(found("const Db = module.exports; require('./db')(Db); require('./other')(Db);")).toEqual(['?']);
    expect(found("const Db = module.exports; setTimeout(() => require('./db')(Db));")).toEqual(['?']);
    expect(found("const Db = module.exports; require('./db')({});")).toEqual(['?']);
  });

  it('a library behind a file of one’s own is found', () => {
    const files = {
      'fs.ts':
        "import fs from 'node:fs'; export const read = fs.readFileSync; export * from 'node:path'; export { Pool } from 'pg';",
      'pool.ts': "import { Pool } from './fs'; export const pool = new Pool();",
    };
    expect(what("import { read } from './fs'; import { pool } from './pool'; what(read, pool.query);", files)).toEqual([
      'node:fs#readFileSync',
      'pg#Pool.query',
    ]);
  });

  it('a name that a file lacks proves nothing; a file that is not there may be a library', () => {
    expect(what("import { none } from './db'; import gone from './gone'; what(none, gone);", { 'db.ts': '' })).toEqual([
      '?',
      './gone#',
    ]);
  });

  it('the first export of a name hides those of `export *`', () => {
    const files = { 'a.ts': "export * from './b'; export function f() {}", 'b.ts': 'export function f() {}' };
    expect(what("import { f } from './a'; what(f);", files)).toEqual(['function f of a.ts']);
  });

  it('`export *` leaves the default out', () => {
    const files = { 'a.ts': "export * from './b';", 'b.ts': 'export default function f() {}' };
    expect(what("import f from './a'; what(f);", files)).toEqual(['?']);
  });
});

describe('circles end', () => {
  it.each<[string, string, Files]>([
    [
      'of names',
      "import { a } from './a'; what(a);",
      { 'a.ts': "export { a } from './b';", 'b.ts': "export { a } from './a';" },
    ],
    ['of one file', "import { a } from './a'; what(a);", { 'a.ts': "export { a } from './a'; export * from './a';" }],
    ['of variables', 'const a = b, b = a; what(a);', {}],
    ['of members', 'const o = { f: o.f }; what(o.f);', {}],
    ['of classes', 'class A extends B {} class B extends A { m() { what(this.x); } }', {}],
    [
      'of modules',
      "const a = require('./a'); what(a.x.y);",
      { 'a.ts': "module.exports = require('./b');", 'b.ts': "module.exports = require('./a');" },
    ],
    ['of itself', "module.exports = require('./main'); what(require('./main').x);", {}],
    [
      'of types',
      "import { A } from './a'; function f(a: A) { what(a.x); }",
      {
        'a.ts': "import { B } from './b'; export class A extends B {}",
        'b.ts': "import { A } from './a'; export class B extends A {}",
      },
    ],
  ])('%s', (_, main, files) => {
    expect(what(main, files)).toEqual(['?']);
  });

  it('a long chain of aliases is followed or given up, not feared', () => {
    const chain = Array.from({ length: 5000 }, (_, i) => `const v${i + 1} = v${i};`).join(' ');
    expect(what(`function v() {} const v0 = v; ${chain} what(v5000);`)).toHaveLength(1);
  });
});
