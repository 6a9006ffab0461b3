import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { applyEdits } from '../../../src/model/fix.ts';
import { remediesFor } from '../../../src/fixes/index.ts';
import { parseForEditing, ts } from '../../../src/syntax/javascript/tree.ts';
import { remediesFor as remediesOf } from '../../../src/engine/remedies.ts';
import type { Remedies } from '../../../src/model/fix.ts';
import { startPython } from '../../python.ts';
import { readCases, type Case } from './cases.ts';
import { requestFor } from './request.ts';

await startPython();

function syntaxErrors(path: string, text: string): string[] {
  if (path.endsWith('.py')) return analyze(path, text).facts.syntaxErrors.map(({ message }) => message);
  const source = parseForEditing(path, text).source as ts.SourceFile & { readonly parseDiagnostics: ts.Diagnostic[] };
  return source.parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Of Python's remedies the one that the file of cases is named for. */
function remediesInPython({ file, rule, path, before, python }: Case): Remedies {
  const analysis = analyze(path, before);
  const findings = analysis.findings.filter((each) => each.rule === rule);
  if (findings.length === 0) throw new Error('The rule finds nothing in the code.');
  const isMeant = ({ id }: { readonly id: string }): boolean => `${id}.md` === file;
  const answers = findings.map((finding): Remedies => {
    const { fixes, obstacles } = remediesOf(analysis, finding, python ? { python: { version: python } } : {});
    return { fixes: fixes.filter(isMeant), obstacles: obstacles.filter(isMeant) };
  });
  return answers.find(({ fixes, obstacles }) => fixes.length + obstacles.length > 0) ?? { fixes: [], obstacles: [] };
}

function remediesOfCase(one: Case): Remedies {
  if (one.path.endsWith('.py')) return remediesInPython(one);
  const request = requestFor(one.rule, one.path, one.before);
  if (!request) throw new Error('There is no place for this rule in the code.');
  return remediesFor(request);
}

function outcome(one: Case): Pick<Case, 'after' | 'obstacle' | 'title' | 'created'> {
  const { before } = one;
  const { fixes, obstacles } = remediesOfCase(one);
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
    const again = path.endsWith('.py') ? undefined : requestFor(rule, path, after);
    if (again) expect(remediesFor(again).fixes).toEqual([]);
    const found = (text: string): Finding[] => analyze(path, text).findings.filter((finding) => finding.rule === rule);
    const count = found(before).length;
    if (count > 0) expect(found(after).length).toBeLessThan(count);
    else expect(found(after)).toEqual([]);
  });
});
