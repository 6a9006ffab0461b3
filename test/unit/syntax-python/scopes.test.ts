import { beforeAll, describe, expect, it } from 'vitest';
import { binding, fn, lines } from '../syntax/lowering.ts';
import { factsOf, printed, startPython } from './parser.ts';

beforeAll(startPython);

describe('names', () => {
  it('belong to the function that assigns them anywhere', () => {
    const facts = factsOf('x = 1\ndef f():\n    print(x)\n    x = 2\ndef g():\n    print(x)\n');
    expect(binding(facts, 'x', 0).scope).toBe(0);
    expect(binding(facts, 'x', 1).scope).toBe(1);
    expect(facts.functions.map(({ captures }) => captures)).toEqual([[], [], []]);
  });

  it('know their one value, and no value when there are several', () => {
    const facts = factsOf('a = 1\nb = 1\nb = 2\nc = 0\nc += 1\nd: int\n');
    expect(facts.values[binding(facts, 'a').init ?? -1]).toMatchObject({ value: 1 });
    expect(['a', 'b', 'c', 'd'].map((name) => binding(facts, name).kind)).toEqual(['const', 'let', 'let', 'const']);
    expect(['b', 'c', 'd'].map((name) => binding(facts, name).init)).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['x = 1', 'assignment'],
    ['for x in y: pass', 'for'],
    ['with y as x: pass', 'with'],
    ['import a.b as x', 'import'],
    ['from a import b as x', 'from'],
    ['def x(): pass', 'def'],
    ['class x: pass', 'class'],
    ['(x := 1)', 'walrus'],
    ['[(x := z) for z in y]', 'walrus in a comprehension'],
    ['match y:\n        case [x]: pass', 'case'],
    ['del x', 'del'],
    ['x: int', 'annotation'],
    ['type x = int', 'type'],
    ['a, (b, [*x]) = y', 'pattern'],
  ])('%j declares', (code) => {
    expect(binding(factsOf(`def run(y):\n    ${code}\n`), 'x').scope).toBe(1);
  });

  it.each(['f(x=1)', 'y.x = 1', '[x for x in y]', 'lambda x: x', 'y[x] = 1', 'print(x)'])('%j does not', (code) => {
    const facts = factsOf(`def run(y):\n    ${code}\n`);
    expect(facts.bindings.filter(({ name, scope, parameter }) => name === 'x' && scope === 1 && !parameter)).toEqual(
      code.startsWith('[') ? [expect.objectContaining({ kind: 'const' })] : [],
    );
  });

  it('`global` and `nonlocal` write the outer name', () => {
    const facts = factsOf(lines`
      pool = None
      def f():
          global pool
          count = 0
          pool = 1
          def g():
              nonlocal count
              count += 1`);
    expect(binding(facts, 'pool')).toMatchObject({ scope: 0, kind: 'let', reassigned: 1 });
    expect(binding(facts, 'count')).toMatchObject({ scope: 1, kind: 'let', reassigned: 1 });
    expect(fn(facts, 'g').captures).toHaveLength(1);
    expect(facts.bindings).toHaveLength(4);
  });

  it('a class body does not enclose its methods', () => {
    const facts = factsOf('x = 1\nclass A:\n    x = 2\n    y = x\n    def f(self):\n        return x\n');
    const names = facts.values.filter((value) => value.kind === 'name');
    expect(names.map(({ binding: id }) => facts.bindings[id]?.start)).toEqual([0, 19, 19, 29, 0, 0]);
  });

  it('`for` and `with` get a binding each where nothing else uses the name', () => {
    const facts = factsOf('def f(a, b):\n    for i in a: g(i)\n    for i in b: h(i)\n');
    const [first, second] = facts.bindings.filter(({ name }) => name === 'i');
    expect(first?.init).toBeDefined();
    expect(second?.init).toBeDefined();
    expect(factsOf('def f(a, b):\n    for i in a: g(i)\n    for i in b: h(i)\n    print(i)\n').bindings).toHaveLength(
      4,
    );
  });

  it('a caught exception is known in its handler only', () => {
    const facts = factsOf('try: pass\nexcept A as e: f(e)\nexcept B as e: g(e)\n');
    expect(facts.bindings.map(({ kind }) => kind)).toEqual(['catch', 'catch']);
    expect(facts.exports).toEqual([]);
  });
});

describe('functions', () => {
  it('evaluate defaults and decorators where they stand', () => {
    expect(printed('@mark(1)\nasync def f(a, /, b=g(), *c, d: int = 1, **e):\n    yield a\n')).toBe(lines`
      module
        v1 = call global#mark(1)
        discard call global#g()
      @call global#mark(1)
      async generator function f(a, b=, ...c, d=, ...e) exported
        yield a`);
  });

  it('a lambda takes the name it is stored under', () => {
    expect(printed('_f = lambda a, *b: a\n')).toBe('module\n  write _f = function _f\narrow _f(a, ...b)\n  return a');
  });

  it('signatures for type checkers are none', () => {
    const facts = factsOf('@overload\ndef f(a: int): ...\n@typing.overload\ndef f(a: str): ...\ndef f(a): return a\n');
    expect(facts.functions).toHaveLength(2);
  });

  it('types refer to what they name', () => {
    const facts = factsOf(
      'import m\nclass C: pass\ndef f(a: m.X, b: "C | None", c: Optional[C], d: list[C], e: "m.X"): ...\n',
    );
    expect(printed('import m\ndef f(a: m.X, b: "m.X", c: m.X | None, d: Annotated[m.X, 1]) -> m.Y: ...\n')).toContain(
      'f(a: m#X, b: m#X, c: m#X, d)',
    );
    expect(facts.functions[1]?.parameters.map(({ annotation }) => annotation?.text)).toEqual([
      'm.X', '"C | None"', 'Optional[C]', 'list[C]', '"m.X"',
    ]); // prettier-ignore
    const kinds = facts.functions[1]?.parameters.map(({ annotation }) => annotation?.type);
    expect(kinds).toMatchObject([
      { kind: 'name' },
      { kind: 'unknown' },
      { kind: 'name', arguments: [{ kind: 'name' }] },
      { kind: 'name', arguments: [{ kind: 'name' }] },
      { kind: 'name' },
    ]);
  });
});

describe('classes', () => {
  it('have `self` as `this`, whatever it is called', () => {
    expect(
      printed(lines`
        class A(B):
            limit = 3
            name: str
            def __init__(me, client):
                super().__init__(client)
                me.client = client
            @classmethod
            async def make(cls): return cls()
            @staticmethod
            def plain(a): return a
            @property
            def size(self):
                return (lambda: self.client)()
      `),
    ).toBe(lines`
      class A extends global#B exported
        static field limit
        field name: global#str
      module
        write limit = 3
      constructor(client) of A
        discard call super(client)
        write this.client = client
      @global#classmethod
      static async method make() of A
        v1 = call this()
        return v1
      @global#staticmethod
      static method plain(a) of A
        return a
      @global#property
      getter size() of A
        v1 = call function 1()
        return v1
      arrow 1() in size uses this
        read this.client
        return this.client`);
  });

  it('say what methods store in `self`', () => {
    const facts = factsOf(lines`
      class A(B, C):
          def __init__(self, client: Client):
              self.client = client
              self.pool: Pool = make()
              self.count = 0
          def add(self):
              self.count += 1`);
    expect(facts.classes[0]?.assigned).toEqual([
      { name: 'client', isStatic: false, init: expect.any(Number) as number },
      { name: 'pool', isStatic: false, init: expect.any(Number) as number, annotation: expect.anything() as unknown },
      { name: 'count', isStatic: false },
    ]);
    expect(facts.classes[0]?.alsoExtends).toHaveLength(1);
  });

  it('bases that are no code are left out', () => {
    const facts = factsOf('class A(Protocol, Generic[T], Base, metaclass=M): pass\n');
    expect(facts.values[facts.classes[0]?.extends ?? -1]).toMatchObject({ name: 'Base' });
  });
});
