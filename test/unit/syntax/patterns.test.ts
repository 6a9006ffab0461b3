import { describe, expect, it } from 'vitest';
import { binding, facts, fn, lines, lower } from './lowering.ts';

describe('destructuring', () => {
  it('takes parts out of a value, one after the other', () => {
    expect(facts('const { a, b: { c }, ...rest } = f(), [d, , e, ...others] = g();')).toBe(lines`
      module
        v1 = call global#f()
        read v1.a
        write a = v1.a
        read v1.b
        read v1.b.c
        write c = v1.b.c
        write rest = rest of v1 without a, b
        v2 = call global#g()
        write d = item 0 of v2
        write e = item 2 of v2
        write others = rest of v2 from 3`);
  });

  it('a default is one of two values and evaluated only when needed', () => {
    expect(facts('const { a = 1, b = f() } = o; const [c = 2] = o;')).toBe(lines`
      module
        read global#o.a
        write a = (global#o.a | 1)
        read global#o.b
        default global#o.b
          v1 = call global#f()
        write b = (global#o.b | v1)
        write c = (item 0 of global#o | 2)`);
  });

  it('computed keys are evaluated', () => {
    expect(facts('const { [key()]: a } = o;')).toBe(lines`
      module
        v1 = call global#key()
        read global#o[v1]
        write a = global#o[v1]`);
  });

  it('assigns to existing places', () => {
    expect(facts('let a, b; ({ a, b: this.x, c: [b = 1] } = o);')).toBe(lines`
      module
        read global#o.a
        write a = global#o.a
        read global#o.b
        write this.x = global#o.b
        read global#o.c
        write b = (item 0 of global#o.c | 1)`);
  });

  it('a parameter may be taken apart', () => {
    const code = 'export async function f({ id, tags: [first] }, [x] = [], ...rest) {}';
    expect(facts(code)).toBe(lines`
      async function f($0, $1=, ...rest) exported
        read $0.id
        write id = $0.id
        read $0.tags
        write first = item 0 of $0.tags
        default $1
          write $1 = []
        write x = item 0 of $1`);
    expect(fn(lower(code), 'f').parameters.map((each) => [each.isRest, each.default !== undefined])).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ]);
  });

  it('a default of a parameter is evaluated when nothing is passed', () => {
    expect(facts('const f = (a = g(), n = 10, done = () => {}) => a;')).toContain(lines`
      arrow f(a=, n=, done=)
        default a
          v1 = call global#g()
          write a = v1
        default n
          write n = 10
        default done
          write done = function done
        return a`);
    expect(binding(lower('function f(a = 1) {}'), 'a')).toMatchObject({ kind: 'parameter', reassigned: 0 });
  });
});

describe('assignment', () => {
  it('compound: the place is read before the right side is evaluated', () => {
    expect(facts('this.n += await f();')).toBe(lines`
      module
        read this.n
        v1 = call global#f()
        v2 = await v1
        write this.n += v2`);
  });

  it('written out: the place is read where it stands', () => {
    expect(facts('this.n = (await f()) + this.n;')).toBe(lines`
      module
        v1 = call global#f()
        v2 = await v1
        read this.n
        write this.n = (v2 + this.n)`);
  });

  it('logical: written only when needed', () => {
    expect(facts('this.a ??= f(); this.b ||= 1; this.c &&= 2;')).toBe(lines`
      module
        read this.a
        default this.a
          v1 = call global#f()
          write this.a = v1
        read this.b
        or this.b
          write this.b = 1
        read this.c
        and this.c
          write this.c = 2`);
  });

  it('counts up and down', () => {
    expect(facts('this.n++; --this.m; let i = 0; i++;')).toBe(lines`
      module
        read this.n
        write this.n += 1
        read this.m
        write this.m -= 1
        write i = 0
        write i += 1`);
  });

  it('chained, indexed, deleted', () => {
    expect(facts('a.x = b.y = f(); map[key] = 1; delete map[key];')).toBe(lines`
      module
        v1 = call global#f()
        write global#b.y = v1
        write global#a.x = v1
        write global#map[global#key] = 1
        write global#map[global#key] = none`);
  });

  it('type operators and parentheses are looked through', () => {
    expect(facts('(this.a as any)!.b = <T>(c satisfies C).d;')).toBe(lines`
      module
        read global#c.d
        write this.a.b = global#c.d`);
  });

  it('names the function it stores', () => {
    const file = lower(
      'let a; a = () => {}; this.b = function () {}; o.c = (() => {}) as F; const d = async () => {};',
    );
    expect(file.functions.slice(1).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });
});
