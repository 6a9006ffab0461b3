import { basename } from 'node:path';
import * as vscode from 'vscode';
import { installCommand, type InstallRequest } from '../model/install.ts';
import { isInstallRequest } from '../protocol/install.ts';

const inTerminal = 'Install in Terminal';
const copy = 'Copy Command';

/**
 * After a fix: asks whether what its code imports shall be installed, and does so where the person can watch. Nothing runs before the
 * person has said so, nor in a workspace that is not trusted: installing runs scripts of the project.
 */
export async function install(request: unknown): Promise<void> {
  if (!isInstallRequest(request)) return;
  const command = installCommand(request);
  const isTrusted = vscode.workspace.isTrusted;
  const message = `This code needs ${listed(request.packages)}, which ${basename(request.folder)}/package.json does not name. Install with \`${command}\`${isTrusted ? '?' : ' once you trust this workspace.'}`;
  const choice = await vscode.window.showInformationMessage(message, ...(isTrusted ? [inTerminal, copy] : [copy]));
  if (choice === copy) await vscode.env.clipboard.writeText(command);
  if (choice === inTerminal) runInTerminal(request, command);
}

function listed(packages: readonly string[]): string {
  return packages.map((name) => `\`${name}\``).join(' and ');
}

function runInTerminal({ folder }: InstallRequest, command: string): void {
  const terminal = vscode.window.createTerminal({ name: 'Unblock: install', cwd: folder });
  terminal.show();
  terminal.sendText(command);
}
