import { expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import { measuredFunction, measureRequest } from '../../../src/engine/measure.ts';
import { lineStarts } from '../../../src/model/span.ts';
import type { Engine } from '../../../src/server/engine.ts';
import { Measurements, withOrigin } from '../../../src/server/measured.ts';

const uri = 'file:///a.ts';
const code = `function total(n: number) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }
export async function handle(n: number) { return total(n); }
`;
const engine = { measuredFunction } as Engine;

function look(text: string) {
  const analysis = analyze('/a.ts', text);
  const [finding] = analysis.findings;
  if (!finding) throw new Error('There should be a finding.');
  return { analysis, finding };
}

function digest(text: string): string {
  const { analysis, finding } = look(text);
  const request = measureRequest(analysis, finding);
  const whole = request && withOrigin(engine, request, uri, analysis, finding, lineStarts(text));
  if (whole?.kind !== 'function' || !whole.origin) throw new Error('There should be an origin.');
  return whole.origin.digest;
}

const known = (heldUpMs: number) => {
  const all = new Measurements();
  all.set([{ uri, functionName: 'total', digest: digest(code), heldUpMs, sentence: 'Measured: so long.' }]);
  return all;
};

test('a finding says what was measured, and its level follows', () => {
  const { analysis, finding } = look(code);
  expect(finding.level).toBe('hint');
  const told = known(132).told(engine, uri, analysis, finding);
  expect(told.level).toBe('warning');
  expect(told.message).toBe(`${finding.message} Measured: so long.`);
  expect(known(20).told(engine, uri, analysis, finding).level).toBe('hint');
  expect(known(1).told(engine, uri, analysis, { ...finding, level: 'information' }).level).toBe('hint');
});

test('what was measured expires with the text of its function, and with nothing else', () => {
  const moved = look(`// a line before\n${code}`);
  expect(known(132).told(engine, uri, moved.analysis, moved.finding).level).toBe('warning');
  const changed = look(code.replace('s += i', 's += i * 2'));
  expect(known(132).told(engine, uri, changed.analysis, changed.finding)).toBe(changed.finding);
  expect(known(132).told(engine, 'file:///b.ts', moved.analysis, moved.finding)).toBe(moved.finding);
});
