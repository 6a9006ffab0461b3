import { randomUUID } from 'node:crypto';
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { source } from './expected.ts';

/** The editor and its browser may share two cores with much else: patience costs nothing when all is well. */
const patience = 60_000;

/** Looks again and again until there is something; tests never wait for a length of time. */
export async function waitFor<T>(
  probe: () => T | undefined | false | PromiseLike<T | undefined | false>,
  what: string,
  milliseconds = patience,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Waited ${milliseconds / 1000} s for ${what}.`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

export function workspaceFolder(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'A folder is open.');
  return folder.uri;
}

/**
 * As from the file tree. Not `openTextDocument`, which keeps a document open for minutes after its editor was closed.
 */
export async function open(path: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(workspaceFolder(), path);
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  return waitFor(() => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.uri.toString() === uri.toString() && editor;
  }, `the editor of ${path}`);
}

/** A file of its own for a test, saved, with this text. */
export async function openNew(text: string, extension = 'ts'): Promise<vscode.TextEditor> {
  const path = `src/case-${randomUUID().slice(0, 8)}.${extension}`;
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(workspaceFolder(), path), Buffer.from(text));
  return open(path);
}

/** As from the keyboard, at the caret. */
export async function type(text: string): Promise<void> {
  await vscode.commands.executeCommand('type', { text });
}

export function placeCaret(editor: vscode.TextEditor, position: vscode.Position): void {
  editor.selection = new vscode.Selection(position, position);
}

/** Leaves no dirty file behind, which would ask whether to save it. The editor's own settings file is its own business. */
export async function closeAll(): Promise<void> {
  const isOurs = ({ uri }: vscode.TextDocument): boolean =>
    uri.scheme === 'untitled' || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty && isOurs(each))) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((each) => each.source === source);
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** The findings, once they are exactly of these rules, in the order of the text. Hints of rules that nobody asks for are left aside. */
export async function findingsOf({ uri }: vscode.TextDocument, ...rules: string[]): Promise<vscode.Diagnostic[]> {
  const isAsked = (each: vscode.Diagnostic): boolean =>
    each.severity !== vscode.DiagnosticSeverity.Hint || rules.includes(ruleOf(each));
  const sorted = (): vscode.Diagnostic[] =>
    findings(uri)
      .filter(isAsked)
      .sort((a, b) => a.range.start.compareTo(b.range.start));
  const wanted = rules.join(', ') || 'nothing';
  try {
    return await waitFor(() => {
      const now = sorted();
      return now.map(ruleOf).join(', ') === rules.join(', ') && now;
    }, wanted);
  } catch {
    const now = sorted().map((each) => `${ruleOf(each)} at ${each.range.start.line + 1}: ${each.message}`);
    throw new Error(`Expected ${wanted}, and there is ${now.join('; ') || 'nothing'}.`);
  }
}

export async function findingOf(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic> {
  const [finding] = await findingsOf(document, rule);
  assert.ok(finding);
  return finding;
}

/** Where the text stands in the document, for the n-th time. */
export function rangeOf(document: vscode.TextDocument, text: string, occurrence = 1): vscode.Range {
  let at = -1;
  for (let count = 0; count < occurrence; count++) {
    at = document.getText().indexOf(text, at + 1);
    assert.ok(at >= 0, `${text} is in the document.`);
  }
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

/** The quick fixes, as a person who presses Ctrl+. there would get them. */
export async function actionsAt(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    100,
  );
}

export function actionNamed(actions: readonly vscode.CodeAction[], title: string): vscode.CodeAction {
  const found = actions.find((action) => action.title === title);
  assert.ok(found, `There is "${title}" among ${JSON.stringify(actions.map((action) => action.title))}.`);
  return found;
}

export async function apply({ edit, command }: vscode.CodeAction): Promise<void> {
  if (edit) assert.ok(await vscode.workspace.applyEdit(edit), 'The edit was applied.');
  if (command) await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}
