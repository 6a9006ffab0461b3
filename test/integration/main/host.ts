import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { closeAll, open, waitFor } from '../helpers.ts';

const id = 'unblock.unblock';

describe('the editor', () => {
  after(closeAll);

  it('has the extension, and starts it for a TypeScript file', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is there.`);
    await open('src/app.ts');
    await waitFor(() => extension.isActive, 'the extension to start');
  });

  it('trusts the workspace', () => {
    assert.equal(vscode.workspace.isTrusted, true);
  });

  it('has every command that is contributed', async () => {
    const manifest = vscode.extensions.getExtension(id)?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.map(({ command }) => command).filter((each) => !known.has(each));
    assert.deepEqual(missing, []);
  });
});
