import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { rule } from '../expected.ts';
import { findingOf } from '../helpers.ts';

describe('without a folder', () => {
  it('there is none', () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
  });

  it('what is typed is analysed', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'typescript',
      content:
        "import { readFileSync } from 'node:fs';\n\nexport const load = async (path: string) => readFileSync(path);\n",
    });
    await vscode.window.showTextDocument(document);
    await findingOf(document, rule.call);
  });

  it('there is nothing to scan, and it says so', async () => {
    assert.equal(await vscode.commands.executeCommand('unblock.scanWorkspace'), undefined);
    await vscode.commands.executeCommand('unblock.clearWorkspaceFindings');
    await vscode.commands.executeCommand('unblock.indexWorkspace');
  });
});
