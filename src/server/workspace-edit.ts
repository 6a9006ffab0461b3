import {
  AnnotatedTextEdit,
  type ChangeAnnotation,
  type CreateFile,
  type TextDocumentEdit,
  TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileEdit, Fix, TextEdit as ModelEdit } from '../model/fix.ts';
import { lineStarts } from '../model/span.ts';
import { toRange } from './diagnostics.ts';
import { isUri, uriOf } from './paths.ts';

/** What the editor can apply. */
export interface EditAbilities {
  readonly documentChanges: boolean;
  readonly create: boolean;
  readonly annotations: boolean;
}

export interface OpenText {
  readonly uri: string;
  readonly text: string;
  /** `null` for a file that is not open. */
  readonly version: number | null;
}

export interface EditContext {
  /** The document the person is in. */
  readonly current: OpenText & { readonly path: string };
  readonly abilities: EditAbilities;
  /** Another file's text: as the editor shows it, else from disk; undefined where there is none. */
  readonly textOf: (path: string) => Promise<OpenText | undefined>;
}

const ELSEWHERE = 'elsewhere';

/**
 * A fix that changes somebody's other file is looked at first; one that only adds files is not: undoing takes them away again.
 * VS Code shows what needs a second look unticked, so the annotation goes on every part: half a fix would be broken code.
 */
function changesForeignFile(others: readonly FileEdit[]): boolean {
  return others.some(({ kind }) => kind === 'edit');
}

/** The fix as the editor applies it: creates first, in one step. Undefined where this editor or place cannot take it. */
export async function toWorkspaceEdit(fix: Fix, context: EditContext): Promise<WorkspaceEdit | undefined> {
  const { current, abilities } = context;
  const others = fix.edits.filter(({ path }) => path !== current.path);
  // An untitled document has no folder to put a file into.
  if (others.length > 0 && isUri(current.path) && !current.uri.includes('://')) return undefined;
  const needsCreate = fix.edits.some((edit) => edit.kind === 'create');
  if (needsCreate && !(abilities.create && abilities.documentChanges)) return undefined;
  if (!abilities.documentChanges) return plainChanges(fix, context);

  const annotation = abilities.annotations && changesForeignFile(others) ? ELSEWHERE : undefined;
  const changes: (CreateFile | TextDocumentEdit)[] = [];
  for (const edit of ordered(fix.edits)) {
    const converted = await documentChanges(edit, context, annotation);
    if (converted === undefined) return undefined;
    changes.push(...converted);
  }
  return {
    documentChanges: changes,
    ...(annotation !== undefined && { changeAnnotations: { [annotation]: annotationOf(fix, others) } }),
  };
}

/** Creates before edits, so that nothing refers to a file that is not there yet; the person's own file last. */
function ordered(edits: readonly FileEdit[]): FileEdit[] {
  return [...edits.filter(({ kind }) => kind === 'create'), ...edits.filter(({ kind }) => kind === 'edit')];
}

function annotationOf(fix: Fix, others: readonly FileEdit[]): ChangeAnnotation {
  const names = others.map(({ path }) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
  return { label: fix.title, description: `Also changes ${names.join(', ')}`, needsConfirmation: true };
}

async function documentChanges(
  edit: FileEdit,
  context: EditContext,
  annotation: string | undefined,
): Promise<(CreateFile | TextDocumentEdit)[] | undefined> {
  if (edit.kind === 'create') {
    const existing = await context.textOf(edit.path);
    // Made by the same fix before: nothing to do. Anything else must not be overwritten.
    if (existing !== undefined) return existing.text === edit.text ? [] : undefined;
    const uri = uriOf(edit.path);
    const start = { line: 0, character: 0 };
    const top = { start, end: start };
    return [
      { kind: 'create', uri, ...(annotation !== undefined && { annotationId: annotation }) },
      { textDocument: { uri, version: null }, edits: [annotated(top, edit.text, annotation)] },
    ];
  }
  const target = edit.path === context.current.path ? context.current : await context.textOf(edit.path);
  if (target === undefined) return undefined;
  const starts = lineStarts(target.text);
  return [
    {
      textDocument: { uri: target.uri, version: target.version },
      edits: edit.edits.map(({ span, text }) => annotated(toRange(starts, span), text, annotation)),
    },
  ];
}

function annotated(range: ReturnType<typeof toRange>, text: string, annotation: string | undefined): TextEdit {
  return annotation === undefined ? TextEdit.replace(range, text) : AnnotatedTextEdit.replace(range, text, annotation);
}

async function plainChanges(fix: Fix, context: EditContext): Promise<WorkspaceEdit | undefined> {
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of fix.edits) {
    const target = edit.path === context.current.path ? context.current : await context.textOf(edit.path);
    if (target === undefined || edit.kind === 'create') return undefined;
    (changes[target.uri] ??= []).push(...toTextEdits(target.text, edit.edits));
  }
  return { changes };
}

export function toTextEdits(text: string, edits: readonly ModelEdit[]): TextEdit[] {
  const starts = lineStarts(text);
  return edits.map((edit) => TextEdit.replace(toRange(starts, edit.span), edit.text));
}
