import { beforeAll, describe, expect, it } from 'vitest';
import { binding, lines } from '../syntax/lowering.ts';
import { factsOf, startPython } from './parser.ts';

beforeAll(startPython);

describe('imports', () => {
  it.each([
    ['import a.b.c', 'a', 'a', '*', 'a.b.c'],
    ['import a.b as c', 'c', 'a.b', '*', 'a.b'],
    ['from a.b import c', 'c', 'a.b', 'c', 'a.b'],
    ['from . import c', 'c', '.', 'c', '.'],
    ['from .m import x as c', 'c', '.m', 'x', '.m'],
    ['from .. m import (x as c,)', 'c', '..m', 'x', '..m'],
    ['from __future__ import annotations', 'annotations', '__future__', 'annotations', '__future__'],
  ])('%s', (code, name, specifier, imported, asked) => {
    const facts = factsOf(code);
    expect(binding(facts, name)).toMatchObject({
      kind: 'import',
      import: { specifier, name: imported, typeOnly: false },
    });
    expect(facts.specifiers).toEqual([asked]);
    expect(facts.exports).toEqual([{ name, from: specifier, imported, incidental: true }]);
  });

  it('under TYPE_CHECKING are types', () => {
    const facts = factsOf('if typing.TYPE_CHECKING:\n    from a import B\nelse:\n    B = None\n    import c\n');
    expect(binding(facts, 'B').import?.typeOnly).toBe(true);
    expect(facts.specifiers).toEqual(['c']);
  });

  it('the first of several counts', () => {
    const facts = factsOf('try:\n    import ujson as json\nexcept ImportError:\n    import json\n');
    expect(binding(facts, 'json')).toMatchObject({ import: { specifier: 'ujson' }, reassigned: 1 });
    expect(facts.specifiers).toEqual(['ujson', 'json']);
  });
});

describe('exports', () => {
  it('are all names, those not meant for others marked', () => {
    const facts = factsOf(lines`
      from .m import *
      import os
      __all__ = ["_listed"]
      _listed = _hidden = 1
      def f(): pass
      class C: pass
      x, y = 1, 2`);
    expect(facts.exports.map(({ name, incidental }) => (incidental ? `(${name})` : name))).toEqual([
      '*', '(os)', '(__all__)', '_listed', '(_hidden)', 'f', 'C', 'x', 'y',
    ]); // prettier-ignore
    expect(facts.values[facts.exports.find(({ name }) => name === 'f')?.value ?? -1]?.kind).toBe('function');
  });
});

describe('files', () => {
  it('know their language and whether somebody starts them', () => {
    expect(factsOf('#!/usr/bin/env python3\n')).toMatchObject({
      language: 'python',
      moduleSystem: 'python',
      hashbang: true,
    });
    expect(factsOf('')).toMatchObject({ hashbang: false, syntaxErrors: [], exports: [] });
  });
});

describe('suppressions', () => {
  it.each([
    ['f()  # unblock: ignore[blocking-call] it is short', 0, ['unblock/blocking-call'], 'it is short'],
    ['# unblock: ignore-next-line[a, unblock/b]', 1, ['unblock/a', 'unblock/b'], undefined],
    ['# unblock: ignore-file', 'file', [], undefined],
    ['#unblock:ignore', 0, [], undefined],
    ['x = "#"  # other # unblock: ignore[a] -- why', 0, ['unblock/a'], 'why'],
  ])('%s', (code, target, rules, reason) => {
    const [found, ...more] = factsOf(`${code}\nf()\n`).suppressions;
    expect(more).toEqual([]);
    expect(found).toMatchObject({ target, rules });
    expect(found?.reason).toBe(reason);
    expect(code.slice(found?.start, found?.end)).toBe(code.slice(code.indexOf('unblock:')));
  });

  it.each(['x = "# unblock: ignore"', '"""\n# unblock: ignore\n"""', '# unblock: ignored', '# unblocking: ignore'])(
    '%j is none',
    (code) => {
      expect(factsOf(code).suppressions).toEqual([]);
    },
  );
});

describe('syntax errors', () => {
  it('are short', () => {
    expect(factsOf('def f(:\n    pass\n').syntaxErrors).toEqual([{ start: 6, end: 6, message: '`)` expected' }]);
    expect(factsOf('x = (\n').syntaxErrors).toEqual([{ start: 0, end: 5, message: 'Unexpected `x = (`' }]);
  });
});
