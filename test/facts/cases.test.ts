import { describe, expect, it } from 'vitest';
import type { FileFacts } from '../../src/model/facts.ts';
import { lowerJavaScript } from '../../src/syntax/javascript/lower.ts';
import { parseJavaScript } from '../../src/syntax/javascript/tree.ts';
import { camelCased, readCases, type FactsLanguage } from './cases.ts';
import { printFacts } from './print.ts';

/**
 * The languages that are lowered as soon as one asks. A new one takes one line here, and all its blocks in the cases are compared.
 * Python's parser must be started first: `test/unit/syntax-python/twins.test.ts` does, and compares the same cases.
 */
const lowerings: Partial<Record<FactsLanguage, (code: string) => FileFacts>> = {
  ts: (code) => lowerJavaScript(parseJavaScript('case.ts', code)),
};

const cases = readCases();

/** What issue and catalogue need, each by a case of its own name. */
const demanded = [
  'await-race',
  'check-then-act',
  'dangling-task',
  'event-handler',
  'limiter-in-callback',
  'lock-across-await',
  'orphaned-promise',
  'push-fan-out',
  'retry-loop',
  'sequential-await',
  'worker-message',
];

describe('facts of a case', () => {
  it.each(demanded)('exist for %s', (name) => {
    expect(cases.map((each) => each.name)).toContain(name);
  });

  it.each(cases)('$name says which smell it is and has code and facts', ({ prose, code, expected }) => {
    expect(prose.split('\n').length).toBeGreaterThan(3);
    expect(code.has('ts')).toBe(true);
    for (const text of expected.values()) expect(text).not.toBe('');
  });

  for (const [language, lower] of Object.entries(lowerings) as [FactsLanguage, (code: string) => FileFacts][]) {
    for (const { name, code, expected } of cases) {
      const block = code.get(language);
      if (block === undefined) continue;
      it(`${name} in ${language} are as written by hand`, () => {
        const facts = lower(block);
        expect(facts.syntaxErrors).toEqual([]);
        expect(camelCased(printFacts(facts))).toBe(camelCased(expected.get(language) ?? ''));
      });
    }
  }
});
