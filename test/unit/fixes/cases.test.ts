import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../src/engine/analysis.ts';
import { analyze } from '../../../src/engine/analyze.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { applyEdits } from '../../../src/model/fix.ts';
import { remediesFor } from '../../../src/fixes/index.ts';
import { parseForEditing, ts } from '../../../src/syntax/javascript/tree.ts';
import { remediesFor as remediesOf } from '../../../src/engine/remedies.ts';
import type { Remedies } from '../../../src/model/fix.ts';
import { startPython } from '../../python.ts';
import { readCases, type Case } from './cases.ts';
import { fixesOnPage, withoutNames } from './pages.ts';
import { projectOf, surroundingsOf } from './project.ts';
import { requestFor } from './request.ts';

await startPython();

function syntaxErrors(path: string, text: string): string[] {
  if (path.endsWith('.py')) return analyze(path, text).facts.syntaxErrors.map(({ message }) => message);
  const source = parseForEditing(path, text).source as ts.SourceFile & { readonly parseDiagnostics: ts.Diagnostic[] };
  return source.parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** What is found in all files of a case. */
function findingsIn(one: Case): (Finding & { readonly analysis: Analysis })[] {
  const project = projectOf(one, one.before);
  return Object.entries({ [one.path]: one.before, ...one.beside }).flatMap(([path, text]) => {
    const analysis = analyze(path, text, { project });
    return analysis.findings.map((finding) => ({ ...finding, analysis }));
  });
}

/** The remedies for what the rule finds. */
function remediesFound(one: Case): Remedies {
  const findings = findingsIn(one).filter((each) => each.rule === one.rule && each.analysis.path === one.path);
  if (findings.length === 0) throw new Error('The rule finds nothing in the code.');
  const answers = findings.map((finding) => remediesOf(finding.analysis, finding, surroundingsOf(one)));
  return { fixes: answers.flatMap(({ fixes }) => fixes), obstacles: answers.flatMap(({ obstacles }) => obstacles) };
}

/** Those of the remedy that the file of cases is named for. */
function remediesOfCase(one: Case): Remedies {
  const isPython = one.path.endsWith('.py');
  const isByShape = !isPython && one.drive === undefined && Object.keys(one.beside).length === 0;
  const request = isByShape ? requestFor(one.rule, one.path, one.before) : undefined;
  const { fixes, obstacles } = request ? remediesFor({ ...request, ...surroundingsOf(one) }) : remediesFound(one);
  const isMeant = ({ id }: { readonly id: string }): boolean => `${id}.md` === one.file;
  return { fixes: fixes.filter(isMeant), obstacles: obstacles.filter(isMeant) };
}

function outcome(one: Case): Pick<Case, 'after' | 'obstacle' | 'title' | 'created' | 'became'> {
  const { before } = one;
  const { fixes, obstacles } = remediesOfCase(one);
  const [fix] = fixes;
  if (!fix) return { created: {}, became: {}, ...(obstacles[0] && { obstacle: obstacles[0].reason }) };
  let after = before;
  const created: Record<string, string> = {};
  const became: Record<string, string> = {};
  for (const edit of fix.edits) {
    if (edit.kind === 'create') created[edit.path] = edit.text;
    else if (edit.path === one.path) after = applyEdits(after, edit.edits);
    else became[edit.path] = applyEdits(one.beside[edit.path] ?? '', edit.edits);
  }
  return { after, created, became, title: fix.title };
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
  const all = (texts: Case['created']): Case['created'] =>
    Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, dress(text)]));
  return {
    ...one,
    ...{ before: dress(one.before), after: dress(one.after ?? '') },
    ...{ created: all(one.created), beside: all(one.beside), became: all(one.became) },
  };
}

describe.each([...new Set(cases.map(({ file }) => file))])('%s', (file) => {
  it.each(cases.filter((one) => one.file === file))('$name', (one) => {
    const { title, ...actual } = outcome(one);
    expect(actual.obstacle).toBe(one.obstacle);
    expect(actual.after).toBe(one.after);
    expect(actual.created).toEqual(one.created);
    expect(actual.became).toEqual(one.became);
    if (one.title !== undefined) expect(title).toBe(one.title);
    const named = title === undefined ? undefined : withoutNames(title);
    if (named !== undefined) expect(fixesOnPage(one.rule).filter((words) => named.includes(words))).not.toEqual([]);
    expect(syntaxErrors(one.path, one.before)).toEqual([]);
    if (actual.after !== undefined) expect(syntaxErrors(one.path, actual.after)).toEqual([]);
    for (const [path, text] of Object.entries({ ...actual.created, ...actual.became }))
      expect(syntaxErrors(path, text)).toEqual([]);
  });

  const cured = cases.filter((one) => one.file === file && one.after !== undefined);
  it.each(cured)('$name: nothing is left to do', (one) => {
    const { rule, path, after = '', drive, then, beside, became } = one;
    const again = drive === undefined ? requestFor(rule, path, after) : undefined;
    if (again) expect(remediesFor(again).fixes.filter(({ id }) => `${id}.md` === file)).toEqual([]);
    const found = findingsIn(one);
    const left = findingsIn({ ...one, before: after, beside: { ...beside, ...became } });
    const isMeant = (finding: Finding): boolean => finding.rule === rule;
    const count = found.filter(isMeant).length;
    expect(left.filter(isMeant).length).toBeLessThan(Math.max(count, 1));
    const known = found.map((finding) => finding.rule);
    const others = left.map((finding) => finding.rule).filter((other) => other !== rule && other !== then);
    expect(others.filter((other) => !known.includes(other))).toEqual([]);
  });

  const dressedUp = Object.entries(dresses).flatMap(([style, dress]) =>
    cured.filter((one) => canDress(one, style)).map((one) => ({ ...dressed(one, dress), style })),
  );
  it.each(dressedUp)('$name: $style stay', (one) => {
    const { after, created, became } = outcome(one);
    expect({ after, created, became }).toEqual({ after: one.after, created: one.created, became: one.became });
  });
});
