// Which Python a person works with: what they picked in the Python extension, else its setting, else the command line's.
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { isRecord, isText } from '../../protocol/check.ts';

/** A path, or a command of PATH. Never rejects. */
export async function interpreterFor(resource: vscode.Uri | undefined): Promise<string> {
  return (await pickedIn(resource).catch(() => undefined)) ?? fromSetting(resource) ?? usual();
}

function usual(): string {
  return process.platform === 'win32' ? 'python' : 'python3';
}

/** As the Python extension tells others: https://github.com/microsoft/vscode-python-extension-api */
async function pickedIn(resource: vscode.Uri | undefined): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<unknown>('ms-python.python');
  const api: unknown = await extension?.activate();
  const environments = isRecord(api) ? api['environments'] : undefined;
  if (!hasEnvironments(environments)) return undefined;
  const resolved = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
  const executable = isRecord(resolved) ? resolved['executable'] : undefined;
  const uri = isRecord(executable) ? executable['uri'] : undefined;
  const path = isRecord(uri) ? uri['fsPath'] : undefined;
  return isText(path, 10_000) && path !== '' ? path : undefined;
}

interface Environments {
  getActiveEnvironmentPath(resource: vscode.Uri | undefined): unknown;
  resolveEnvironment(path: unknown): Promise<unknown>;
}

function hasEnvironments(value: unknown): value is Environments {
  return (
    isRecord(value) &&
    typeof value['getActiveEnvironmentPath'] === 'function' &&
    typeof value['resolveEnvironment'] === 'function'
  );
}

function fromSetting(resource: vscode.Uri | undefined): string | undefined {
  const setting: unknown = vscode.workspace.getConfiguration('python', resource).get('defaultInterpreterPath');
  // Its default: whatever PATH leads to, which on many systems is an older one.
  if (!isText(setting, 10_000) || setting === '' || setting === 'python') return undefined;
  const folder = resource && vscode.workspace.getWorkspaceFolder(resource);
  const root = (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath ?? '';
  return setting
    .replace(/^~(?=[\\/])/, homedir())
    .replaceAll('${userHome}', homedir())
    .replace(/\$\{workspaceFolder(:[^}]*)?\}/g, root)
    .replace(/\$\{env:([^}]+)\}/g, (_, name: string) => process.env[name] ?? '');
}
