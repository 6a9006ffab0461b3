import { expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import { measurableFunctions, measuredFunction } from '../../../src/engine/measure.ts';
import { remediesFor } from '../../../src/engine/remedies.ts';
import type { Fix } from '../../../src/model/fix.ts';
import { isMeasurable } from '../../../src/protocol/server.ts';
import { measurable } from '../../../src/server/measurable.ts';

const uri = 'file:///a.ts';
const code = `const STEP = 2;
export function total(n: number): number { let s = 0; for (let i = 0; i < n; i++) s += i * STEP; return s; }
function twice(n: number): number { return n * STEP; }
export async function handle(n: number) { return total(n); }
`;
const engine = { analyze, measurableFunctions, measuredFunction };
const analysis = analyze('/a.ts', code);

function fix(before: string, after: string): Fix {
  const start = code.indexOf(before);
  const edits = [{ span: { start, end: start + before.length }, text: after }];
  const edit = { kind: 'edit', path: '/a.ts', edits } as const;
  return { id: 'quicker', title: 'Make it quicker', safety: 'safe', changes: '', packages: [], edits: [edit] };
}

test('a function is offered with what fixes make of it, and with others of its file', () => {
  const found = measurable(engine, uri, 'total', analysis, [fix('s += i * STEP', 's += 2 * i')]);
  expect(isMeasurable(structuredClone(found))).toBe(true);
  expect(found?.request).toMatchObject({ functionName: 'total', input: '[n]', origin: { uri, line: 3 } });
  expect(found?.fixes).toEqual([{ id: 'quicker', title: 'Make it quicker', source: expect.any(String) as string }]);
  expect(found?.fixes[0]?.source).toContain('s += 2 * i');
  expect(found?.fixes[0]?.source).not.toContain('STEP');
  expect(found?.others).toEqual([{ functionName: 'twice', source: expect.stringContaining('n * STEP') as string }]);
});

test('a fix that brings a pool is stood for by one, and one that needs more than arguments is left out', () => {
  const [finding] = analysis.findings;
  const worker = finding && remediesFor(analysis, finding).fixes.find(({ id }) => id === 'move-to-worker');
  expect(worker).toBeDefined();
  const elsewhere = fix(
    'const STEP = 2;\nexport function total(n: number): number { let s = 0; for (let i = 0; i < n; i++) s += i * STEP',
    "import { step, STEP } from './b';\nexport function total(n: number): number { let s = 0; for (let i = 0; i < n; i++) s += step(i)",
  );
  const found = measurable(engine, uri, 'total', analysis, [...(worker ? [worker] : []), elsewhere]);
  expect(found?.fixes).toEqual([{ id: 'move-to-worker', title: worker?.title }]);
});

test('there is nothing to measure under a name that is gone', () => {
  expect(measurable(engine, uri, 'sum', analysis, [])).toBeUndefined();
});
