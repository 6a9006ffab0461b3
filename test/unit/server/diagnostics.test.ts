import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { lineStarts } from '../../../src/model/span.ts';
import type { Finding, Level } from '../../../src/model/finding.ts';
import { toDiagnostic } from '../../../src/server/diagnostics.ts';
import { findPages } from '../../../src/server/pages.ts';
import { fakeEngine } from './fake-engine.ts';
import { temporaryFolder } from './spawned.ts';

const uri = 'file:///work/a.ts';

function only(text: string): Finding {
  const [finding] = fakeEngine().analyze('/work/a.ts', text).findings;
  if (finding === undefined) throw new Error('The text has no finding.');
  return finding;
}

test('counts lines and columns as the editor does, whatever ends a line', () => {
  const text = 'const a = "😀";\r\nconst b = 2;\rx;\n  SLOW();\r\n';
  const { range } = toDiagnostic(only(text), { uri, starts: lineStarts(text) });
  expect(range).toEqual({ start: { line: 3, character: 2 }, end: { line: 3, character: 6 } });
});

test('says who speaks, which rule, and where its page is', async () => {
  await using root = await temporaryFolder();
  const folder = join(root.path, 'media/rules');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'blocking-call.md'), '# Blocking call\n');
  const pageOf = await findPages(root.path);
  const place = { uri, starts: lineStarts('SLOW'), pageOf };
  expect(toDiagnostic(only('SLOW'), place)).toMatchObject({
    source: 'unblock',
    code: 'unblock/blocking-call',
    codeDescription: { href: pathToFileURL(join(folder, 'blocking-call.md')).href },
    message: '`SLOW` blocks the event loop',
  });
  expect(pageOf('unblock/no-such-rule')).toBeUndefined();
  expect((await findPages(undefined))('unblock/blocking-call')).toBeUndefined();
  expect((await findPages('/no/such/folder'))('unblock/blocking-call')).toBeUndefined();
});

test('is never an error', () => {
  const severity = (level: Level) => toDiagnostic({ ...only('SLOW'), level }, { uri, starts: [0] }).severity;
  expect(severity('warning')).toBe(DiagnosticSeverity.Warning);
  expect(severity('information')).toBe(DiagnosticSeverity.Information);
  expect(severity('hint')).toBe(DiagnosticSeverity.Hint);
});

test('keeps the proof in order, across files', () => {
  const related = [
    { start: 6, end: 10, message: 'first' },
    { start: 2, end: 3, path: '/work/b c.ts', message: 'second' },
    { start: 2, end: 3, path: '/work/unknown.ts', message: 'third' },
  ];
  const startsOf = (path: string) => (path === '/work/b c.ts' ? [0, 2] : undefined);
  const diagnostic = toDiagnostic({ ...only('SLOW'), related }, { uri, starts: [0, 5], startsOf });
  expect(
    diagnostic.relatedInformation?.map(({ message, location }) => [message, location.uri, location.range.start]),
  ).toEqual([
    ['first', uri, { line: 1, character: 1 }],
    ['second', 'file:///work/b%20c.ts', { line: 1, character: 0 }],
    ['third', 'file:///work/unknown.ts', { line: 0, character: 0 }],
  ]);
});
