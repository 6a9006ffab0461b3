import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import { suppressionEdits } from '../../../src/engine/suppression-edits.ts';
import { defaultConfig, type Config } from '../../../src/model/config.ts';
import { applyEdits } from '../../../src/model/fix.ts';

const code = `import { existsSync, readFileSync } from 'node:fs';
import express from 'express';

export async function load(path: string) {
  return existsSync('open') ? readFileSync(path) : '';
}

express().get('/', (request, response) => {
  response.send(readFileSync('page.html'));
});
`;

const levels = (config: Partial<Config>, text = code): string[] =>
  analyze('src/a.ts', text, { config: { ...defaultConfig, ...config } }).findings.map(({ level }) => level);

describe('what the config hides', () => {
  test('all levels by default, in the order of the file', () => {
    expect(levels({})).toEqual(['hint', 'information', 'warning']);
  });

  test('the least level', () => {
    expect(levels({ level: 'information' })).toEqual(['information', 'warning']);
    expect(levels({ level: 'warning' })).toEqual(['warning']);
  });

  test('a rule that is off', () => {
    expect(levels({ rules: { 'unblock/blocking-call': 'off' } })).toEqual([]);
    expect(levels({ rules: { 'unblock/blocking-loop': 'off' } })).toHaveLength(3);
  });

  test('a rule with a highest level never rises above it and is never raised to it', () => {
    expect(levels({ rules: { 'unblock/blocking-call': 'information' } })).toEqual([
      'hint',
      'information',
      'information',
    ]);
    expect(levels({ rules: { 'unblock/blocking-call': 'hint' } })).toEqual(['hint', 'hint', 'hint']);
  });

  test('a highest level below the least level hides the rule', () => {
    expect(levels({ level: 'warning', rules: { 'unblock/blocking-call': 'information' } })).toEqual([]);
  });

  test('a comment is used even where the config would have hidden what it silences', () => {
    const silenced = code.replace('  return existsSync', '  // unblock-ignore-next-line\n  return existsSync');
    expect(levels({ level: 'warning' }, silenced)).toEqual(['warning']);
    expect(levels({}, silenced)).toEqual(['warning']);
  });

  test('the rule about unused comments can be turned off as well', () => {
    const unused = '// unblock-ignore-file\nexport const a = 1;\n';
    expect(levels({}, unused)).toEqual(['information']);
    expect(levels({ rules: { 'unblock/unused-suppression': 'off' } }, unused)).toEqual([]);
  });
});

test('silenced findings are counted', () => {
  const { findings, suppressed } = analyze('src/a.ts', `// unblock-ignore-file blocking-call\n${code}`);
  expect(findings).toEqual([]);
  expect(suppressed).toBe(3);
});

describe.each([
  ['\\n', '\n'],
  ['\\r\\n', '\r\n'],
])('the edits that silence a finding, with %s', (_, lineEnd) => {
  const text = code.replaceAll('\n', lineEnd);
  const analysis = analyze('src/a.ts', text);

  test.each(analysis.findings.map((finding) => [finding.message, finding] as const))('%s', (_message, finding) => {
    const { line, file } = suppressionEdits(analysis, finding);
    if (!line || !file) throw new Error('No edit');
    const byLine = analyze('src/a.ts', applyEdits(text, [line]));
    expect(byLine.findings.some(({ message }) => message === finding.message && byLine.suppressed === 0)).toBe(false);
    expect(byLine.suppressed).toBeGreaterThan(0);
    expect(byLine.findings.every(({ rule }) => rule === finding.rule)).toBe(true);
    const byFile = analyze('src/a.ts', applyEdits(text, [file]));
    expect(byFile.findings).toEqual([]);
    for (const { text: edited } of [byLine, byFile])
      expect(edited.split(lineEnd)).toHaveLength(text.split(lineEnd).length + 1);
  });
});

test('the comment has the indentation of its line, and leaves the first line of a program where it is', () => {
  const program = `#!/usr/bin/env node
export async function load(urls: string[]) {
\treturn Promise.all(urls.map((url) => fetch(url)));
}
`;
  const analysis = analyze('src/a.ts', program);
  const [finding] = analysis.findings;
  expect(finding?.rule).toBe('unblock/unbounded-concurrency');
  if (!finding) return;
  const { line, file } = suppressionEdits(analysis, finding);
  if (!line || !file) throw new Error('No edit');
  expect(applyEdits(program, [line])).toContain(
    '\n\t// unblock-ignore-next-line unblock/unbounded-concurrency\n\treturn Promise',
  );
  expect(applyEdits(program, [file])).toMatch(/^#!.*\n\/\/ unblock-ignore-file unblock\/unbounded-concurrency\nexport/);
});

describe('where a comment on a line of its own would be something else', () => {
  const silenced = (text: string, path = 'src/a.tsx'): string | undefined => {
    const analysis = analyze(path, text);
    const [finding] = analysis.findings;
    const edit = finding && suppressionEdits(analysis, finding).line;
    if (!edit) return undefined;
    const after = applyEdits(text, [edit]);
    expect(analyze(path, after).findings).toEqual([]);
    return after;
  };
  const start = "import { readFileSync } from 'node:fs';\n";

  test('it stands in the expression of a template literal', () => {
    const text = `${start}export const f = async () => \`\n  \${readFileSync('a')}\`;\n`;
    expect(silenced(text)).toBe(
      text.replace('${readFileSync', '${/* unblock-ignore-line unblock/blocking-call */ readFileSync'),
    );
  });

  test('it stands in the braces of JSX', () => {
    const text = `${start}export const f = async () => (\n  <p>\n    of {readFileSync('a')}\n  </p>\n);\n`;
    expect(silenced(text)).toContain('    of {/* unblock-ignore-line unblock/blocking-call */ readFileSync');
  });

  test('it leaves what is said of the next line where it is', () => {
    const text = `${start}export const f = async () => {\n  // eslint-disable-next-line no-console\n  readFileSync('a');\n};\n`;
    expect(silenced(text)).toContain('no-console\n  /* unblock-ignore-line unblock/blocking-call */ readFileSync');
  });
});
