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
import { projectOf, surroundingsOf } from './project.ts';
import { requestFor } from './request.ts';

await startPython();

function syntaxErrors(path: string, text: string): string[] {
  if (path.endsWith('.py')) return analyze(path, text).facts.syntaxErrors.map(({ message }) => message);
  const source = parseForEditing(path, text).source as ts.SourceFile & { readonly parseDiagnostics: ts.Diagnostic[] };
  return source.parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Of the remedies for what the rule finds the one that the file of cases is named for. */
function remediesFound(one: Case): Remedies {
  const { file, rule, path, before } = one;
  const analysis = analyze(path, before, { project: projectOf(one, before) });
  const findings = analysis.findings.filter((each) => each.rule === rule);
  if (findings.length === 0) throw new Error('The rule finds nothing in the code.');
  const isMeant = ({ id }: { readonly id: string }): boolean => `${id}.md` === file;
  const answers = findings.map((finding): Remedies => {
    const { fixes, obstacles } = remediesOf(analysis, finding, surroundingsOf(one));
    return { fixes: fixes.filter(isMeant), obstacles: obstacles.filter(isMeant) };
  });
  return answers.find(({ fixes, obstacles }) => fixes.length + obstacles.length > 0) ?? { fixes: [], obstacles: [] };
}

function remediesOfCase(one: Case): Remedies {
  const isByShape = one.drive === undefined && Object.keys(one.beside).length === 0;
  const request = isByShape ? requestFor(one.rule, one.path, one.before) : undefined;
  return request ? remediesFor({ ...request, ...surroundingsOf(one) }) : remediesFound(one);
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

/** What else is found, by name. */
function otherRules(path: string, text: string, rule: string): string[] {
  return analyze(path, text)
    .findings.map((finding) => finding.rule)
    .filter((other) => other !== rule);
}

const cases = readCases();

/** Other ways of writing the same. Where `before` has them, `after` keeps them. */
const dresses: Readonly<Record<string, (text: string) => string>> = {
  'Windows line ends': (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  tabs: (text) => text.replaceAll(/^(?: {2})+/gm, (blanks) => '\t'.repeat(blanks.length / 2)),
};

/** Nobody writes Python with tabs, and a file without any indentation does not show how it is done there. */
function canDress({ path, before }: Case, name: string): boolean {
  return name !== 'tabs' || (!path.endsWith('.py') && /^ /m.test(before));
}

function dressed(one: Case, dress: (text: string) => string): Case {
  const created = Object.fromEntries(Object.entries(one.created).map(([path, text]) => [path, dress(text)]));
  return { ...one, before: dress(one.before), after: dress(one.after ?? ''), created };
}

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
  it.each(cured)('$name: nothing is left to do', (one) => {
    const { rule, path, before, after = '', drive, then } = one;
    const again = drive === undefined ? requestFor(rule, path, after) : undefined;
    if (again) expect(remediesFor(again).fixes).toEqual([]);
    const found = (text: string): Finding[] =>
      analyze(path, text, { project: projectOf(one, text) }).findings.filter((finding) => finding.rule === rule);
    const count = found(before).length;
    if (count > 0) expect(found(after).length).toBeLessThan(count);
    else expect(found(after)).toEqual([]);
    const known = otherRules(path, before, rule);
    expect(otherRules(path, after, rule).filter((other) => other !== then && !known.includes(other))).toEqual([]);
  });

  const dressedUp = Object.entries(dresses).flatMap(([style, dress]) =>
    cured.filter((one) => canDress(one, style)).map((one) => ({ ...dressed(one, dress), style })),
  );
  it.each(dressedUp)('$name: $style stay', (one) => {
    const { after, created } = outcome(one);
    expect({ after, created }).toEqual({ after: one.after, created: one.created });
  });
});
