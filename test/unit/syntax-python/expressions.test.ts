import { beforeAll, describe, expect, it } from 'vitest';
import { values } from '../syntax/lowering.ts';
import { body, factsOf, startPython } from './parser.ts';

beforeAll(startPython);

/** What `return …` gives. */
function result(expression: string): string {
  return body(`return ${expression}`, 'a, b, c').replace(/^return /m, '');
}

describe('literals', () => {
  it.each([
    ['1_000', '1000'],
    ['0xFF', '255'],
    ['0b101', '5'],
    ['0o17', '15'],
    ['1.5e3', '1500'],
    ['.5', '0.5'],
    ['12345678901234567890', '"12345678901234567890n"'],
    ['2j', '?'],
    ['None', 'none'],
    ['True', 'true'],
    ['...', '?'],
    ['"a\\n"', '"a\\n"'],
    ["r'\\n'", '"\\\\n"'],
    ['"""a"b"""', '"a\\"b"'],
    ['"a" b"b" f"c"', '"abc"'],
    ['f"{a}" "b" f"{b:>{c}}"', '`{a}b{b}{c}`'],
    ['t"{a!r}"', '`{a}`'],
    ['(a, *b)', '[a, ...b]'],
    ['()', '[]'],
    ['{a, b}', '[a, b]'],
    ['{"k": a, b: c, **a}', '{k: a, [?]: c, ...a}'],
  ])('%s', (code, expected) => {
    expect(result(code)).toBe(expected);
  });
});

describe('operators', () => {
  it.each([
    ['a + b * c', '(a + (b * c))'],
    ['-a ** b', '-(a ** b)'],
    ['not a', 'not a'],
    ['a is not b', '(a != b)'],
    ['a not in b', '(a not in b)'],
    ['a // b', '(a // b)'],
    ['a < b < c', '((a < b) | (b < c))'],
    ['a and b or c', '((a | b) | c)'],
    ['a if b else c', '(a | c)'],
    ['a[0]', 'read a[0]\na[0]'],
    ['a[1:]', 'read a[(1 slice none)]\na[(1 slice none)]'],
  ])('%s', (code, expected) => {
    expect(result(code)).toBe(expected);
  });

  it('are branches when what follows does something', () => {
    expect(result('a and f()')).toBe('and a\n  v1 = call global#f()\n(a | v1)');
    expect(result('a or f()')).toBe('or a\n  v1 = call global#f()\n(a | v1)');
    expect(result('f() if a else g()')).toBe(
      'choose a\n  v1 = call global#f()\nelse\n  v2 = call global#g()\n(v1 | v2)',
    );
    expect(result('a < b < f()')).toBe('and (a < b)\n  v1 = call global#f()\n((a < b) | (b < v1))');
  });

  it('thousands in a row are no nesting', () => {
    const sum = Array.from({ length: 20_000 }, () => 'a').join(' + ');
    expect(values(factsOf(`x = ${sum}`), 'operation')).toHaveLength(19_999);
  });
});

describe('calls', () => {
  it('have keyword and spread arguments', () => {
    expect(body('f(a, *b, k=1, **c)', 'a, b, c')).toBe('discard call global#f(a, ...b, k=1, ...c)');
  });

  it('await and yield', () => {
    expect(body('x = await f()')).toBe('v1 = call global#f()\nv2 = await v1\nwrite x = v2');
    expect(body('x = yield a\nyield from f()', 'a')).toBe(
      'v1 = yield a\nwrite x = v1\nv2 = call global#f()\nyield from v2',
    );
  });
});

describe('assignments', () => {
  it.each([
    ['x = y = f()', 'v1 = call global#f()\nwrite x = v1\nwrite y = v1'],
    ['x, (y, *z, w) = a', 'write x = item 0 of a\nwrite y = item 0 of item 1 of a\nwrite z = ?\nwrite w = ?'],
    ['x: int = 1', 'write x = 1'],
    ['x: int', ''],
    ['a.b += f()', 'read a.b\nv1 = call global#f()\nwrite a.b += v1'],
    ['f().x = g()', 'v1 = call global#g()\nv2 = call global#f()\nwrite v2.x = v1'],
    ['if (x := f()): pass', 'v1 = call global#f()\nwrite x = v1\nif v1'],
  ])('%s', (code, expected) => {
    expect(body(code, 'a')).toBe(expected);
  });
});

describe('comprehensions', () => {
  it('are loops whose elements are those of a list', () => {
    expect(body('return [await f(x) for x in a if x for y in x]', 'a')).toBe(
      [
        'loop comprehension a',
        '  write x = element of a',
        '  if x',
        '    loop comprehension x',
        '      write y = element of x',
        '      v1 = call global#f(x)',
        '      v2 = await v1',
        'return [v2]',
      ].join('\n'),
    );
  });

  it.each(['[f(x) for x in xs]', '{f(x) for x in xs}', '(f(x) for x in xs)'])('%s says what it iterates', (code) => {
    const facts = factsOf(`async def run(xs):\n    await gather(*${code})\n`);
    const [list] = values(facts, 'array');
    const [source] = list?.per ?? [];
    expect(list?.elements).toHaveLength(1);
    expect(facts.values[source ?? -1]).toMatchObject({ kind: 'name' });
    expect(values(facts, 'call').at(-1)?.args).toMatchObject([{ spread: true }]);
  });

  it('a generator is an argument of its own', () => {
    const facts = factsOf('total = sum(x * x for x in range(10))\n');
    expect(values(facts, 'call').at(-1)?.args).toHaveLength(1);
    expect(facts.functions[0]?.body[0]).toMatchObject({ kind: 'loop', form: 'comprehension', range: { grows: '+' } });
  });

  it('of a dictionary are objects', () => {
    const [made] = values(factsOf('d = {k: f(k) for k in ks}\n'), 'object');
    expect(made?.properties).toHaveLength(1);
    expect(made?.per).toHaveLength(1);
  });

  it('with `async for` wait', () => {
    expect(body('return [x async for x in a]', 'a')).toContain('loop await a');
  });
});
