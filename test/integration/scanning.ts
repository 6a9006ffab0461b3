import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { source } from './expected.ts';
import { ruleOf, waitFor } from './helpers.ts';

export interface Summary {
  readonly state: string;
  readonly findings: number;
  readonly files: number;
  readonly leftOut: number;
  readonly message: string;
}

export async function scan(): Promise<Summary> {
  const summary = await vscode.commands.executeCommand<Summary | undefined>('unblock.scanWorkspace');
  assert.ok(summary, 'The scan has come to an end.');
  return summary;
}

export async function clearScan(): Promise<void> {
  await vscode.commands.executeCommand('unblock.clearWorkspaceFindings');
}

/** All that the Problems view shows of ours: the rules by the last step of the file's path. */
export function problems(): Record<string, string[]> {
  const found = vscode.languages.getDiagnostics().flatMap(([uri, all]) => {
    const rules = all.filter((each) => each.source === source).map(ruleOf);
    return rules.length === 0 ? [] : [[uri.path.split('/').slice(-2).join('/'), rules.sort()] as const];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Waits until the Problems view shows exactly this. */
export async function problemsAre(expected: Record<string, readonly string[]>): Promise<void> {
  const wanted = JSON.stringify(Object.fromEntries(Object.entries(expected).sort(([a], [b]) => (a < b ? -1 : 1))));
  try {
    await waitFor(() => JSON.stringify(problems()) === wanted, 'the problems', 30_000);
  } catch {
    assert.deepEqual(problems(), expected);
  }
}
