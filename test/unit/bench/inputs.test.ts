import { describe, expect, it } from 'vitest';
import { inputFor, probesFor } from '../../../src/bench/index.ts';
import { parseSimpleType } from '../../../src/bench/inputs/types.ts';

const evaluate = (text: string, n: number): unknown => (0, eval)(`((n) => (${text}))(${n})`);

describe('inputs from written types', () => {
  it.each([
    [['number'], 4, [4]],
    [['number[]'], 3, [[0, 1, 2]]],
    [['readonly string[]', 'boolean'], 2, [['item 0', 'item 1'], true]],
    [['string'], 2, ['some text some text ']],
    [['{ id: number; tags?: string[] }[]'], 1, [[{ id: 0, tags: ['item 0', 'item 1', 'item 2'] }]]],
    [['Array<[number, string]>'], 1, [[[0, 'item 0']]]],
    [["'up' | 'down'", 'null'], 9, ['up', null]],
    [[], 1, []],
  ])('%j at n = %d', (types, n, expected) => {
    expect(evaluate(inputFor(types) ?? 'undefined', n)).toEqual(expected);
  });

  it.each(['Row', 'Map<string, number>', '() => void', 'number[', 'Promise<number>', 'T extends U', '{ a }', ''])(
    'are not guessed for %s',
    (type) => {
      expect(parseSimpleType(type)).toBeUndefined();
      expect(inputFor(['number', type])).toBeUndefined();
      expect(probesFor(['number', type])).toEqual([]);
    },
  );

  it('are small, many and the same each time', () => {
    const probes = probesFor(['number[]', "'a' | 7", 'string']);
    expect(probes).toEqual(probesFor(['number[]', "'a' | 7", 'string']));
    expect(probes.length).toBeGreaterThan(10);
    for (const probe of probes) {
      const [list, choice, text] = evaluate(probe, 0) as [number[], unknown, string];
      expect(list.every((each) => typeof each === 'number')).toBe(true);
      expect(['a', 7]).toContain(choice);
      expect(typeof text).toBe('string');
    }
    expect(probes.some((probe) => (evaluate(probe, 0) as [number[]])[0].some((each) => each < 0))).toBe(true);
  });
});
