import { beforeAll, describe, expect, it } from 'vitest';
import { camelCased, readCases } from '../../facts/cases.ts';
import { printFacts } from '../../facts/print.ts';
import { factsOf, startPython, withoutIncidental } from './parser.ts';

beforeAll(startPython);

describe('Python facts of a hand-written case', () => {
  for (const { name, code, expected } of readCases()) {
    const block = code.get('python');
    if (block === undefined) continue;
    it(`${name} are as written by hand`, () => {
      const facts = factsOf(block);
      expect(facts.syntaxErrors).toEqual([]);
      expect(camelCased(printFacts(withoutIncidental(facts)))).toBe(camelCased(expected.get('python') ?? ''));
    });
  }
});
