import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../../src/engine/analysis.ts';
import { analyze } from '../../../src/engine/analyze.ts';
import type { FileFacts } from '../../../src/model/facts.ts';
import { caseFiles, readCases } from '../../rules/cases.ts';
import { renumbered } from './renumber.ts';

/** What is typed, pasted and deleted: whole statements, halves of them, and what opens without closing. */
const pieces = [
  '', ' ', '\n', '\r\n', '{', '}', '(', ')', '`', '`${', '/*', '*/', '//', "'", '"', '<', '/>', ';', '=>', 'await ', 'async ', 'x',
  'const a = 1;\n', 'export async function f() {\n', "import { readFileSync } from 'node:fs';\n", "readFileSync('a')",
  'Promise.all(list.map((each) => fetch(each)))', 'for (let i = 0; i < 1e9; i++) {', '// unblock-ignore-next-line\n', 'class A {',
  '@decorated ', '#!', '\u2028', '😀', '\0', 'export ', 'function f() {}\n', 'var a = 1;\n', 'using a = b();\n', 'await a;\n', 'else ',
  "const require = createRequire(import.meta.url);\n", 'module.exports = { a };\n', 'namespace A { export const b = 1; }\n', '}\n',
]; // prettier-ignore

interface Edit {
  /** Between 0 and 1, from the start of the text. */
  readonly at: number;
  readonly length: number;
  readonly insert: string;
}

/** The same edits each time; others with `UNBLOCK_RUNS=5000`. */
const seed = process.env['UNBLOCK_RUNS'] === undefined ? { seed: 20_261_122 } : {};

const edits = fc.array(
  fc.record<Edit>({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.oneof(fc.constant(0), fc.nat(40)),
    insert: fc.constantFrom(...pieces),
  }),
  { minLength: 1, maxLength: 12 },
);

/** What a host can see of an analysis, but the parser's complaints, which it words otherwise where it reads a part of a text. */
function seen({ skipped, facts, findings, suppressed }: Analysis): unknown {
  const told = findings.map((finding) => ({
    ...finding,
    subject: spanned(facts, finding.subject),
    measure: spanned(facts, finding.measure),
  }));
  return {
    skipped,
    facts: renumbered({ ...facts, syntaxErrors: [] }),
    findings: told,
    suppressed,
  };
}

/** Fields of subjects that identify something else than a value. A new one of these kinds belongs here. */
const fields = {
  functions: new Set(['function', 'loopFunction', 'filler']),
  bindings: new Set(['binding', 'variable']),
};

/** The same with spans in the place of ids. */
function spanned({ functions, values, bindings }: FileFacts, named: object | undefined): unknown {
  const spanOf = (key: string, id: number): unknown => {
    if (key === 'start' || key === 'end') return id;
    const list = fields.functions.has(key) ? functions : fields.bindings.has(key) ? bindings : values;
    const { start, end } = list[id] ?? { start: -1, end: -1 };
    return { start, end };
  };
  const told = (key: string, each: unknown): unknown => {
    if (typeof each === 'number') return spanOf(key, each);
    if (Array.isArray(each)) return each.map((one: unknown) => told(key, one));
    if (typeof each !== 'object' || each === null) return each;
    return Object.entries(each).map(([name, value]: [string, unknown]) => [name, told(name, value)]);
  };
  return told('', named);
}

function follows(path: string, text: string, list: readonly Edit[]): void {
  let last = analyze(path, text);
  for (const { at, length: wanted, insert } of list) {
    const start = Math.floor(at * last.text.length);
    const length = Math.min(wanted, last.text.length - start);
    const next = last.text.slice(0, start) + insert + last.text.slice(start + length);
    const change = { start, length, newLength: insert.length };
    last = analyze(path, next, { previous: { analysis: last, change } });
    const [edited, fresh] = [seen(last), seen(analyze(path, next))];
    // Vitest takes many times as long to compare; it is asked where they differ, and tells in what.
    if (!isDeepStrictEqual(edited, fresh)) expect(edited).toEqual(fresh);
  }
}

describe('after any edit, the result is the one of a fresh look', () => {
  test.each(caseFiles())('in the cases of %s', (file) => {
    const cases = readCases(file);
    fc.assert(
      fc.property(fc.constantFrom(...cases), edits, ({ path, code }, list) => follows(path, code, list)),
      { numRuns: Number(process.env['UNBLOCK_RUNS'] ?? 100), ...seed },
    );
  });

  test.each(['src/engine/why.ts', 'src/effects/symbols.ts', 'src/cli/process.ts'])('in %s', (file) => {
    const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
    fc.assert(
      fc.property(edits, (list) => follows(file, text, list)),
      { numRuns: 15, ...seed },
    );
  });
});

test('typing a finding, character by character', () => {
  const code = `import { readFileSync } from 'node:fs';\nexport async function load() {\n  return readFileSync('a');\n}\n`;
  let last = analyze('src/a.ts', '');
  for (let end = 1; end <= code.length; end++) {
    const change = { start: end - 1, length: 0, newLength: 1 };
    last = analyze('src/a.ts', code.slice(0, end), { previous: { analysis: last, change } });
  }
  expect(last.findings.map(({ rule }) => rule)).toEqual(['unblock/blocking-call']);
});

test('an `await` at the top level that is gone again leaves nothing behind', () => {
  const rest =
    'async function again() {\n  await ping();\n  await import("node:fs");\n}\n\nexport const end = again();\n';
  follows('src/a.ts', `) {\n  try {\n    await fetch(url);\n  } catch {\n    return false;\n  }\n}\n\n${rest}`, [
    { at: 0, length: 9, insert: 'await ' },
    { at: 0, length: 14, insert: '' },
  ]);
});

test('after a version that was left out, the next one is looked into', () => {
  const code = `import { readFileSync } from 'node:fs';\nexport const load = async () => readFileSync('a');\n`;
  const mark = '// @generated\n';
  const skipped = analyze('src/a.ts', mark + code);
  expect(skipped.skipped).toBeDefined();
  const change = { start: 0, length: mark.length, newLength: 0 };
  const { findings } = analyze('src/a.ts', code, { previous: { analysis: skipped, change } });
  expect(findings).toHaveLength(1);
});

test('the findings of the old version stay as they were', () => {
  const code = `import { readFileSync } from 'node:fs';\nexport const load = async () => readFileSync('a');\n`;
  const first = analyze('src/a.ts', code);
  const before = structuredClone(first.findings);
  analyze('src/a.ts', `\n${code}`, { previous: { analysis: first, change: { start: 0, length: 0, newLength: 1 } } });
  expect(first.findings).toEqual(before);
});
