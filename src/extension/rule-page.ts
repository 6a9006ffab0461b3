import * as vscode from 'vscode';

/** Opens the page of a rule such as `unblock/blocking-call`. */
export async function explain(extensionUri: vscode.Uri, rule: unknown): Promise<void> {
  const name = typeof rule === 'string' ? /^(?:unblock\/)?([a-z][a-z0-9-]*)$/.exec(rule)?.[1] : undefined;
  if (name === undefined) return;
  const page = vscode.Uri.joinPath(extensionUri, 'media', 'rules', `${name}.md`);
  await vscode.commands.executeCommand('markdown.showPreview', page);
}
