import { beforeAll, describe, expect, it } from 'vitest';
import { lines } from '../syntax/lowering.ts';
import { body, printed, startPython } from './parser.ts';

beforeAll(startPython);

describe('branches', () => {
  it('`elif` lies in the other arm', () => {
    expect(body('if a:\n    f()\nelif b:\n    g()\nelse:\n    h()', 'a, b')).toBe(lines`
      if a
        discard call global#f()
      else
        if b
          discard call global#g()
        else
          discard call global#h()`);
  });

  it('a main guard compares a global name', () => {
    expect(printed('if __name__ == "__main__":\n    main()\n')).toBe(lines`
      module
        if (global#__name__ == "__main__")
          discard call global#main()`);
  });

  it('`assert` raises when the test fails', () => {
    expect(body('assert a, why()', 'a')).toBe(lines`
      if a
      else
        v1 = call global#why()
        throw v1`);
  });
});

describe('loops', () => {
  it.each([
    ['range(n)', 'loop i from 0 to n'],
    ['range(2, n)', 'loop i from 2 to n'],
    ['range(0, n, 5)', 'loop i from 0 to n by +5'],
    ['range(0, n, 1)', 'loop i from 0 to n'],
    ['range(n, 0, -1)', 'loop i from n down to 0'],
    ['range(n, 0, -2)', 'loop i from n to 0 by -2'],
    ['range(0, n, m)', 'loop i from 0 to n by +m'],
  ])('%s counts', (source, head) => {
    expect(body(`for i in ${source}:\n    f(i)`, 'n, m')).toBe(`${head}\n  discard call global#f(i)`);
  });

  it.each(['range(*n)', 'range()', 'ranges(n)', 'n.range(2)', 'range(n, 1, 2, 3)'])('%s does not', (source) => {
    expect(body(`for i in ${source}:\n    pass`, 'n')).toMatch(/^loop of v1$/m);
  });

  it('another `range` is no range', () => {
    expect(body('range = f\nfor i in range(n):\n    pass', 'n')).toContain('loop of v1');
  });

  it('a range whose numbers are taken apart is only iterated', () => {
    expect(body('for x.y in range(3):\n    pass', 'x')).toBe(
      'v1 = call global#range(3)\nloop of v1\n  write x.y = element of v1',
    );
  });

  it('`else` follows the loop, under a condition when it may be left', () => {
    expect(body('for x in a:\n    pass\nelse:\n    f()', 'a')).toBe(lines`
      loop of a
        write x = element of a
      discard call global#f()`);
    expect(body('while a:\n    if b:\n        break\nelse:\n    f()', 'a, b')).toBe(lines`
      loop while a
        if b
          break
      if ?
        discard call global#f()`);
  });

  it('`async for` waits for each element', () => {
    expect(body('async for key, (left, *rest) in a:\n    pass', 'a')).toBe(lines`
      loop await a
        write key = item 0 of element of a
        write left = item 0 of item 1 of element of a
        write rest = rest of item 1 of element of a from 1`);
  });
});

describe('regions', () => {
  it('several items lie in each other', () => {
    expect(body('with a() as x, b:\n    f(x)', 'b')).toBe(lines`
      v1 = call global#a()
      with v1
        write x = v1
        with b
          discard call global#f(x)`);
  });

  it('parentheses around the items change nothing', () => {
    const inside = '    pass';
    expect(body(`with (a as x, b as y,):\n${inside}`, 'a, b')).toBe(body(`with a as x, b as y:\n${inside}`, 'a, b'));
  });

  it('`async with` is asynchronous, a tuple is taken apart', () => {
    expect(body('async with a as (x, y):\n    pass', 'a')).toBe(lines`
      async with a
        write x = item 0 of a
        write y = item 1 of a`);
  });
});

describe('exceptions', () => {
  it('handlers name their classes; what `else` raises passes them by', () => {
    const code =
      'try:\n    f()\nexcept (A, m.B) as e:\n    raise\nexcept:\n    pass\nelse:\n    g()\nfinally:\n    h()';
    expect(body(code)).toBe(lines`
      try
        discard call global#f()
      catch e of global#A, global#m.B
        throw
      catch
      otherwise
        discard call global#g()
      finally
        discard call global#h()`);
  });

  it.each([
    ['except A, B:', 'try'],
    ['except (A, B):', 'try'],
    ['except* (A, B):', 'try group'],
  ])('%s takes both', (head, first) => {
    expect(body(`try:\n    pass\n${head}\n    pass`)).toBe(`${first}\ncatch of global#A, global#B`);
  });

  it('the cause is evaluated, too', () => {
    expect(body('raise f() from g()')).toBe('v1 = call global#f()\nv2 = call global#g()\nthrow v1 from v2');
  });
});

describe('match', () => {
  it('takes the subject apart', () => {
    const code = lines`
      match a.split():
          case [b, *c] if c: f(b)
          case {"k": v, **o}: f(v)
          case m.P(1, y=z) as w: f(z, w)
          case m.RED: f()
          case _: pass`;
    expect(body(code, 'a, m')).toBe(lines`
      v1 = call a.split()
      switch v1
      case
        write b = item 0 of v1
        write c = ?
        if c
          discard call global#f(b)
      case
        read v1["k"]
        write v = v1["k"]
        write o = ?
        discard call global#f(v)
      case
        read v1.y
        write z = v1.y
        write w = v1
        discard call global#f(z, w)
      case m.RED
        discard call global#f()
      case default`);
  });
});

describe('deletion', () => {
  it('empties the place', () => {
    expect(body('del a.b, (a[0], a)', 'a')).toBe('write a.b = none\nwrite a[0] = none\nwrite a = none');
  });
});
