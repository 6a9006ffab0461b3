import { describe, expect, it } from 'vitest';
import { binding, facts, lower, values } from './lowering.ts';

describe('imports', () => {
  it.each([
    ["import a from 'm'", 'm#default'],
    ["import * as a from 'm'", 'm#*'],
    ["import { a } from 'm'", 'm#a'],
    ["import { b as a } from 'm'", 'm#b'],
    ["import { default as a } from 'm'", 'm#default'],
    ["import { 'any text' as a } from 'm'", 'm#any text'],
    ["import x, { a } from 'm'", 'm#a'],
    ["import a = require('m')", 'm#*'],
  ])('%s', (code, expected) => {
    const file = lower(`${code}; export { a };`);
    const { import: reference } = binding(file, 'a');
    expect(`${reference?.specifier ?? ''}#${reference?.name ?? ''}`).toBe(expected);
    expect(reference?.typeOnly).toBe(false);
    expect(file.specifiers).toEqual(['m']);
  });

  it.each([
    ["import type { a } from 'm'", []],
    ["import type * as a from 'm'", []],
    ["import { type a, b } from 'm'", ['m']],
  ])('%s is a type only', (code, specifiers) => {
    const file = lower(code);
    expect(binding(file, 'a').import?.typeOnly).toBe(true);
    expect(file.specifiers).toEqual(specifiers);
  });

  it('each specifier is listed once, those of side effects and calls too', () => {
    const file = lower(
      "import 'a'; import b from 'b'; export * from 'c'; require('d'); import('e'); import('e'); export {} from 'a';",
    );
    expect(file.specifiers).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('an alias stands for what it names', () => {
    const file = lower("import fs = require('fs'); import read = fs.promises.readFile; read('x');");
    expect(file.values[binding(file, 'read').init ?? -1]).toMatchObject({ kind: 'member', name: 'readFile' });
  });
});

describe('require and import()', () => {
  it('`require` of a literal is the module', () => {
    expect(values(lower("const fs = require('fs'); const { join } = require(`path`);"), 'import')).toMatchObject([
      { form: 'require', specifier: 'fs' },
      { form: 'require', specifier: 'path' },
    ]);
  });

  it('`require` that somebody declared, and of what is computed, is a call', () => {
    expect(facts("define((require) => { require('a'); });")).toContain('call require("a")');
    expect(facts('require(name); require();')).toContain('call global#require(global#name)');
  });

  it('`createRequire` makes one', () => {
    const code =
      "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); require('a');";
    expect(values(lower(code), 'import')).toMatchObject([{ form: 'require', specifier: 'a' }]);
    expect(facts(code)).toContain('call node:module#createRequire(global#import.meta.url)');
    expect(lower(code).moduleSystem).toBe('esm');
  });

  it('`import()` is a promise of the module, known or not', () => {
    expect(facts("const m = await import('m'); import(name);")).toBe(
      ['module', '  v1 = import m', '  v2 = await v1', '  write m = v2', '  discard import ?'].join('\n'),
    );
  });
});

describe('exports', () => {
  it.each([
    ['export const a = 1, { b, c: [d] } = f;', ['a = a', 'b = b', 'd = d']],
    [
      'const a = 1; export { a, a as b, a as default, a as "any text" };',
      ['a = a', 'b = a', 'default = a', 'any text = a'],
    ],
    ["export * from 'm';", ['* from m#*']],
    ["export * as n from 'm';", ['n from m#*']],
    [
      "export { a, b as c, default, default as d } from 'm';",
      ['a from m#a', 'c from m#b', 'default from m#default', 'd from m#default'],
    ],
    ['export default 1 + f;', ['default = (1 + global#f)']],
    ['const a = 1; export default a;', ['default = a']],
    ['const a = 1; export = a;', ['= = a']],
    ["export import fs = require('fs');", ['fs = fs#*']],
    ["import { a } from 'm'; export { a };", ['a = m#a']],
    ['export type A = 1; export interface B {} export type { C } from "m"; export { type D } from "m";', []],
  ])('%s', (code, expected) => {
    const told = facts(code)
      .split('\n')
      .filter((line) => line.startsWith('export '));
    expect(told).toEqual(expected.map((each) => `export ${each}`));
  });

  it('functions and classes are marked themselves', () => {
    expect(facts('export function a() {} export default async function b() {}')).toBe(
      'function a() exported\nasync function b() exported as default',
    );
    expect(facts('export default function () {}')).toBe('function default() exported');
    expect(facts('export default () => {}')).toBe('arrow 1() exported as default');
    expect(facts('const a = () => {}; export { a as b };')).toContain('arrow a() exported as b');
  });

  it.each([
    ['module.exports = f;', ['= = global#f']],
    ['exports = module.exports = f;', ['= = global#f']],
    ['module.exports = { a, b: 1 };', ['= = {a: global#a, b: 1}']],
    ['exports.a = exports.b = 1;', ['b = 1', 'a = 1']],
    ["module.exports.a = 1; exports['b'] = 2;", ['a = 1', 'b = 2']],
    ["module.exports = require('./x');", ['= = v1']],
    ['if (x) exports.a = 1;', ['a = 1']],
    ['function f(exports, module) { exports.a = 1; module.exports = 2; }', []],
  ])('CommonJS: %s', (code, expected) => {
    const told = facts(code)
      .split('\n')
      .filter((line) => line.startsWith('export '));
    expect(told.map((line) => line.replace('?', '1'))).toEqual(expected.map((each) => `export ${each}`));
  });

  it('CommonJS functions are marked themselves', () => {
    expect(facts('exports.a = () => {}; module.exports.b = function () {};')).toContain('arrow a() exported');
    expect(facts('module.exports = async function main() {};')).toContain('async function main() exported as =');
  });
});

describe('the kind of module', () => {
  it.each([
    ["import 'a';", 'esm', true],
    ['export {};', 'esm', true],
    ['await f();', 'esm', true],
    ["require('a');", 'commonjs', false],
    ['module.exports = 1;', 'commonjs', false],
    ['exports.a = 1;', 'commonjs', false],
    ['f();', 'esm', false],
    ["import 'a'; require('b');", 'esm', true],
  ])('%s', (code, system, isAsync) => {
    const file = lower(code);
    expect([file.moduleSystem, file.functions[0]?.isAsync]).toEqual([system, isAsync]);
  });

  it('a program begins with #!', () => {
    expect(lower('#!/usr/bin/env node\nf();').hashbang).toBe(true);
    expect(lower('// #!\nf();').hashbang).toBe(false);
  });
});
