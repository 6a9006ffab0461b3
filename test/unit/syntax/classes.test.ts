import { describe, expect, it } from 'vitest';
import { facts, fn, lines, lower } from './lowering.ts';

describe('classes', () => {
  it('fields are made by an initializer, in their order', () => {
    expect(facts('export class C { a = f(); b; c: Pool = this.a; run = async () => this.b; }')).toBe(lines`
      class C exported
        field a
        field b
        field c: global#Pool
        field run
      initializer 1() of C
        v1 = call global#f()
        write this.a = v1
        read this.a
        write this.c = this.a
        write this.run = function run
      async arrow run() in 1 uses this
        read this.b
        return this.b`);
  });

  it('a class without field values has no initializer', () => {
    expect(lower('class C { a; b: string; m() {} }').functions.map(({ kind }) => kind)).toEqual(['module', 'method']);
  });

  it('static fields and blocks run where the class stands', () => {
    expect(facts('f(); class C { static a = g(); static { h(); } static m() { return 1; } }')).toBe(lines`
      class C
        static field a
      module
        discard call global#f()
        v1 = call global#g()
        write C.a = v1
        discard call global#h()
      static method m() of C
        return 1`);
  });

  it('private names keep their sign', () => {
    const file = lower('class C { #n = 1; #m() { return this.#n; } get #p() { return 0; } }');
    expect(file.classes[0]?.members.map(({ name }) => name)).toEqual(['#n', '#m', '#p']);
    expect(facts('class C { #n = 1; m() { return this.#n; } }')).toContain('read this.#n');
  });

  it('accessors, generators, quoted and computed names', () => {
    const file = lower(
      "class C { get a() {} set a(v) {} async *b() {} 'c d'() {} [Symbol.iterator]() {} ['e']() {} 5() {} }",
    );
    expect(
      file.functions.slice(1).map(({ kind, name, isAsync, isGenerator }) => [kind, name, isAsync, isGenerator]),
    ).toEqual([
      ['getter', 'a', false, false],
      ['setter', 'a', false, false],
      ['method', 'b', true, true],
      ['method', 'c d', false, false],
      ['method', undefined, false, false],
      ['method', 'e', false, false],
      ['method', '5', false, false],
    ]);
  });

  it('a constructor declares the fields of its parameters', () => {
    expect(facts("import { Pool } from 'pg'; class C { constructor(private readonly pool: Pool, plain: number) {} }"))
      .toBe(lines`
      class C
        field pool: pg#Pool
      constructor(pool: pg#Pool, plain) of C`);
  });

  it('fields that are only assigned are known, with their value when there is one assignment', () => {
    const file = lower(`class C {
      declared;
      constructor(db) { this.db = db; this.declared = 1; this.size = 0; class Inner { m() { this.inner = 1; } } }
      m() { if (a) { [1].map(() => { this.size++; this.late = f(); }); } function g() { this.other = 1; } }
      static s() { this.shared = 1; }
    }`);
    const [, outer] = file.classes.toSorted((a, b) => b.start - a.start);
    expect(outer?.assigned?.map(({ name, init }) => [name, file.values[init ?? -1]?.kind])).toEqual([
      ['db', 'name'],
      ['size', undefined],
      ['late', 'call'],
    ]);
  });

  it('know what they extend; a call there is evaluated where the class stands', () => {
    expect(facts("import { Base } from './base'; class C extends Base {} class D extends mix(C) {}")).toBe(lines`
      class C extends ./base#Base
      class D extends call global#mix(C)
      module
        v1 = call global#mix(C)`);
  });

  it('methods without a body are only declared', () => {
    const file = lower(
      'abstract class C { abstract a(): void; b(x: string): void; b(x: unknown) {} declare c: number; }',
    );
    expect(file.functions.map(({ name }) => name)).toEqual([undefined, 'b']);
    expect(file.classes[0]?.members.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('decorators are values of the class and of its methods', () => {
    expect(facts("@controller('/a') class C { @get() @log list() {} }")).toBe(lines`
      @call global#controller("/a")
      class C
      module
        v1 = call global#controller("/a")
        v2 = call global#get()
      @call global#get()
      @global#log
      method list() of C`);
  });

  it('may be expressions and default exports', () => {
    expect(facts('export default class { m() {} }')).toContain('class ? exported as default');
    expect(fn(lower('const A = class { m() {} };'), 'm').owner).toBe(0);
  });
});

describe('objects', () => {
  it('methods, accessors and stored functions are named by their property', () => {
    expect(
      facts('f({ a() {}, get b() { return 1; }, c: () => {}, d: function () {}, async *e() {}, ...g, [h()]: 1, i });'),
    ).toContain(lines`
        discard call global#f({a: function a, b: function b, c: function c, d: function d, e: function e, ...global#g, [?]: 1, i: global#i})`);
  });
});

describe('enums', () => {
  it('are objects of their values', () => {
    expect(facts("export enum E { A, B = 5, C, D = 'x', F = B << 1, G }")).toContain(
      'export E = {A: 0, B: 5, C: 6, D: "x", F: (B << 1), G: ?}',
    );
  });

  it('belong to their scope', () => {
    expect(facts('{ enum E { A } use(E); } use(E, A);')).toContain('use(global#E, global#A)');
  });
});

describe('namespaces', () => {
  it('export to their own object, not from the module', () => {
    expect(
      facts('namespace N { export function f() {} export const n = 1; const own = 2; function g() {} } export { N };'),
    ).toBe(
      lines`
      module
        write module:n = 1`.replace('module:', '') +
        '\n' +
        lines`
          write own = 2
      function f() exported
      function g()
      export N = N`
          .replace(/^ {4}write/, '  write')
          .replace('function f() exported', 'function f()'),
    );
    expect(lower('namespace N { export function f() {} }').exports).toEqual([]);
  });

  it('may be exported, nested and dotted', () => {
    const file = lower('export namespace A.B { export const deep = 1; }');
    const [exported] = file.exports;
    expect(exported?.name).toBe('A');
    expect(file.values[exported?.value ?? -1]).toMatchObject({ kind: 'object', properties: [{ name: 'B' }] });
  });

  it('merged into a function leave the function as it is', () => {
    const file = lower('export function f() {} namespace f { export const x = 1; }');
    expect(file.exports).toHaveLength(1);
    expect(file.bindings.find(({ name }) => name === 'f')).toMatchObject({ kind: 'function', reassigned: 0 });
  });

  it('that are only declared say nothing', () => {
    expect(facts("declare namespace N { function f(): void; } declare module 'x' { export const y: number; }")).toBe(
      '',
    );
  });
});
