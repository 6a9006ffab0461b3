import { describe, expect, it } from 'vitest';
import { facts, fn, lines, lower, values } from './lowering.ts';

describe('calls', () => {
  it('arguments come before the call, in their order', () => {
    expect(facts('f(g(1), ...h(), new I(j()));')).toBe(lines`
      module
        v1 = call global#g(1)
        v2 = call global#h()
        v3 = call global#j()
        v4 = new global#I(v3)
        discard call global#f(v1, ...v2, v4)`);
  });

  it('optional chaining keeps the path', () => {
    expect(facts('a?.b?.[i]?.c(d); a?.();')).toBe(lines`
      module
        chain global#a
          chain global#a?.b
            chain global#a?.b?.[global#i]
              discard call global#a?.b?.[global#i]?.c(global#d)
        chain global#a
          discard call global#a?.()`);
    expect(facts('const x = a?.b.c, y = a?.[i()].d;')).toBe(lines`
      module
        read global#a?.b.c
        write x = global#a?.b.c
        chain global#a
          v1 = call global#i()
        read global#a?.[v1].d
        write y = global#a?.[v1].d`);
  });

  it('a tagged template is a call', () => {
    const literal = 'sql`select ${id} from ${table()}`; sql`x`;';
    expect(facts(literal)).toBe(lines`
      module
        v1 = call global#table()
        discard call global#sql(\`select {global#id} from {v1}\`, global#id, v1)
        discard call global#sql(\`x\`)`);
  });

  it('`new` without arguments, of a member', () => {
    expect(facts('new a.B;')).toContain('discard new global#a.B()');
  });

  it('what is thrown away is told from what is used', () => {
    expect(facts('f(); g() || h(); void i(); (j(), k()); const x = l(); c ? m() : n(); !o();')).toBe(lines`
      module
        discard call global#f()
        v1 = call global#g()
        or v1
          discard call global#h()
        void call global#i()
        discard call global#j()
        discard call global#k()
        v2 = call global#l()
        write x = v2
        choose global#c
          discard call global#m()
        else
          discard call global#n()
        discard call global#o()`);
  });
});

describe('values', () => {
  it('literals of all kinds', () => {
    expect(facts("f(1, 0x10, 1_000, 10n, 'a', `b`, true, false, null, undefined, /x[/]y/gi, -1, `a${b}c`);")).toContain(
      'f(1, 16, 1000, "10n", "a", "b", true, false, none, none, /x[/]y/gi, -1, `a{global#b}c`)',
    );
  });

  it('arrays with holes and spreads', () => {
    expect(facts('f([1, , ...a]);')).toContain('f([1, ?, ...global#a])');
  });

  it('operators', () => {
    expect(facts('f(a + b * c, a === b, !(a in b), typeof a, a instanceof B);')).toContain(
      'f((global#a + (global#b * global#c)), (global#a == global#b), not (global#a in global#b), typeof global#a, (global#a instanceof global#B))',
    );
  });

  it('a choice is made of both values, and branches only where something happens', () => {
    expect(facts('const x = a ? b : c, y = a && await f(), z = a ?? b;')).toBe(lines`
      module
        write x = (global#b | global#c)
        and global#a
          v1 = call global#f()
          v2 = await v1
        write y = (global#a | v2)
        write z = (global#a | global#b)`);
  });

  it('five thousand operands of one operator', () => {
    const code = `const sum = ${Array.from({ length: 5000 }, (_, i) => `f(${i})`).join(' + ')};`;
    expect(values(lower(code), 'call')).toHaveLength(5000);
    expect(values(lower(code), 'operation')).toHaveLength(4999);
  });
});

describe('async and generators', () => {
  it('are said of every kind of function', () => {
    const code = lines`
      async function a() {}
      function* b() {}
      async function* c() {}
      const d = async () => {};
      const e = { async f() {}, *g() {}, async *h() {} };`;
    expect(lower(code).functions.map(({ name, isAsync, isGenerator }) => [name, isAsync, isGenerator])).toEqual([
      [undefined, false, false],
      ['a', true, false],
      ['b', false, true],
      ['c', true, true],
      ['d', true, false],
      ['f', true, false],
      ['g', false, true],
      ['h', true, true],
    ]);
  });

  it('suspend in their order', () => {
    expect(
      facts(
        'async function* f(xs) { const got = yield await g(); yield* xs; yield; for await (const x of xs) yield x; }',
      ),
    ).toBe(lines`
      async generator function f(xs)
        v1 = call global#g()
        v2 = await v1
        v3 = yield v2
        write got = v3
        yield from xs
        yield
        loop await xs
          write x = element of xs
          yield x`);
  });
});

describe('statements', () => {
  it('if, else if, else', () => {
    expect(facts('if (a) b(); else if (c()) d(); else e();')).toBe(lines`
      module
        if global#a
          discard call global#b()
        else
          v1 = call global#c()
          if v1
            discard call global#d()
          else
            discard call global#e()`);
  });

  it('switch: one arm per case, tests that call included', () => {
    expect(facts('function f(x) { switch (x) { case 1: case g(): return a(); default: b(); } }')).toBe(lines`
      function f(x)
        switch x
        case 1 and the next
        case v1
          v1 = call global#g()
          v2 = call global#a()
          return v2
        case default
          discard call global#b()`);
  });

  it('try, catch, finally in all combinations', () => {
    expect(
      facts(
        'function f() { try { a(); } catch (e) { throw e; } try { b(); } finally { c(); } try {} catch { return; } }',
      ),
    ).toBe(lines`
      function f()
        try
          discard call global#a()
        catch e
          throw e
        try
          discard call global#b()
        finally
          discard call global#c()
        try
        catch
          return`);
  });

  it('`using` lasts to the end of its block, and several nest', () => {
    expect(facts('async function f() { a(); { using x = b(), y = c(); d(x); } await using z = e(); return g(z); }'))
      .toBe(lines`
      async function f()
        discard call global#a()
        v1 = call global#b()
        with v1
          write x = v1
          v2 = call global#c()
          with v2
            write y = v2
            discard call global#d(x)
        v3 = call global#e()
        async with v3
          write z = v3
          v4 = call global#g(z)
          return v4`);
  });

  it('bare blocks, labels, empty statements and `debugger`', () => {
    expect(facts('a: { f(); ; debugger; { g(); } }')).toBe(lines`
      module
        discard call global#f()
        discard call global#g()`);
  });

  it('types say nothing', () => {
    expect(
      facts(
        'interface A { a(): void } type B = A | typeof x; declare const c: B; declare function d(): void; declare class E {}',
      ),
    ).toBe('class E');
  });
});

describe('written types', () => {
  it('are kept as text, cut and squeezed, with the outermost name as a value', () => {
    const file = lower(
      `import pg from 'pg'; function f(a: pg.Pool, b: Map<\n  string,\n number>, c: string[], d: ${'A | '.repeat(100)}B): Promise<void> {}`,
    );
    const { parameters, returns } = fn(file, 'f');
    expect(parameters.slice(0, 3).map(({ annotation }) => annotation?.text)).toEqual([
      'pg.Pool',
      'Map< string, number>',
      'string[]',
    ]);
    expect(parameters[3]?.annotation?.text).toHaveLength(200);
    expect(parameters.map(({ annotation }) => annotation?.type.kind)).toEqual(['name', 'name', 'array', 'unknown']);
    expect(returns?.text).toBe('Promise<void>');
  });
});

describe('JSX', () => {
  it('names tags, properties and children; handlers take the name of their property', () => {
    const code =
      "import { Row } from './row'; const v = <Row key={id()} onPick={async () => pick()} flag {...rest}>text {name} <b>{x}</b></Row>;";
    expect(facts(code, 'file.tsx')).toBe(lines`
      module
        v1 = call global#id()
        write v = <./row#Row key: v1, onPick: function onPick, flag: true, ...global#rest global#name <b global#x>>
      async arrow onPick()
        v1 = call global#pick()
        return v1`);
  });

  it('fragments, members and namespaces', () => {
    expect(facts('f(<><UI.Item/><svg:a x:y="1"/>{/* nothing */}</>);', 'file.tsx')).toContain(
      'f(< <global#UI.Item> <svg:a x:y: "1">>)',
    );
  });

  it('is read in plain JavaScript too', () => {
    expect(lower('const a = <b/>;', 'file.js').syntaxErrors).toEqual([]);
    expect(lower('const a = <T>b;', 'file.ts').syntaxErrors).toEqual([]);
  });
});
