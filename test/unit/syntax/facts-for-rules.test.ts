import { describe, expect, it } from 'vitest';
import { facts, fn, lower } from './lowering.ts';

describe('directives', () => {
  it('stand at the top of a file or of a function', () => {
    const file = lower(
      "'use strict'; 'use client'; f(); 'use late'; async function save() { 'use server'; await f(); }",
    );
    expect(file.directives).toEqual(['use strict', 'use client']);
    expect(fn(file, 'save').directives).toEqual(['use server']);
    expect(lower("f('use client');").directives).toBeUndefined();
  });
});

describe('captured parameters', () => {
  it('that are assigned are state that others change', () => {
    const read = 'read captured:p';
    expect(facts('function f(p) { p = p || {}; return () => use(p); }')).toContain(read);
    expect(facts('function f(p) { setTimeout(() => use(p)); p++; }')).toContain(read);
    expect(facts('function f(p) { return () => { use(p); p += 1; }; }')).toContain(read);
    expect(facts('function f(p) { ++p; return () => use(p); }')).toContain(read);
  });

  it('that are not assigned are not', () => {
    const read = 'read captured:p';
    expect(facts('function f(p) { return () => use(p); }')).not.toContain(read);
    expect(facts('function f(p) { a.p = 1; if (p == 1 || p <= 2) b(); return () => use(p); }')).not.toContain(read);
    expect(facts('function f(p) { p => 1; return () => use(p); }')).not.toContain(read);
  });
});

describe('parameters', () => {
  it('know their default values', () => {
    const file = lower('function f(a = 1, b, { c } = {}) {}');
    const kinds = fn(file, 'f').parameters.map((each) => each.default !== undefined && file.values[each.default]?.kind);
    expect(kinds).toEqual(['literal', false, 'object']);
  });
});

describe('interfaces and type aliases', () => {
  it('are declared, beside values of the same name', () => {
    const file = lower(
      'const A = 1; type A = string; interface B<T> extends C { f(x: T): Promise<T>; g?: number } use(A);',
    );
    expect(file.types.map(({ name, is }) => [name, is.kind])).toEqual([
      ['A', 'primitive'],
      ['B', 'object'],
    ]);
    expect(file.types[1]).toMatchObject({
      extends: [{ kind: 'name' }],
      is: {
        members: [
          { name: 'f', type: { kind: 'function', returns: { kind: 'name', arguments: [{ kind: 'name' }] } } },
          { name: 'g', type: { kind: 'primitive' } },
        ],
      },
    });
    expect(file.types[1]?.parameters).toHaveLength(1);
    expect(file.bindings.filter(({ name }) => name === 'A').map(({ kind }) => kind)).toEqual(['const', 'type']);
  });

  it('are exported as types', () => {
    const code = "export type A = 1; export interface B {} interface C {} export { C }; export type { D } from './d';";
    expect(lower(code).exports.map(({ name, typeOnly }) => [name, typeOnly])).toEqual([
      ['A', true],
      ['B', true],
      ['C', true],
      ['D', true],
    ]);
    expect(lower("export type { D } from './d';").specifiers).toEqual([]);
  });

  it('capture nothing', () => {
    expect(fn(lower('function f() { class A {} return function g(a: A) {}; }'), 'g').captures).toEqual([]);
  });

  it.each([
    ['string | null', { kind: 'union', of: [{ kind: 'primitive' }, { kind: 'nothing' }] }],
    ['readonly (A | undefined)[]', { kind: 'array', of: { kind: 'union' } }],
    ['[a: A, ...b: B[]]', { kind: 'tuple', isOpen: true }],
    ['[A, B]', { kind: 'tuple', isOpen: false }],
    ['() => void', { kind: 'function', returns: { kind: 'nothing' } }],
    ['{ a: A; b(): B }', { kind: 'object', members: [{ name: 'a' }, { name: 'b', type: { kind: 'function' } }] }],
    ['A["b"]', { kind: 'unknown' }],
    ['keyof A', { kind: 'unknown' }],
    ['any', { kind: 'unknown' }],
  ])('%s', (type, expected) => {
    const [parameter] = fn(lower(`function f(x: ${type}) {}`), 'f').parameters;
    expect(parameter?.annotation?.type).toMatchObject(expected);
  });

  it('end where they get too deep', () => {
    const type = `${'A<'.repeat(40)}B${'>'.repeat(40)}`;
    expect(JSON.stringify(fn(lower(`function f(x: ${type}) {}`), 'f').parameters)).toContain('unknown');
  });
});

describe('what is evaluated to no use of its own', () => {
  it('is still used: keys, dynamic imports', () => {
    expect(facts('const o = { [k()]: 1 }; import(f());')).not.toContain('discard call');
  });
});
