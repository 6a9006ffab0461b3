import type { Finding } from '../../../src/model/finding.ts';
import type { CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Analysis } from '../../../src/engine/analysis.ts';
import type { FileEdit, Fix } from '../../../src/model/fix.ts';
import { lineStarts } from '../../../src/model/span.ts';
import { findingsIn, quickFixes } from '../../../src/server/actions.ts';
import { toDiagnostic } from '../../../src/server/diagnostics.ts';
import { fixAll, type FixAllOptions } from '../../../src/server/fix-all.ts';
import { type EditAbilities, type EditContext, toWorkspaceEdit } from '../../../src/server/workspace-edit.ts';
import { temporaryFolder } from '../workspace/folder.ts';
import { fakeEngine, safe, suggestion } from './fake-engine.ts';

const uri = 'file:///work/a.ts';
const path = '/work/a.ts';
const able: EditAbilities = { documentChanges: true, create: true, annotations: true };

function context(text: string, abilities = able, files: Record<string, string> = {}): EditContext {
  const textOf = (other: string) => {
    const found = files[other];
    return Promise.resolve(found === undefined ? undefined : { uri: `file://${other}`, text: found, version: null });
  };
  return { current: { uri, path, text, version: 7 }, abilities, textOf };
}

function request(analysis: Analysis, commands = true) {
  const place = { uri, starts: lineStarts(analysis.text), pageOf: () => 'file:///page.md' };
  return {
    analysis,
    place,
    edits: context(analysis.text),
    surroundings: {},
    told: (finding: Finding) => finding,
    shown: [],
    commands,
  };
}

const titles = (actions: readonly CodeAction[]) => actions.map(({ title }) => title);

test('cures first, safe before suggested, then measure, explain and disable', async () => {
  const engine = fakeEngine();
  const analysis = engine.analyze(path, 'SLOW();');
  const actions = await quickFixes(engine, analysis.findings, request(analysis));
  expect(titles(actions)).toEqual([
    'Use FAST',
    'Use something else',
    'Measure this',
    'Explain unblock/blocking-call',
    'Disable unblock/blocking-call for this line',
    'Disable unblock/blocking-call for this file',
  ]);
  expect(actions.map(({ isPreferred }) => isPreferred ?? false)).toEqual([true, false, false, false, false, false]);
  expect(new Set(actions.map(({ kind }) => kind))).toEqual(new Set(['quickfix']));
  expect(actions.every(({ diagnostics }) => diagnostics?.length === 1)).toBe(true);
});

test('a suggestion is never preferred, not even alone', async () => {
  const engine = fakeEngine();
  engine.fixes = (analysis, finding) => [suggestion(analysis, finding)];
  const analysis = engine.analyze(path, 'SLOW();');
  const [first] = await quickFixes(engine, analysis.findings, request(analysis));
  expect(first).toMatchObject({ title: 'Use something else' });
  expect(first).not.toHaveProperty('isPreferred');
});

test('an editor without our commands is offered edits only', async () => {
  const engine = fakeEngine();
  const analysis = engine.analyze(path, 'SLOW();');
  const actions = await quickFixes(engine, analysis.findings, request(analysis, false));
  expect(actions.every(({ command }) => command === undefined)).toBe(true);
  expect(actions).toHaveLength(4);
});

test('the request to measure travels with the action', async () => {
  const engine = fakeEngine();
  const analysis = engine.analyze(path, 'SLOW();');
  const actions = await quickFixes(engine, analysis.findings, request(analysis));
  const measure = actions.find(({ command }) => command?.command === 'unblock.measure');
  expect(measure?.command?.arguments).toMatchObject([{ kind: 'finding', scenario: 'waiting', parameters: { n: 3 } }]);
});

test('an action is tied to the diagnostic that the editor shows', async () => {
  const engine = fakeEngine();
  const analysis = engine.analyze(path, 'SLOW();');
  const finding = analysis.findings[0];
  if (finding === undefined) throw new Error('no finding');
  const shown = { ...toDiagnostic(finding, { uri, starts: [0] }), message: 'as shown' };
  const [first] = await quickFixes(engine, [finding], { ...request(analysis), shown: [shown] });
  expect(first?.diagnostics?.[0]).toBe(shown);
});

test('only findings that the range touches', () => {
  const analysis = fakeEngine().analyze(path, 'SLOW();\r\n  SLOW();');
  const at = (line: number, character: number) =>
    findingsIn(analysis, { start: { line, character }, end: { line, character } });
  expect(at(0, 4)).toHaveLength(1);
  expect(at(0, 5)).toHaveLength(0);
  expect(at(1, 2)).toMatchObject([{ start: 11 }]);
  expect(at(1, 0)).toHaveLength(0);
});

function fixWith(edits: readonly FileEdit[]): Fix {
  return { id: 'worker', title: 'Move to a worker', safety: 'suggestion', changes: '', packages: [], edits };
}
const create: FileEdit = { kind: 'create', path: '/work/w.ts', text: 'export {};\n' };
const own: FileEdit = { kind: 'edit', path, edits: [{ span: { start: 3, end: 4 }, text: 'x' }] };
const other: FileEdit = { kind: 'edit', path: '/work/b.ts', edits: [{ span: { start: 2, end: 2 }, text: 'y' }] };

/** `create w.ts`, `edit b.ts@null` and so on. */
function outline(edit: WorkspaceEdit | undefined): string[] | undefined {
  return edit?.documentChanges?.map((change) => {
    const of = (target: string) => target.slice(target.lastIndexOf('/') + 1);
    if ('textDocument' in change) return `edit ${of(change.textDocument.uri)}@${String(change.textDocument.version)}`;
    return `${change.kind} ${'uri' in change ? of(change.uri) : ''}`;
  });
}

test('a fix over several files is one edit: creates first, unopened files without version', async () => {
  const edit = await toWorkspaceEdit(fixWith([own, other, create]), context('1\r\n2', able, { '/work/b.ts': 'a\nb' }));
  expect(outline(edit)).toEqual(['create w.ts', 'edit w.ts@null', 'edit a.ts@7', 'edit b.ts@null']);
  const changes = edit?.documentChanges as TextDocumentEdit[];
  expect(changes[2]?.edits).toMatchObject([{ range: { start: { line: 1, character: 0 } }, newText: 'x' }]);
  expect(changes[3]?.edits).toMatchObject([{ range: { start: { line: 1, character: 0 } }, newText: 'y' }]);
});

test('a fix that changes another file asks first and for all its parts; one that only adds files does not', async () => {
  const files = { '/work/b.ts': 'a\nb' };
  const asks = await toWorkspaceEdit(fixWith([own, other, create]), context('1234', able, files));
  expect(Object.values(asks?.changeAnnotations ?? {})).toEqual([
    { label: 'Move to a worker', description: 'Also changes b.ts, w.ts', needsConfirmation: true },
  ]);
  const parts = asks?.documentChanges?.flatMap<object>((change) => ('edits' in change ? change.edits : [change]));
  expect(parts?.map((part) => 'annotationId' in part)).toEqual([true, true, true, true]);

  const adds = await toWorkspaceEdit(fixWith([own, create]), context('1234'));
  expect(adds).not.toHaveProperty('changeAnnotations');
  const unable = await toWorkspaceEdit(fixWith([own, other]), context('1234', { ...able, annotations: false }, files));
  expect(unable).not.toHaveProperty('changeAnnotations');
});

test('a file that is there already is not made again, nor overwritten', async () => {
  const same = await toWorkspaceEdit(fixWith([own, create]), context('1234', able, { '/work/w.ts': 'export {};\n' }));
  expect(outline(same)).toEqual(['edit a.ts@7']);
  const different = await toWorkspaceEdit(fixWith([own, create]), context('1234', able, { '/work/w.ts': 'mine' }));
  expect(different).toBeUndefined();
});

test('is not offered where the editor or the place cannot take it', async () => {
  const noCreate = { ...able, create: false };
  expect(await toWorkspaceEdit(fixWith([own, create]), context('1234', noCreate))).toBeUndefined();
  expect(await toWorkspaceEdit(fixWith([own, other]), context('1234'))).toBeUndefined();
  const base = context('1234');
  const untitled = {
    ...base,
    current: { ...base.current, uri: 'untitled:Untitled-1', path: 'untitled:Untitled-1.ts' },
  };
  expect(await toWorkspaceEdit(fixWith([{ ...own, path: untitled.current.path }, create]), untitled)).toBeUndefined();
});

test('an editor that knows only plain changes gets them', async () => {
  const plain = { documentChanges: false, create: false, annotations: false };
  const edit = await toWorkspaceEdit(fixWith([own]), context('1234', plain));
  expect(edit).toEqual({ changes: { [uri]: [{ range: expect.anything() as unknown, newText: 'x' }] } });
});

function optionsFor(engine: ReturnType<typeof fakeEngine>): FixAllOptions {
  return { analyze: (text) => engine.analyze(path, text), surroundings: {} };
}

test('fix-all takes safe fixes of this file only, until none is left', () => {
  const engine = fakeEngine();
  const text = 'SLOW();\nSLOW();\n';
  const analysis = engine.analyze(path, text);
  expect(fixAll(engine, analysis, optionsFor(engine))).toEqual({ span: { start: 0, end: 12 }, text: 'FAST();\nFAST' });

  engine.fixes = (each, finding) => [suggestion(each, finding)];
  expect(fixAll(engine, analysis, optionsFor(engine))).toBeUndefined();
  engine.fixes = (each, finding) => [{ ...safe(each, finding), edits: [...safe(each, finding).edits, create] }];
  expect(fixAll(engine, analysis, optionsFor(engine))).toBeUndefined();
});

test('fixes that get in each other’s way take turns', () => {
  const engine = fakeEngine();
  // Each adds the line that both need, unless it is there already.
  engine.fixes = (each, finding) => {
    const edits = [{ span: { start: finding.start, end: finding.end }, text: 'FAST' }];
    if (!each.text.startsWith('import')) edits.unshift({ span: { start: 0, end: 0 }, text: 'import FAST;\n' });
    return [{ ...safe(each, finding), edits: [{ kind: 'edit', path, edits }] }];
  };
  const text = 'a(SLOW);b(SLOW);';
  const edit = fixAll(engine, engine.analyze(path, text), optionsFor(engine));
  expect(edit && text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end)).toBe(
    'import FAST;\na(FAST);b(FAST);',
  );
});

test('what a fix needs and the project lacks is installed in a step of its own', async () => {
  const folder = temporaryFolder({ 'package.json': '{}', 'pnpm-lock.yaml': '' });
  const file = join(folder, 'a.ts');
  const engine = fakeEngine();
  engine.fixes = (each, finding) => [{ ...suggestion(each, finding), packages: ['piscina'] }];
  const analysis = engine.analyze(file, 'SLOW();');
  const edits = { ...context(analysis.text), current: { uri, path: file, text: analysis.text, version: 7 } };
  const [fix] = await quickFixes(engine, analysis.findings, { ...request(analysis), edits });
  expect(fix?.command).toEqual({
    title: 'Install piscina',
    command: 'unblock.install',
    arguments: [{ packages: ['piscina'], manager: 'pnpm', folder, isRoot: false }],
  });
  const [withoutCommands] = await quickFixes(engine, analysis.findings, { ...request(analysis, false), edits });
  expect(withoutCommands?.command).toBeUndefined();
});
