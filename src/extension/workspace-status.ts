import * as vscode from 'vscode';
import type { IndexStatus, ScanSummary } from '../protocol/server.ts';
import { selector } from './languages.ts';
import { showStatus } from './status.ts';
import { describeIndex, describeScan } from './status-text.ts';

/** The entries behind `{}` that speak of the workspace as a whole. Each is there only while there is something to say. */
export class WorkspaceStatus {
  private index: vscode.LanguageStatusItem | undefined;
  private scan: vscode.LanguageStatusItem | undefined;

  setIndex(status: IndexStatus): void {
    this.index ??= newItem('unblock.index', 'Unblock: Index');
    showStatus(this.index, describeIndex(status));
  }

  setScan(summary: ScanSummary | null): void {
    if (summary === null) {
      this.scan?.dispose();
      this.scan = undefined;
      return;
    }
    this.scan ??= newItem('unblock.scan', 'Unblock: Workspace Scan');
    showStatus(this.scan, describeScan(summary));
  }

  /** The server that said all this is gone. */
  clear(): void {
    this.index?.dispose();
    this.index = undefined;
    this.setScan(null);
  }

  dispose(): void {
    this.clear();
  }
}

function newItem(id: string, name: string): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem(id, [...selector]);
  item.name = name;
  return item;
}
