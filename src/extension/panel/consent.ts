import * as vscode from 'vscode';

const remembered = 'unblock.mayRunCode';

/** Measuring starts processes: not before the person trusts this workspace. Says so when it does not. */
export function isTrusted(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const message =
    'Measuring runs code, so it stays off until you trust this workspace. Findings and fixes work as usual.';
  void vscode.window.showInformationMessage(message, manage).then((choice) => {
    if (choice === manage) return vscode.commands.executeCommand('workbench.trust.manage');
    return undefined;
  });
  return false;
}

/** Asks once per workspace before code of the person's own is run. Gives whether it may be. */
export async function mayRunOwnCode(memory: vscode.Memento, functionName: string): Promise<boolean> {
  if (memory.get(remembered) === true) return true;
  const run = 'Run It';
  const choice = await vscode.window.showWarningMessage(
    `Run “${functionName}” to measure it?`,
    {
      modal: true,
      detail:
        'The function is called many times, in processes of its own that can read no files, start no programs and use limited time and memory. The network is closed to them on Linux and macOS where the system allows it (on Linux with bubblewrap or Landlock); elsewhere it stays open. The result says what held. Unblock asks once per workspace.',
    },
    run,
  );
  if (choice !== run) return false;
  await memory.update(remembered, true);
  return true;
}
