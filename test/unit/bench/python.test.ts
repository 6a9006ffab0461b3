// Python: measured as JavaScript is, and closed in by the system alone.
import { describe, expect, it } from 'vitest';
import {
  comparisonRequest,
  inlineAgainstProcesses,
  pythonInputFor,
  pythonProbesFor,
  runBenchmark,
  scenarioRequest,
  type BenchmarkOptions,
} from '../../../src/bench/index.ts';
import { askInterpreter } from '../../../src/bench/host/interpreter.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { pythonAttacks } from '../../bench/hostile/python.ts';
import { endedAs, runAttack } from '../../bench/hostile/run.ts';
import { harness } from './harness.ts';
import { availableLayers } from './layers.ts';
import { quick } from './measuring.ts';

const layers = await availableLayers();
const walls = layers.filter((layer) => layer !== 'none');
const interpreter = await askInterpreter('python3');
const usable = interpreter !== undefined && (interpreter.version[0] > 3 || interpreter.version[1] >= 9);

async function compare(
  code: string,
  [first, second]: readonly [string, string],
  input: string,
  more: {
    readonly probes?: readonly string[];
    readonly calls?: number;
    readonly options?: Partial<BenchmarkOptions>;
  } = {},
): Promise<Evidence> {
  const ways = [first, second].map((python, index) => ({
    id: String(index),
    label: python,
    code,
    runs: 'inline' as const,
    python,
  }));
  const request = comparisonRequest('', ways as [(typeof ways)[0], (typeof ways)[0]]);
  const { probes = [], calls = 1, options } = more;
  return runBenchmark({ ...request, input, probes, calls, settings: quick }, { harness: await harness(), ...options });
}

describe.skipIf(!usable)('functions of Python', () => {
  describe.skipIf(walls.length === 0)('behind a wall', () => {
    it('are compared, timed and judged', async () => {
      const code = 'def a(n):\n    return sum(range(n))\ndef b(n):\n    return n * (n - 1) // 2\n';
      const evidence = await compare(code, ['a', 'b'], '[5000]');
      expect(evidence.equality.detail).toContain('12497500');
      expect(evidence.measurements).toHaveLength(2);
      expect(evidence.environment.runtime).toMatch(/^Python 3\./);
      expect(evidence.isolation).toMatchObject({ level: 'closed', open: [], permissionModel: false, dropped: false });
    });

    it.each([
      [
        'other results',
        'def a(l):\n    return sorted(l)\ndef b(l):\n    return l\n',
        '[[2, 1]]',
        'different',
        'list[1,2]',
      ],
      ['other types', 'def a(l):\n    return 1\ndef b(l):\n    return 1.0\n', '[0]', 'different', 'gives 1.0'],
      [
        'other errors',
        'def a(l):\n    raise KeyError(1)\ndef b(l):\n    raise ValueError(1)\n',
        '[0]',
        'different',
        'throws ValueError',
      ],
      [
        'changed input',
        'def a(l):\n    l.sort()\ndef b(l):\n    sorted(l)\n',
        '[[2, 1]]',
        'different',
        'changes its input',
      ],
      [
        'chance',
        'import random\ndef a(l):\n    return random.random()\nb = a\n',
        '[0]',
        'not-comparable',
        'time or chance',
      ],
      ['what has no text', 'def a(l):\n    return lambda: 1\nb = a\n', '[0]', 'not-comparable', 'cannot be compared'],
    ])('%s are no win', async (_, code, input, kind, detail) => {
      const { equality, measurements } = await compare(code, ['a', 'b'], input);
      expect(equality.kind).toBe(kind);
      expect(equality.detail).toContain(detail);
      expect(measurements).toEqual([]);
    });

    it.each([
      ["'é' * 90_000", "'é' * 90_000"],
      ["'😀' * 60_000", "'😀' * 60_000"],
      ["'\\ud800'", "'\\ud800'"],
      ['[(0, 0), (0, 0)]', '[tuple([0, 0]) for _ in range(2)]'],
    ])('give the same: %s', async (first, second) => {
      const { equality } = await compare(
        `def a():\n    return ${first}\ndef b():\n    return ${second}\n`,
        ['a', 'b'],
        '[]',
      );
      expect(equality.kind).toBe('equal');
    });

    it('may begin with a mark of their encoding', async () => {
      const { equality } = await compare('\uFEFFdef a():\n    return 1\nb = a\n', ['a', 'b'], '[]');
      expect(equality.kind).toBe('equal');
    });

    it('that need too much memory gave no result', async () => {
      const code = 'def a():\n    return len(bytearray(2_000_000_000))\nb = a\n';
      await expect(compare(code, ['a', 'b'], '[]')).rejects.toMatchObject({ code: 'memory-limit' });
    });

    it('are compared to the end where what is shared grows with each level', async () => {
      const code = 'def a():\n    t = ()\n    for _ in range(40):\n        t = (t, t)\n    return t\nb = a\n';
      const { equality } = await compare(code, ['a', 'b'], '[]');
      expect(equality.detail).toContain('too large to compare');
    });

    it('get fresh input for each of the calls that are started together', async () => {
      const code = 'def a(l):\n    assert l == [1]\n    l.append(2)\n    return 1\nb = a\n';
      const { measurements } = await compare(code, ['a', 'b'], '[[1]]', { calls: 3 });
      expect(measurements).toHaveLength(2);
    });

    it('are tried on small inputs first', async () => {
      const code = 'def a(l):\n    return sum(l)\ndef b(l):\n    return sum(x for x in l if x > 0)\n';
      const { equality } = await compare(code, ['a', 'b'], '[[1]]', { probes: pythonProbesFor(['list[int]']) });
      expect(equality.detail).toMatch(/^For \[\[.*-\d/);
    });

    it.each([
      ['def a():\n    return 1\n', 'nobody', 'has no function "nobody"'],
      ['async def a():\n    return 1\n', 'a', 'only plain functions'],
      ['import no_such_module\ndef a():\n    return 1\n', 'a', 'no_such_module'],
      ['def a(:\n', 'a', 'SyntaxError'],
    ])('say what does not load: %j', async (code, name, message) => {
      await expect(compare(code, ['a', name], '[]')).rejects.toThrow(message);
    });
  });

  it.skipIf(!layers.includes('bubblewrap'))('run in a pool of processes', async () => {
    const code = 'def a(n):\n    return sum(i * i for i in range(n))\n';
    const request = comparisonRequest('', inlineAgainstProcesses(code, 'a'));
    const run = { ...request, input: '[2000]', calls: 2, settings: quick };
    const { equality, measurements } = await runBenchmark(run, { harness: await harness() });
    expect(equality.kind).toBe('equal');
    expect(measurements.find(({ variantId }) => variantId === 'pool')?.handOverMs).toBeGreaterThan(0);
  });

  it.each(['python-waiting', 'python-cpu'])('have the scenario %s', async (id) => {
    const small = scenarioRequest(id, { tasks: 2, waitMs: 2, thousandSteps: 1 });
    const { measurements, equality } = await runBenchmark(
      { ...small, settings: { repetitions: 1 } },
      { harness: await harness() },
    );
    expect(equality.kind).toBe('equal');
    expect(measurements).toHaveLength(3);
  });

  it('do not run where only Python itself would hold them', async () => {
    const run = compare('def a():\n    return 1\nb = a\n', ['a', 'b'], '[]', { options: { layer: 'none' } });
    await expect(run).rejects.toMatchObject({ code: 'cannot-isolate' });
    await expect(run).rejects.toThrow(/^Python .* was not run/);
  });

  it('need an interpreter', async () => {
    const run = compare('', ['a', 'b'], '[]', { options: { python: 'no-such-python' } });
    await expect(run).rejects.toThrow('There is no Python 3 behind `no-such-python`');
  });
});

describe('inputs from annotations', () => {
  it.each([
    [['int'], '[n]'],
    [['list[int]', 'str'], "[[i for i in range(n)], 'some text ' * n]"],
    [['Sequence[list[float]]'], '[[[float(i) for i in range(3)] for i in range(n)]]'],
    [['bool', 'None | int'], '[True, None]'],
    [['Row'], undefined],
    [['dict[str, int]'], undefined],
    [["'Row'"], undefined],
  ])('%j', (annotations, expected) => {
    expect(pythonInputFor(annotations)).toBe(expected);
    expect(pythonProbesFor(annotations).length > 0).toBe(expected !== undefined);
  });
});

describe.skipIf(!usable).each(walls)('attacks in Python behind %s', (layer) => {
  it.concurrent.each(pythonAttacks)('$name does no harm', async (attack) => {
    const folder = await harness();
    const { text, seen } = await runAttack(attack, 'inline', { harness: folder, layer });
    expect({ text, well: endedAs(text, attack.end) }).toEqual({ text, well: true });
    expect(seen).toEqual([]);
    const pooled = await runAttack(attack, 'pool', { harness: folder, layer });
    // Landlock would have to leave shared memory open.
    const well = layer === 'landlock' ? pooled.text === 'cannot-isolate' : pooled.text !== 'reached';
    expect({ text: pooled.text, well }).toEqual({ text: pooled.text, well: true });
    expect(pooled.seen).toEqual([]);
  });
});
