import { resolve } from 'node:path';
import { fileOf } from '../../model/notebook.ts';
import { applyEdits, type FileEdit, type Fix, type TextEdit } from '../../model/fix.ts';
import { editNotebook, NotebookEditError } from '../../workspace/notebook-file.ts';
import { isProblem, readTextFile, type NotebookFile, type TextFile } from '../../workspace/text-file.ts';
import { UsageError } from '../exit-code.ts';
import { shown, type Host } from '../host.ts';

/** What a fix makes of one file; without `before` it is a new one. */
export interface Change {
  readonly path: string;
  readonly before?: TextFile;
  readonly after: string;
}

/** What `fix`, found in `file`, does to each file it touches. Inserted lines end as the file's other lines do. */
export async function changesOf(host: Host, file: TextFile, fix: Pick<Fix, 'edits'>): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const edit of fix.edits) changes.push(await changeOf(host, file, edit));
  return changes;
}

async function changeOf(host: Host, file: TextFile, edit: FileEdit): Promise<Change> {
  const path = resolve(host.cwd, edit.path);
  if (edit.kind === 'create') return { path, after: withLineEnds(edit.text, lineEnd(file.text)) };
  const before = path === file.path ? file : await readTextFile(path);
  if (isProblem(before)) throw new UsageError(`${shown(host, path)} would have to change, too, but ${before.message}.`);
  if (before.notebook) return changeInCells(host, before, before.notebook, edit.edits);
  const end = lineEnd(before.text);
  const edits = edit.edits.map(({ span, text }): TextEdit => ({ span, text: withLineEnds(text, end) }));
  return { path, before, after: applyEdits(before.text, edits) };
}

/** The same in the file of a notebook, with everything in it that is no code as it was. */
function changeInCells(host: Host, file: TextFile, notebook: NotebookFile, edits: readonly TextEdit[]): Change {
  const path = fileOf(file.path);
  try {
    const after = editNotebook(notebook.json, notebook, edits);
    return { path, before: { ...file, path, text: notebook.json }, after };
  } catch (error) {
    if (!(error instanceof NotebookEditError)) throw error;
    throw new UsageError(
      `This fix cannot be applied in ${shown(host, path)}: ${error.message}. Make the change by hand.`,
    );
  }
}

/** How most lines of `text` end. */
function lineEnd(text: string): '\n' | '\r\n' {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows > all / 2 ? '\r\n' : '\n';
}

function withLineEnds(text: string, end: '\n' | '\r\n'): string {
  return end === '\n' ? text : text.replace(/(?<!\r)\n/g, end);
}
