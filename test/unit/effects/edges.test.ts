import { describe, expect, it } from 'vitest';
import { startPython } from '../../python.ts';
import { findingsIn } from './findings.ts';
import type { Files } from './resolving.ts';

await startPython();

/** What is found in an Express handler with this body, below some declarations. */
function inHandler(declarations: string, body: string, others: Files = {}): string[] {
  const app = `import express from 'express';
import { readFileSync } from 'node:fs';
const read = (name: string) => readFileSync(name, 'utf8');
${declarations}
express().get('/', (request, response) => { ${body} });
`;
  return findingsIn('src/app.ts', { 'src/app.ts': app, ...others });
}

const blocks = /^warning `.*` blocks the event loop in an Express handler/;

describe('a handler reaches what blocks', () => {
  it.each<[string, string, string]>([
    ['a function', 'function f() { read("a"); }', 'f();'],
    ['an arrow', 'const f = () => read("a");', 'f();'],
    ['a method of a new object', 'class A { m() { read("a"); } }', 'new A().m();'],
    ['a method of `this`', 'class A { m() { this.n(); } n() { read("a"); } }', 'new A().m();'],
    ['a method of `super`', 'class A { m() { read("a"); } } class B extends A { m() { super.m(); } }', 'new B().m();'],
    ['an inherited method', 'class A { m() { read("a"); } } class B extends A {}', 'new B().m();'],
    ['a static method', 'class A { static m() { read("a"); } }', 'A.m();'],
    ['a static method through `this`', 'class A { static m() { this.n(); } static n() { read("a"); } }', 'A.m();'],
    [
      'a static method through `super`',
      'class A { static m() { read("a"); } } class B extends A { static m() { super.m(); } }',
      'B.m();',
    ],
    ['a constructor', 'class A { constructor() { read("a"); } }', 'new A();'],
    ['an inherited constructor', 'class A { constructor() { read("a"); } } class B extends A {}', 'new B();'],
    [
      'a constructor through `super()`',
      'class A { constructor() { read("a"); } } class B extends A { constructor() { super(); } }',
      'new B();',
    ],
    ['a field', 'class A { text = read("a"); }', 'new A();'],
    [
      'an inherited field',
      'class A { text = read("a"); } class B extends A { constructor() { super(); } }',
      'new B();',
    ],
    ['an arrow in a field', 'class A { m = () => { read("a"); }; }', 'new A().m();'],
    [
      'a field made by an initialiser',
      'class D { m() { read("a"); } } class A { d = new D(); m() { this.d.m(); } }',
      'new A().m();',
    ],
    [
      'a constructor parameter’s type',
      'class D { m() { read("a"); } } class A { constructor(private readonly d: D | undefined) {} m() { this.d?.m(); } }',
      'new A(x).m();',
    ],
    ['a parameter’s type', 'class D { m() { read("a"); } } function f(d: Readonly<D>) { d.m(); }', 'f(request);'],
    [
      'the type that a function is written to give',
      'class D { m() { read("a"); } } function make(): D { return x; }',
      'make().m();',
    ],
    [
      'a promise of it',
      'class D { m() { read("a"); } } declare function x(): any; async function make(): Promise<D> { return x(); }',
      'void make().then((d) => { d.m(); });',
    ],
    ['a factory', 'class D { m() { read("a"); } } const make = () => new D();', 'make().m();'],
    ['a factory of an object', 'function make() { return { m() { read("a"); } }; }', 'make().m();'],
    ['a factory of a function', 'function make() { return () => read("a"); }', 'make()();'],
    [
      'a factory that may give none',
      'class D { m() { read("a"); } } function make(x) { if (!x) return null; return new D(); }',
      'make(1)?.m();',
    ],
    ['an object literal', 'const o = { m() { read("a"); }, n: () => read("b") };', 'o.n();'],
    [
      'an inherited getter',
      'class A { get m() { return read("a"); } } class B extends A {} const b = new B();',
      'use(b.m);',
    ],
    [
      'an inherited getter through `this`',
      'class A { get m() { return read("a"); } } class B extends A { n() { return this.m; } }',
      'new B().n();',
    ],
    [
      'the usual value of a parameter',
      'class D { m() { read("a"); } } function f(d = new D()) { d.m(); }',
      'f(request);',
    ],
    ['a `Map` of functions', 'const all = new Map([["a", () => read("a")]]);', 'all.get(request.url)?.();'],
    [
      '… that is filled',
      'const all = new Map(); all.set("a", () => read("a"));',
      'const one = all.get(request.url); one();',
    ],
    [
      '… in a field',
      'class A { all = new Map(); constructor() { this.all.set("a", () => read("a")); } m(x) { this.all.get(x)(); } }',
      'new A().m(request);',
    ],
    ['a destructured one', 'const o = { m() { read("a"); } }; const { m } = o;', 'm();'],
    ['`bind`', 'function f() { read("a"); } const g = f.bind(null);', 'g();'],
    ['`call`', 'function f() { read("a"); }', 'f.call(null);'],
    ['`apply`', 'function f() { read("a"); }', 'f.apply(null, []);'],
    ['a callback of a list', '', 'request.body.map((each) => read(each));'],
    ['a callback of a list of a name', '', '[1].forEach(read);'],
    ['a promise chain', '', 'void fetch("a").then(() => { read("a"); });'],
    ['an executor', '', 'new Promise(() => { read("a"); });'],
    ['a function that calls what it is handed', 'function run(f) { return f(); }', 'run(() => read("a"));'],
    ['… by `call`', 'function run(f) { return f.call(null); }', 'run(() => read("a"));'],
    [
      '… in a loop that tries again',
      'function run(f) { for (let i = 0; i < 3; i++) { try { return f(); } catch {} } }',
      'run(() => read("a"));',
    ],
    ['… by name', 'function run(f) { return f(); } function work() { read("a"); }', 'run(work);'],
    [
      '… through another one',
      'function run(f) { return f(); } function twice(g) { run(g); run(g); }',
      'twice(() => read("a"));',
    ],
    [
      '… within a callback of a list',
      'function all(list, f) { return list.map((each) => f(each)); }',
      'all(request.body, (each) => read(each));',
    ],
    [
      '… handed to a list itself',
      'function all(list, f) { return list.map(f); }',
      'all(request.body, (each) => read(each));',
    ],
    ['… that is async', 'async function run(f) { await null; return f(); }', 'void run(() => read("a"));'],
    [
      'a method that all derived classes make block',
      'abstract class A { m() { read("a"); } } class B extends A { m() { read("b"); } } function f(a: A) { a.m(); }',
      'f(request);',
    ],
  ])('%s', (_, declarations, body) => {
    const found = inHandler(declarations, body);
    const unsure = declarations.includes('abstract');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(unsure ? /^information `f` blocks the event loop/ : /^warning `.*` blocks the event loop/);
  });

  it.each<[string, Files, string]>([
    [
      'an instance that a module exports',
      {
        'src/db.ts': `import { readFileSync } from 'node:fs'; class Db { m() { readFileSync('a'); } } export const db = new Db();`,
      },
      "import { db } from './db';",
    ],
    [
      'a default instance',
      {
        'src/db.ts': `import { readFileSync } from 'node:fs'; class Db { m() { readFileSync('a'); } } export default new Db();`,
      },
      "import db from './db';",
    ],
    [
      'an object',
      { 'src/db.ts': `import { readFileSync } from 'node:fs'; export const db = { m() { readFileSync('a'); } };` },
      "import { db } from './db';",
    ],
    [
      'a namespace',
      { 'src/db.ts': `import { readFileSync } from 'node:fs'; export function m() { readFileSync('a'); }` },
      "import * as db from './db';",
    ],
    [
      'CommonJS',
      { 'src/db.ts': `const fs = require('fs'); module.exports = { m() { fs.readFileSync('a'); } };` },
      "const db = require('./db');",
    ],
    [
      'a CommonJS function with more beside it',
      {
        'src/db.ts': `const fs = require('fs'); module.exports = function () {}; module.exports.m = () => fs.readFileSync('a');`,
      },
      "import { m } from './db'; const db = { m };",
    ],
    [
      'a getter of `module.exports`',
      {
        'src/db.ts': `const fs = require('fs'); module.exports = { get text() { return fs.readFileSync('a'); } };`,
      },
      "const whole = require('./db'); const db = { m: () => whole.text };",
    ],
    [
      'a `Map` of functions elsewhere',
      {
        'src/db.ts': `import { readFileSync } from 'node:fs'; export const all = new Map([['a', () => readFileSync('a')]]);`,
      },
      "import { all } from './db'; const db = { m: () => all.get(process.title)() };",
    ],
    [
      'a base class elsewhere',
      { 'src/db.ts': `import { readFileSync } from 'node:fs'; export class Db { m() { readFileSync('a'); } }` },
      "import { Db } from './db'; class My extends Db {} const db = new My();",
    ],
    [
      'a factory elsewhere',
      {
        'src/db.ts': `import { readFileSync } from 'node:fs'; class Db { m() { readFileSync('a'); } } export const make = () => new Db();`,
      },
      "import { make } from './db'; const db = make();",
    ],
  ])('across files: %s', (_, files, imports) => {
    expect(inHandler(imports, 'db.m();', files)).toEqual([expect.stringMatching(blocks)]);
  });

  it('a dynamic import, awaited or not', () => {
    const files = { 'src/db.ts': `import { readFileSync } from 'node:fs'; export function m() { readFileSync('a'); }` };
    expect(inHandler('', "void import('./db').then((db) => { db.m(); });", files)).toHaveLength(1);
    expect(inHandler('', "void import('./db').then(({ m }) => m());", files)).toHaveLength(1);
    expect(
      inHandler('async function f() { const { m } = await import("./db"); m(); }', 'void f();', files),
    ).toHaveLength(1);
  });
});

describe('nothing is said of', () => {
  it.each<[string, string, string]>([
    ['a method of an unknown object', '', 'request.read("a");'],
    [
      'a method that a derived class makes harmless',
      'class A { m() { read("a"); } } class B extends A { m() {} } function f(a: A) { a.m(); }',
      'f(request);',
    ],
    [
      '… through `this`',
      'class A { m() { this.n(); } n() { read("a"); } } class B extends A { n() {} }',
      'new B().m();',
    ],
    [
      '… further down',
      'class A { m() { read("a"); } } class B extends A {} class C extends B { m() {} } function f(a: A) { a.m(); }',
      'f(request);',
    ],
    [
      '… by a field that is not known',
      'class A { m() { read("a"); } } class B extends A { m = x; } function f(a: A) { a.m(); }',
      'f(request);',
    ],
    [
      'a field that is stored twice',
      'class D { m() { read("a"); } } class A { d = new D(); set() { this.d = x; } m() { this.d.m(); } }',
      'new A().m();',
    ],
    [
      'a factory that gives one or the other',
      'class D { m() { read("a"); } } function make(a) { if (a) return x; return new D(); }',
      'make(1).m();',
    ],
    ['a generator’s result', 'class D { m() { read("a"); } } function* make() { return new D(); }', 'make().m();'],
    ['a variable that is assigned again', 'let f = () => read("a"); f = x;', 'f();'],
    ['a property that is assigned again', 'const o = { m: () => read("a") }; o.m = x;', 'o.m();'],
    [
      'a function that only keeps what it is handed',
      'const all = []; function run(f) { all.push(f); }',
      'run(() => read("a"));',
    ],
    ['one that may hand it to a thread', 'function run(f) { pool.run(f); }', 'run(() => read("a"));'],
    ['one whose parameter is assigned', 'function run(f) { f = x; f(); }', 'run(() => read("a"));'],
    [
      'one that calls it once and keeps the result',
      'let kept; function once(f) { return kept ??= f(); }',
      'once(() => read("a"));',
    ],
    [
      '… in a map',
      'const map = new Map(); function cached(k, f) { if (map.has(k)) return map.get(k); const v = f(); map.set(k, v); return v; }',
      'cached(1, () => read("a"));',
    ],
    [
      'an inherited getter that the class replaces',
      'class A { get m() { return read("a"); } } class B extends A { get m() { return 1; } } const b = new B();',
      'use(b.m);',
    ],
    [
      'a `Map` of which nobody knows what is in it',
      'const all = new Map(load()); all.set("a", () => 1);',
      'all.get(request.url)();',
    ],
    ['one that is a generator', 'function* run(f) { f(); }', 'run(() => read("a"));'],
    ['a circle of calls', 'function f() { g(); } function g() { f(); }', 'f();'],
  ])('%s', (_, declarations, body) => {
    expect(inHandler(declarations, body)).toEqual([]);
  });

  it('a method that a derived class of another file makes harmless', () => {
    const files = {
      'src/a.ts': `import { readFileSync } from 'node:fs'; export class A { m() { readFileSync('a'); } }`,
      'src/b.ts': `import { A } from './a'; export class B extends A { m() {} }`,
    };
    expect(inHandler("import { A } from './a'; function f(a: A) { a.m(); }", 'f(request);', files)).toEqual([]);
    expect(inHandler("import { A } from './a';", 'new A().m();', files)).toHaveLength(1);
  });
});

describe('who calls an overriding method', () => {
  it('a call on the base class makes it likely, not proven', () => {
    const app = `import express from 'express';
import { readFileSync } from 'node:fs';
class A { async m() {} }
class B extends A { async m() { readFileSync('b'); } }
function f(a: A) { void a.m(); }
express().get('/', (request, response) => { f(request); });
`;
    expect(findingsIn('src/app.ts', { 'src/app.ts': app })).toEqual([
      'information `readFileSync` blocks the event loop in async `B.m`.',
    ]);
  });
});

/** What is found in a FastAPI endpoint with this body, below some declarations. */
function inEndpoint(declarations: string, body: string, others: Files = {}): string[] {
  const app = `import time
from functools import partial
from typing import Optional
from fastapi import FastAPI
app = FastAPI()
${declarations}
@app.get("/")
async def index(request):
    ${body}
`;
  return findingsIn('app/main.py', { 'app/main.py': app, 'app/__init__.py': '', ...others });
}

describe('Python: an endpoint reaches what blocks', () => {
  it.each<[string, string, string]>([
    ['a function', 'def f():\n    time.sleep(1)', 'f()'],
    ['a method', 'class A:\n    def m(self):\n        time.sleep(1)', 'A().m()'],
    [
      'a method of `self`',
      'class A:\n    def m(self):\n        self.n()\n    def n(self):\n        time.sleep(1)',
      'A().m()',
    ],
    [
      'a method of `super()`',
      'class A:\n    def m(self):\n        time.sleep(1)\nclass B(A):\n    def m(self):\n        super().m()',
      'B().m()',
    ],
    ['a class method', 'class A:\n    @classmethod\n    def m(cls):\n        time.sleep(1)', 'A.m()'],
    ['a static method', 'class A:\n    @staticmethod\n    def m():\n        time.sleep(1)', 'A.m()'],
    ['a constructor', 'class A:\n    def __init__(self):\n        time.sleep(1)', 'A()'],
    [
      'an inherited constructor',
      'class A:\n    def __init__(self):\n        time.sleep(1)\nclass B(A):\n    pass',
      'B()',
    ],
    [
      'an attribute made in the constructor',
      'class D:\n    def m(self):\n        time.sleep(1)\nclass A:\n    def __init__(self):\n        self.d = D()\n    def m(self):\n        self.d.m()',
      'A().m()',
    ],
    [
      'a written type',
      'class D:\n    def m(self):\n        time.sleep(1)\ndef f(d: Optional[D]):\n    d.m()',
      'f(request)',
    ],
    ['a quoted union', 'class D:\n    def m(self):\n        time.sleep(1)\ndef f(d: "D"):\n    d.m()', 'f(request)'],
    ['a factory', 'class D:\n    def m(self):\n        time.sleep(1)\ndef make():\n    return D()', 'make().m()'],
    [
      'a factory’s written type',
      'class D:\n    def m(self):\n        time.sleep(1)\ndef make() -> D | None:\n    return request',
      'make().m()',
    ],
    ['`partial`', 'def f(n):\n    time.sleep(n)\ng = partial(f, 1)', 'g()'],
    [
      'a function that calls what it is handed',
      'def run(f):\n    return f()\ndef work():\n    time.sleep(1)',
      'run(work)',
    ],
    ['… by keyword', 'def run(n, f=None):\n    return f()\ndef work():\n    time.sleep(1)', 'run(1, f=work)'],
    ['a property', 'class A:\n    @property\n    def p(self):\n        time.sleep(1)', 'a = A()\n    a.p'],
  ])('%s', (_, declarations, body) => {
    const found = inEndpoint(declarations, body);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^warning `.*` blocks the event loop/);
  });

  const db =
    'import time\nclass Db:\n    def m(self):\n        time.sleep(1)\ndb = Db()\ndef load():\n    time.sleep(1)\n';
  it.each<[string, string, string, Files]>([
    ['a relative import', 'from .db import load', 'load()', { 'app/db.py': db }],
    ['a module', 'from . import db', 'db.load()', { 'app/db.py': db }],
    ['another name', 'from .db import load as l', 'l()', { 'app/db.py': db }],
    ['an instance', 'from .db import db', 'db.m()', { 'app/db.py': db }],
    [
      'a package’s own names',
      'from .store import load',
      'load()',
      { 'app/store/__init__.py': 'from .db import load\n', 'app/store/db.py': db },
    ],
    [
      'a star in a package',
      'from .store import load',
      'load()',
      { 'app/store/__init__.py': 'from .db import *\n', 'app/store/db.py': db },
    ],
    [
      'a module of a package',
      'from .store import db',
      'db.load()',
      { 'app/store/__init__.py': '', 'app/store/db.py': db },
    ],
    ['an import in a function', '', 'from .db import load\n    load()', { 'app/db.py': db }],
    [
      'an import only for types',
      'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .db import Db\ndef f(d: "Db"):\n    d.m()',
      'f(request)',
      { 'app/db.py': db },
    ],
  ])('across files: %s', (_, declarations, body, files) => {
    expect(inEndpoint(declarations, body, files)).toHaveLength(1);
  });
});

describe('Python: nothing is said of', () => {
  it.each<[string, string, string]>([
    ['an unknown object', '', 'request.sleep(1)'],
    [
      'a method that a derived class makes harmless',
      'class A:\n    def m(self):\n        time.sleep(1)\nclass B(A):\n    def m(self):\n        pass\ndef f(a: A):\n    a.m()',
      'f(request)',
    ],
    [
      'a name that one of two imports gives',
      'try:\n    from fast import load\nexcept ImportError:\n    from .slow import load',
      'load()',
    ],
    [
      'a decorated factory',
      'class D:\n    def m(self):\n        time.sleep(1)\n@unknown\ndef make():\n    return D()',
      'make().m()',
    ],
    [
      'a function that hands it to a thread',
      'import asyncio\nasync def run(f):\n    await asyncio.to_thread(f)\ndef work():\n    time.sleep(1)',
      'await run(work)',
    ],
  ])('%s', (_, declarations, body) => {
    expect(inEndpoint(declarations, body)).toEqual([]);
  });
});
