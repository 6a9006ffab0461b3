import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import { remediesFor } from '../../../src/engine/remedies.ts';
import { applyEdits } from '../../../src/model/fix.ts';
import { startPython } from '../../python.ts';

await startPython();

/** The text after the fix of its first finding; undefined where none is offered. */
function fixed(text: string, path = 'a.ts'): string | undefined {
  const analysis = analyze(path, text);
  const [finding] = analysis.findings;
  expect(finding?.rule).toBe('unblock/unused-suppression');
  const fix = finding && remediesFor(analysis, finding).fixes[0];
  if (!fix) return undefined;
  expect(fix.safety).toBe('safe');
  const after = fix.edits.reduce((result, edit) => (edit.kind === 'edit' ? applyEdits(result, edit.edits) : ''), text);
  expect(analyze(path, after).findings.length).toBeLessThan(analysis.findings.length);
  return after;
}

describe('a comment that silences nothing', () => {
  test.each([
    ['a line of its own', 'a();\n  // unblock-ignore-next-line -- why\n  b();\n', 'a();\n  b();\n'],
    ['with Windows line ends', 'a();\r\n// unblock-ignore-next-line\r\nb();\r\n', 'a();\r\nb();\r\n'],
    ['at the end of the file', 'a();\n// unblock-ignore-next-line', 'a();\n'],
    ['behind code', 'a(); // unblock-ignore-line blocking-call\nb();\n', 'a();\nb();\n'],
    ['in front of code', '/* unblock-ignore-line */ a();\n', 'a();\n'],
    ['between words', 'throw/* unblock-ignore-line */error;\n', 'throw error;\n'],
    ['between blanks', 'a = /* unblock-ignore-line */ b;\n', 'a = b;\n'],
    ['in front of a remark for others', 'a(); // unblock-ignore-line // no-lint\n', 'a(); // no-lint\n'],
    ['behind a remark for others', '// no-lint // unblock-ignore-next-line\na();\n', '// no-lint\na();\n'],
    ['with an address in its reason', 'a(); // unblock-ignore-line -- https://x.y/z\n', 'a();\n'],
  ])('goes: %s', (_, before, after) => expect(fixed(before)).toBe(after));

  test.each([
    ['a part of a longer comment', '/**\n * Says much.\n * unblock-ignore-file\n */\na();\n'],
    ['a comment that goes on', '/* unblock-ignore-next-line\n   and more */\na();\n'],
  ])('is left to a person: %s', (_, text) => expect(fixed(text)).toBeUndefined());

  test('is left to a person alone in JSX braces', () => {
    expect(fixed('const a = (\n  <p>\n    {/* unblock-ignore-next-line */}\n  </p>\n);\n', 'a.tsx')).toBeUndefined();
  });

  test.each([
    ['a line of its own', 'a()\n# unblock: ignore-next-line[blocking-call] why\nb()\n', 'a()\nb()\n'],
    ['behind code', 'a()  # unblock: ignore\n', 'a()\n'],
    ['in front of a remark for others', 'a()  # unblock: ignore  # noqa\n', 'a()  # noqa\n'],
  ])('goes in Python, too: %s', (_, before, after) => expect(fixed(before, 'a.py')).toBe(after));
});
