import { describe, expect, it } from 'vitest';
import { facts, lines, loops, lower } from './lowering.ts';

/** The head of the first loop, as text. */
function head(code: string): string {
  return /loop .*/.exec(facts(code))?.[0] ?? '';
}

describe('counting loops', () => {
  it.each([
    ['let i = 0; i < n; i++', 'loop i from 0 to global#n'],
    ['let i = 0; i <= n; ++i', 'loop i from 0 through global#n'],
    ['let i = 0; n > i; i += 1', 'loop i from 0 to global#n by +1'],
    ['let i = 0; n >= i; i += 2', 'loop i from 0 through global#n by +2'],
    ['let i = 0; i !== 8; i++', 'loop i from 0 to 8'],
    ['let i = n; i > 0; i--', 'loop i from global#n down to 0'],
    ['let i = n; i >= 0; i -= 5', 'loop i from global#n through 0 by -5'],
    ['let i = 1; i < n; i *= 2', 'loop i from 1 to global#n by *2'],
    ['let i = 0; i < n; i += size', 'loop i from 0 to global#n by +global#size'],
    ['var i = 0; i < n; i++', 'loop i from 0 to global#n'],
    ['let i = 0, end = f(); i < end; i++', 'loop i from 0 to end'],
  ])('for (%s)', (code, expected) => {
    expect(head(`for (${code}) {}`)).toBe(expected);
  });

  it.each([
    ['let i = 0; i > n; i++', 'loop for (i > global#n)'],
    ['let i = 9; i < n; i--', 'loop for (i < global#n)'],
    ['let i = 0; ok(i); i++', 'loop for v1'],
    ['let i = 0; i < n;', 'loop for (i < global#n)'],
    ['let i = 0; ; i++', 'loop for'],
    ['let i; i < n; i++', 'loop for (i < global#n)'],
    ['let i = 0; j < n; i++', 'loop for (global#j < global#n)'],
    ['let i = 0; i < n; j++', 'loop for (i < global#n)'],
    ['let i = 0; i < n; i += step()', 'loop for (i < global#n)'],
    ['let i = 0; i < n; i /= 2', 'loop for (i < global#n)'],
    ['; ;', 'loop for'],
  ])('for (%s) is none', (code, expected) => {
    expect(head(`for (${code}) {}`)).toBe(expected);
  });

  it('the condition is evaluated in every round, the start once', () => {
    expect(facts('for (let i = start(); i < list.length; i++) use(i);')).toBe(lines`
      module
        v1 = call global#start()
        loop i from v1 to global#list.length
          read global#list.length
          discard call global#use(i)`);
  });
});

describe('other loops', () => {
  it.each([
    ['for (const x of xs) {}', 'loop of global#xs'],
    ['for (const k in o) {}', 'loop in global#o'],
    ['for await (const x of xs) {}', 'loop await global#xs'],
    ['while (ok) {}', 'loop while global#ok'],
    ['do {} while (ok);', 'loop until not global#ok'],
  ])('%s', (code, expected) => {
    expect(head(code)).toBe(expected);
  });

  it('give each element to a name, a pattern or an existing place', () => {
    expect(facts('for (const [k, { v }] of map) use(k, v); for (this.x of xs) {}')).toBe(lines`
      module
        loop of global#map
          write k = item 0 of element of global#map
          read item 1 of element of global#map.v
          write v = item 1 of element of global#map.v
          discard call global#use(k, v)
        loop of global#xs
          write this.x = element of global#xs`);
  });

  it('the source is evaluated once, before', () => {
    expect(facts('for (const x of await f()) g(x);')).toBe(lines`
      module
        v1 = call global#f()
        v2 = await v1
        loop of v2
          write x = element of v2
          discard call global#g(x)`);
  });

  it('a condition that calls is evaluated in the body: first, or last for `do`', () => {
    expect(facts('while (await f()) g(); do g(); while (f());')).toBe(lines`
      module
        loop while v2
          v1 = call global#f()
          v2 = await v1
          discard call global#g()
        loop until not v3
          discard call global#g()
          v3 = call global#f()`);
  });

  it('keep the labels of what leaves them', () => {
    expect(facts('outer: for (;;) { for (;;) { if (a) break outer; continue outer; } }')).toBe(lines`
      module
        outer: loop for
          loop for
            if global#a
              break outer
            continue outer`);
  });
});

describe('the head of a loop', () => {
  it.each([
    ['for (const x of xs) { f(x); }', 'for (const x of xs)'],
    ['for (let i = 0; i < n; i++)\n  f();', 'for (let i = 0; i < n; i++)'],
    ['while (a /* why */ ) { }', 'while (a /* why */ )'],
    ['do { f(); } while (a);', 'do'],
    ['for await (const x of xs) ;', 'for await (const x of xs)'],
  ])('of %j', (code, expected) => {
    const [loop] = loops(code);
    expect(code.slice(loop?.head.start, loop?.head.end)).toBe(expected);
    expect(code.slice(loop?.start, loop?.end)).toBe(code);
  });

  it('of half a loop lies inside the file', () => {
    for (const code of ['for (', 'for (const x of', 'while (a', 'do', 'for (;;']) {
      const [loop] = loops(code);
      expect(loop?.head.end).toBeLessThanOrEqual(code.length);
      expect(lower(code).functions).toHaveLength(1);
    }
  });
});
