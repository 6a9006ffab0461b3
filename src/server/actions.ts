import {
  type CodeAction,
  CodeActionKind,
  type Command as LspCommand,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Analysis } from '../engine/analysis.ts';
import type { Finding } from '../model/finding.ts';
import type { Fix, TextEdit as ModelEdit } from '../model/fix.ts';
import { lineStarts, offsetAt } from '../model/span.ts';
import type { Surroundings } from '../model/surroundings.ts';
import { Command } from '../protocol/server.ts';
import { installRequest } from '../workspace/install.ts';
import { type Place, toDiagnostic } from './diagnostics.ts';
import type { Engine } from './engine.ts';
import { withOrigin } from './measured.ts';
import { isUri } from './paths.ts';
import { type EditContext, toTextEdits, toWorkspaceEdit } from './workspace-edit.ts';

export interface ActionRequest {
  readonly analysis: Analysis;
  readonly place: Place;
  readonly edits: EditContext;
  /** The diagnostics the editor shows there, so that an action is tied to the one it cures. */
  readonly shown: readonly Diagnostic[];
  /** What fixes may ask of what lies around the file. */
  readonly surroundings: Surroundings;
  /** A finding as it is shown: with what was measured. */
  told(finding: Finding): Finding;
  /** The editor knows our commands. */
  readonly commands: boolean;
}

/** Findings that touch `range`; a bare caret at either end of a finding counts. */
export function findingsIn(analysis: Analysis, range: Diagnostic['range']): Finding[] {
  const starts = lineStarts(analysis.text);
  const start = offsetAt(starts, range.start, analysis.text.length);
  const end = offsetAt(starts, range.end, analysis.text.length);
  return analysis.findings.filter((finding) => finding.start <= end && start <= finding.end);
}

/** All quick fixes for these findings, in the order in which a person should read them. */
export async function quickFixes(engine: Engine, findings: readonly Finding[], request: ActionRequest) {
  const groups = await Promise.all(findings.map((finding) => actionsFor(engine, finding, request)));
  // Every cure before every suppression, also where two findings share a line.
  return [
    ...groups.flatMap(({ cures }) => cures).sort((a, b) => Number(b.isPreferred ?? 0) - Number(a.isPreferred ?? 0)),
    ...groups.flatMap(({ rest }) => rest),
  ];
}

async function actionsFor(engine: Engine, finding: Finding, request: ActionRequest) {
  const own = toDiagnostic(request.told(finding), request.place);
  const diagnostics = [request.shown.find((each) => isSame(own, each)) ?? own];
  const cures: CodeAction[] = [];
  const { fixes } = engine.remediesFor(request.analysis, finding, request.surroundings);
  for (const fix of safeFirst(fixes)) {
    const edit = await toWorkspaceEdit(fix, request.edits);
    if (edit) cures.push(cure(fix, edit, diagnostics, cures.length === 0, installAfter(fix, request)));
  }
  return {
    cures,
    rest: [...commandActions(engine, finding, diagnostics, request), ...disable(engine, finding, diagnostics, request)],
  };
}

export function safeFirst(fixes: readonly Fix[]): Fix[] {
  return [...fixes.filter(({ safety }) => safety === 'safe'), ...fixes.filter(({ safety }) => safety !== 'safe')];
}

/** Only one action of a finding can be the preferred one, and only a safe one. */
function cure(
  fix: Fix,
  edit: WorkspaceEdit,
  diagnostics: Diagnostic[],
  first: boolean,
  command: LspCommand | undefined,
): CodeAction {
  const preferred = first && fix.safety === 'safe';
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    edit,
    ...(preferred && { isPreferred: true }),
    ...(command && { command }),
  };
}

/** The editor runs it once the edit is applied, and not where the person has turned that down. */
function installAfter({ packages }: Fix, { analysis, commands }: ActionRequest): LspCommand | undefined {
  if (!commands || packages.length === 0 || isUri(analysis.path)) return undefined;
  const wanted = installRequest(analysis.path, packages);
  return wanted && { title: `Install ${wanted.packages.join(', ')}`, command: Command.install, arguments: [wanted] };
}

function commandActions(engine: Engine, finding: Finding, diagnostics: Diagnostic[], request: ActionRequest) {
  if (!request.commands) return [];
  const asked = engine.measureRequest(request.analysis, finding);
  const { uri, starts } = request.place;
  const measure = asked && withOrigin(engine, asked, uri, request.analysis, finding, starts);
  const kind = CodeActionKind.QuickFix;
  const actions: CodeAction[] = [];
  if (measure) {
    const title = 'Measure this';
    actions.push({ title, kind, diagnostics, command: { title, command: Command.measure, arguments: [measure] } });
  }
  if (request.place.pageOf?.(finding.rule) !== undefined) {
    const title = `Explain ${finding.rule}`;
    actions.push({ title, kind, diagnostics, command: { title, command: Command.explain, arguments: [finding.rule] } });
  }
  return actions;
}

function disable(
  engine: Engine,
  finding: Finding,
  diagnostics: Diagnostic[],
  { analysis, edits }: ActionRequest,
): CodeAction[] {
  // A comment that silences nothing is not cured by another one.
  if (finding.subject.kind === 'suppression') return [];
  const { line, file } = engine.suppressionEdits(analysis, finding);
  const action = (title: string, edit: ModelEdit): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    edit: ownEdit(edit, edits),
  });
  return [
    ...(line ? [action(`Disable ${finding.rule} for this line`, line)] : []),
    ...(file ? [action(`Disable ${finding.rule} for this file`, file)] : []),
  ];
}

/** One edit of the document itself. */
export function ownEdit(edit: ModelEdit, { current, abilities }: EditContext): WorkspaceEdit {
  const converted = toTextEdits(current.text, [edit]);
  if (!abilities.documentChanges) return { changes: { [current.uri]: converted } };
  return { documentChanges: [{ textDocument: { uri: current.uri, version: current.version }, edits: converted }] };
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && JSON.stringify(a.range) === JSON.stringify(b.range);
}
