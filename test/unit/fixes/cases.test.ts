import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { applyEdits } from '../../../src/model/fix.ts';
import { remediesFor } from '../../../src/fixes/index.ts';
import { parseForEditing, ts } from '../../../src/syntax/javascript/tree.ts';
import { readCases, type Case } from './cases.ts';
import { requestFor } from './request.ts';

function syntaxErrors(path: string, text: string): string[] {
  const source = parseForEditing(path, text).source as ts.SourceFile & { readonly parseDiagnostics: ts.Diagnostic[] };
  return source.parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

function outcome({ rule, path, before }: Case): Pick<Case, 'after' | 'obstacle' | 'title' | 'created'> {
  const request = requestFor(rule, path, before);
  if (!request) throw new Error('There is no place for this rule in the code.');
  const { fixes, obstacles } = remediesFor(request);
  const [fix] = fixes;
  if (!fix) return { created: {}, ...(obstacles[0] && { obstacle: obstacles[0].reason }) };
  let after = before;
  const created: Record<string, string> = {};
  for (const edit of fix.edits) {
    if (edit.kind === 'create') created[edit.path] = edit.text;
    else after = applyEdits(after, edit.edits);
  }
  return { after, created, title: fix.title };
}

const cases = readCases();

describe.each([...new Set(cases.map(({ file }) => file))])('%s', (file) => {
  it.each(cases.filter((one) => one.file === file))('$name', (one) => {
    const { title, ...actual } = outcome(one);
    expect(actual.obstacle).toBe(one.obstacle);
    expect(actual.after).toBe(one.after);
    expect(actual.created).toEqual(one.created);
    if (one.title !== undefined) expect(title).toBe(one.title);
    expect(syntaxErrors(one.path, one.before)).toEqual([]);
    if (actual.after !== undefined) expect(syntaxErrors(one.path, actual.after)).toEqual([]);
    for (const [path, text] of Object.entries(actual.created)) expect(syntaxErrors(path, text)).toEqual([]);
  });

  const cured = cases.filter((one) => one.file === file && one.after !== undefined);
  it.each(cured)('$name: nothing is left to do', ({ rule, path, before, after = '' }) => {
    const again = requestFor(rule, path, after);
    if (again) expect(remediesFor(again).fixes).toEqual([]);
    const found = (text: string): Finding[] => analyze(path, text).findings.filter((finding) => finding.rule === rule);
    const count = found(before).length;
    if (count > 0) expect(found(after).length).toBeLessThan(count);
    else expect(found(after)).toEqual([]);
  });
});
