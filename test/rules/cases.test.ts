import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/engine/analyze.ts';
import { startPython } from '../python.ts';
import { caseFiles, readCases } from './cases.ts';
import { differences } from './compare.ts';

await startPython();

describe.each(caseFiles())('%s', (file) => {
  const cases = readCases(file);

  test('headings are unique, so that a failure names its case', () => {
    const names = cases.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  describe.each([
    ['', '\n'],
    [' with Windows line ends', '\r\n'],
  ])('cases%s', (_, lineEnd) => {
    test.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
      const analysis = analyze(each.path, each.code.replaceAll('\n', lineEnd));
      expect(analysis.skipped).toBeUndefined();
      expect(analysis.faults).toEqual([]);
      expect(differences(`unblock/${basename(file)}`, each, analysis)).toBe('');
    });
  });
});
