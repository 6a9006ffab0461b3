import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import { hoverMarkdown } from '../../../src/engine/hover.ts';
import { measureRequest } from '../../../src/engine/measure.ts';
import { remediesFor } from '../../../src/engine/remedies.ts';
import { suppressionEdits } from '../../../src/engine/suppression-edits.ts';
import { whyAt } from '../../../src/engine/why.ts';
import { caseFiles, readCases } from '../../rules/cases.ts';

const paths = ['src/a.ts', 'src/a.tsx', 'src/a.cjs', 'src/a.mts', 'a', ''];

const nesting = ['a.', 'a + ', 'a, ', '}', '@a ', 'case a: ', '`'];

/** Asks everything a host may ask; findings must lie within the text. */
function askAll(path: string, text: string): void {
  const analysis = analyze(path, text);
  expect(analysis.faults).toEqual([]);
  for (const finding of analysis.findings) {
    expect(finding.start).toBeGreaterThanOrEqual(0);
    expect(finding.end).toBeGreaterThan(finding.start);
    expect(finding.end).toBeLessThanOrEqual(text.length);
    const remedies = remediesFor(analysis, finding);
    for (const { fault } of remedies.obstacles) expect(fault).toBeUndefined();
    hoverMarkdown(finding, remedies);
    measureRequest(analysis, finding);
    suppressionEdits(analysis, finding);
  }
  whyAt(analysis, 0);
  whyAt(analysis, Math.floor(text.split('\n').length / 2));
}

describe('nothing is ever thrown', () => {
  test('at random text', () => {
    fc.assert(fc.property(fc.constantFrom(...paths), fc.string({ unit: 'binary', maxLength: 300 }), askAll), {
      numRuns: 300,
      seed: 20_261_122,
    });
  });

  test('at random bytes read as text', () => {
    const decoder = new TextDecoder();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => askAll('src/a.ts', decoder.decode(bytes))),
      { numRuns: 200, seed: 20_261_122 },
    );
  });

  test('at random tokens', () => {
    const words = `async await function ( ) { } [ ] => . ?. , ; = ??= for of let const class extends # static yield * new import from
      export default switch case try catch finally if else return throw Promise all map \`\${ } \` ' " /a/ < > </ @ 1e9 readFileSync x`;
    const tokens = fc.array(fc.constantFrom(...words.split(/\s+/)), { maxLength: 80 });
    fc.assert(
      fc.property(fc.constantFrom(...paths), tokens, (path, list) => askAll(path, list.join(' '))),
      { numRuns: 600, seed: 20_261_122 },
    );
  });

  test.each(caseFiles())('at halves of the cases of %s', (file) => {
    for (const { path, code } of readCases(file)) {
      for (let part = 1; part < 8; part++) {
        const cut = Math.floor((code.length * part) / 8);
        askAll(path, code.slice(0, cut));
        askAll(path, code.slice(cut));
      }
    }
  });

  // In a process of its own: the test runner's way of loading modules needs more stack than node's.
  test('at half a megabyte of what nests ever deeper', async () => {
    const script = fileURLToPath(new URL('./deep.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...nesting]);
    expect(stdout).toBe('');
  }, 120_000);

  test('at a chain, a long sum and a long list, which people do write', () => {
    askAll('src/a.ts', `export const a = b${'\n  .then(c)'.repeat(200)};\n`);
    askAll('src/a.ts', `export const a = 1${' +\n  1'.repeat(3_000)};\n`);
    askAll('src/a.ts', `export const a = [\n${'  1,\n'.repeat(100_000)}];\n`);
    askAll('src/a.ts', 'export async function f() {}\n'.repeat(10_000));
  });
});

test('code that names itself in a circle', () => {
  askAll('src/a.ts', 'const a = b, b = c, c = a; export async function f() { a(); b.c.d(); for (const x of a) c(x); }');
  askAll('src/a.ts', 'class A extends A { b = this.b; async c() { this.b(); this.c(); } }');
  askAll(
    'src/a.ts',
    'export * from "./a"; export { x } from "./a"; import { x } from "./a"; export async function f() { x(); }',
  );
  askAll('src/a.ts', 'async function f() { g(); } function g() { h(); } function h() { g(); f(); } f();');
});
