import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { workspaceFolder } from './helpers.ts';

/** A file of the workspace, by its path in there. */
export function fileUri(path: string, root: vscode.Uri = workspaceFolder()): vscode.Uri {
  return vscode.Uri.joinPath(root, path);
}

/** As another program would do it: the editor hears of it from the disk. */
export async function writeOnDisk(
  path: string,
  text: string,
  root: vscode.Uri = workspaceFolder(),
): Promise<vscode.Uri> {
  const file = join(root.fsPath, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return vscode.Uri.file(file);
}

export async function removeFromDisk(path: string, root: vscode.Uri = workspaceFolder()): Promise<void> {
  await rm(join(root.fsPath, path), { recursive: true, force: true });
}
