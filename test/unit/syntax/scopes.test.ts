import { describe, expect, it } from 'vitest';
import { binding, facts, fn, lines, lower, values } from './lowering.ts';

/** The binding that each mention of `name` means, by its kind and place of declaration. */
function meanings(code: string, name: string): string[] {
  const file = lower(code);
  return values(file, 'name')
    .map((value) => file.bindings[value.binding])
    .filter((each) => each?.name === name)
    .map((each) => `${each?.kind ?? ''} of ${file.functions[each?.scope ?? 0]?.name ?? 'module'}`);
}

describe('scopes', () => {
  it('the innermost declaration counts', () => {
    expect(meanings('const x = 1; function f(x) { { const x = 2; use(x); } use(x); } use(x);', 'x')).toEqual([
      'const of module',
      'const of f',
      'const of f',
      'parameter of f',
      'const of module',
    ]);
  });

  it('a name is visible before its declaration', () => {
    expect(meanings('use(later); const later = 1;', 'later')[0]).toBe('const of module');
    expect(meanings('go(); function go() {}', 'go')).toEqual(['function of module']);
  });

  it('`var` belongs to the function, `let` to the block', () => {
    const code = 'function f() { if (a) { var v = 1; let l = 1; } use(v, l); }';
    expect(facts(code)).toContain('use(v, global#l)');
  });

  it('`var` in a block is the same variable as outside of it', () => {
    const file = lower('function f() { if (a) { var v = 1; } else { for (var v = 2; ;) {} } return v; }');
    expect(file.bindings.filter(({ name }) => name === 'v')).toMatchObject([{ kind: 'var', scope: 1, reassigned: 1 }]);
    expect(meanings('switch (a) { case 1: try { var v; } catch { v = 1; } } v;', 'v')).toEqual([
      'var of module',
      'var of module',
    ]);
  });

  it('`var` is found in every kind of statement', () => {
    const code = `function f() {
      use(a, b, c, d, e, g);
      for (var a = 0; ;) {}
      for (var b of []) {}
      try {} catch { var c; } finally { var d; }
      switch (1) { default: var e; }
      label: while (1) { if (1) {} else var g; }
    }`;
    expect(facts(code)).toContain('call global#use(a, b, c, d, e, g)');
  });

  it('a nested function or class does not lend its names', () => {
    expect(
      facts('function f() { function g() { var inner; } class C { m() { var other; } } use(inner, other); }'),
    ).toContain('use(global#inner, global#other)');
  });

  it('a function declared in a block stays there', () => {
    expect(facts('{ function local() {} local(); } local();')).toContain('call local()');
    expect(facts('{ function local() {} local(); } local();')).toContain('call global#local()');
  });

  it('the cases of a switch share a scope of their own', () => {
    expect(facts('switch (x) { case 1: let a = 1; break; case 2: use(a); } use(a);')).toBe(lines`
      module
        switch global#x
        case 1
          write a = 1
          break
        case 2
          discard call global#use(a)
        discard call global#use(global#a)`);
  });

  it('a loop variable is unknown to what the loop goes over', () => {
    expect(meanings('const x = []; for (const x of x) use(x);', 'x').at(1)).toBe('const of module');
  });

  it('a catch variable, whole or in parts, is known in its part alone', () => {
    expect(facts('try { a(); } catch ({ message, cause: { code } }) { use(message, code); } use(message);')).toContain(
      'call global#use(message, code)',
    );
    expect(facts('try { a(); } catch (e) { use(e); } use(e);')).toContain('call global#use(global#e)');
  });

  it('a function expression knows itself, nobody else does', () => {
    const file = lower('const f = function fac(n) { return n * fac(n - 1); }; fac(1);');
    const self = binding(file, 'fac');
    expect(file.values[self.init ?? -1]).toMatchObject({ kind: 'function' });
    expect(facts('const f = function fac() { fac(); }; fac();')).toContain('discard call global#fac()');
  });

  it('a class expression knows itself, nobody else does', () => {
    expect(facts('const A = class B { static make() { return new B(); } }; new B();')).toContain(
      'discard new global#B()',
    );
  });

  it('counts assignments, and knows the value of what is assigned once', () => {
    const file = lower('const a = 1; let b = 1; b = 2; let c; c = 3; let d = 1; d++; [d] = []; function g() {} g = 1;');
    const told = ['a', 'b', 'c', 'd', 'g'].map((name) => {
      const { init, reassigned } = binding(file, name);
      return [init !== undefined, reassigned];
    });
    expect(told).toEqual([
      [true, 0],
      [false, 1],
      [false, 1],
      [false, 2],
      [false, 1],
    ]);
  });

  it('a second declaration of a var or function is an assignment', () => {
    expect(binding(lower('var a = 1; var a = 2;'), 'a')).toMatchObject({ reassigned: 1 });
    expect(binding(lower('function a() {} function a() {}'), 'a')).toMatchObject({ reassigned: 1 });
    expect(binding(lower('function a(x: string): void; function a(x) {}'), 'a')).toMatchObject({ reassigned: 0 });
  });
});

describe('captures', () => {
  it('name what belongs to functions around, also for the functions in between', () => {
    const file = lower('function a(x) { const y = 1; return () => { const z = 1; return () => [x, y, z]; }; }');
    const names = file.functions.map(({ captures }) => captures.map((id) => file.bindings[id]?.name));
    expect(names).toEqual([[], [], ['x', 'y'], ['x', 'y', 'z']]);
  });

  it('leave out the module, imports and globals', () => {
    const file = lower("import { i } from 'm'; const m = 1; const f = () => [i, m, console];");
    expect(fn(file, 'f').captures).toEqual([]);
  });

  it('are found in assignments, shorthand properties and patterns', () => {
    const file = lower('function f() { let a, b, c, d; return () => { a = 1; b++; ({ c } = { d }); }; }');
    expect(file.functions[2]?.captures.map((id) => file.bindings[id]?.name).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('reads of captured and module variables are events, reads of constants are not', () => {
    expect(facts('let n = 0; const k = 1; export function f() { let own = 1; return [n, k, own]; }')).toContain(lines`
      function f() exported
        write own = 1
        read module:n
        return [module:n, module:k, own]`);
  });
});

describe('`this`', () => {
  it('goes through arrows to the method', () => {
    const file = lower(
      'class C { m() { return () => () => this.x; } other() { return function () { return this; }; } }',
    );
    const uses = file.functions.map(({ kind, usesThis }) => `${kind} ${String(usesThis)}`);
    expect(uses).toEqual(['module false', 'method true', 'arrow true', 'arrow true', 'method false', 'function true']);
    expect(file.values.flatMap((each) => (each.kind === 'this' ? [each.function] : []))).toEqual([1, 5]);
  });

  it('`arguments`, `super` and `new.target` count as well', () => {
    const used = (code: string) => fn(lower(code), 'm').usesThis;
    expect(used('const o = { m() { return () => arguments[0]; } }')).toBe(true);
    expect(used('class D extends B { m() { super.m(); } }')).toBe(true);
    expect(used('function m() { return new.target; }')).toBe(true);
    expect(used('function m(arguments) { return arguments; }')).toBe(false);
    expect(used('function m(this: Foo, x) { return x; }')).toBe(false);
  });

  it('a written type of `this` is no parameter', () => {
    expect(fn(lower('function m(this: Foo, x) {}'), 'm').parameters.map(({ name }) => name)).toEqual(['x']);
  });
});
