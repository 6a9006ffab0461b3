import { beforeAll, describe, expect, it } from 'vitest';
import { resolveValue, symbolName } from '../../../src/effects/symbols.ts';
import { programOf } from '../effects/resolving.ts';
import { body, factsOf, printed, startPython } from './parser.ts';

beforeAll(startPython);

describe('parameters', () => {
  it('know how they are given, and their default values', () => {
    const { functions, values } = factsOf('def f(a, /, b=1, *rest, c=g(), **options): pass\n');
    expect(
      functions[1]?.parameters.map(({ name, only, isRest, default: id }) => [
        name,
        only,
        isRest,
        id === undefined ? undefined : values[id]?.kind,
      ]),
    ).toEqual([
      ['a', 'position', false, undefined],
      ['b', undefined, false, 'literal'],
      ['rest', 'position', true, undefined],
      ['c', 'keyword', false, 'call'],
      ['options', 'keyword', true, undefined],
    ]);
    const only = factsOf('def f(a, *, b): pass\n').functions[1]?.parameters.map((each) => each.only);
    expect(only).toEqual([undefined, 'keyword']);
  });

  it('that are assigned and captured are state that others change', () => {
    expect(printed('def f(p):\n    p = p or 1\n    return lambda: p\n')).toContain('read captured:p');
    expect(printed('def f(p):\n    def g():\n        nonlocal p\n        p = 1\n    return lambda: p\n')).toContain(
      'read captured:p',
    );
    expect(printed('def f(p):\n    return lambda: p\n')).not.toContain('read captured:p');
  });
});

describe('names of modules that are imported with all they have', () => {
  const told = (main: string, others: Record<string, string> = {}): string | undefined => {
    const { program, file } = programOf({ 'main.py': main, ...others }, 'main.py');
    const call = file.facts.values.find((value) => value.kind === 'call');
    const symbol = call?.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
    return symbol && (symbolName(symbol) ?? symbol.kind);
  };

  it('are found there', () => {
    expect(told('from time import *\nsleep(1)\n')).toBe('time#sleep');
    expect(told('from time import *\nprint(1)\n')).toBe('global#print');
    expect(told('sleep(1)\n')).toBe('global#sleep');
  });
});

describe('what is evaluated to no use of its own', () => {
  it('is still used: keys, causes, conditions of comprehensions, default values', () => {
    const code = 'x = {f(): 1}\ny = {g(): i for i in x if h(i)}\nraise X from k()';
    expect(body(code)).not.toContain('discard');
    expect(printed('def f(x=g()): pass\n')).toContain('f(x=)');
  });
});

describe('texts', () => {
  it.each([
    ['f"a {x!r:>{w}} {{b}} \\n"', '`a {x}{w} {b} \\n`'],
    ['rf"\\d{x}"', '`\\d{x}`'],
    ['"a" f"{x}" "{b}"', '`a{x}{b}`'],
  ])('%s', (code, expected) => {
    expect(body(`f(${code})`, 'x, w')).toContain(expected);
  });
});
