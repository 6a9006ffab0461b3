import { expect, test } from 'vitest';
import { measuredBy } from '../../../src/extension/panel/memory.ts';
import { report } from '../../../src/extension/panel/report.ts';
import type { Crossover, Evidence } from '../../../src/model/evidence.ts';
import { bySize, evidence, functionSubject } from '../../panel/snapshots.ts';

test('JSON is all of it', () => {
  expect(JSON.parse(report(evidence(), 'json'))).toEqual(evidence());
});

test('CSV has every sample in its order, and nothing that a spreadsheet would run', () => {
  const whole = evidence();
  const [first, ...others] = whole.measurements;
  if (!first) throw new Error('There is no measurement.');
  const odd = { ...whole, measurements: [{ ...first, label: '=cmd("x")' }, ...others] };
  const lines = report(odd, 'csv').trimEnd().split('\r\n');
  expect(lines).toHaveLength(1 + whole.measurements.reduce((sum, { samples }) => sum + samples.length, 0));
  expect(lines.slice(0, 2)).toEqual([
    'variant,label,process,sample,ms',
    `"sequential","'=cmd(""x"")",0,0,${first.samples[0]?.ms}`,
  ]);
});

test('Markdown has the verdict, the figures and the sizes as tables', () => {
  const text = report(bySize(), 'markdown');
  expect(text).toContain(bySize().verdict.sentence);
  expect(text).toContain('| One by one |');
  expect(text).toContain('| n | Now | Instead |');
  expect(text).toContain('| 100,000 | 100 ms | 80.0 ms |');
});

const origin = { uri: 'file:///a.ts', functionName: 'f', digest: 'abc', line: 0, character: 0 };
const said = (whole: Evidence) => measuredBy({ subject: functionSubject }, origin, whole)?.sentence;

test('a finding says how long the loop was held up, and from what size on a pool pays', () => {
  expect(said(bySize())).toMatch(/ at n = 100,000; a pool pays from n ≈ 20,000 on\.$/);
  const { verdict } = evidence();
  expect(said({ ...evidence(), verdict: { ...verdict, kind: 'worse' } })).toMatch(/; a pool is slower\.$/);
  const never: Crossover = { kind: 'never', points: [], sentence: '' };
  expect(said({ ...evidence(), crossover: never })).toMatch(/; a pool pays at no size measured\.$/);
});

test('a finding says nothing where nothing was timed', () => {
  expect(said({ ...evidence(), measurements: [] })).toBeUndefined();
});
