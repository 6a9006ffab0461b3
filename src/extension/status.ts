import * as vscode from 'vscode';
import type { Status } from '../protocol/server.ts';
import { selector } from './languages.ts';
import { type Action, describe, type StatusText } from './status-text.ts';
import type { Phase } from './supervisor.ts';

/** A quick look is not worth a spinner with every key. */
const BUSY_AFTER_MS = 300;

const severities = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};

const actions: Readonly<Record<Action, vscode.Command>> = {
  restart: { command: 'unblock.restartServer', title: 'Restart' },
  output: { command: 'unblock.showOutput', title: 'Output' },
  settings: { command: 'workbench.action.openSettings', title: 'Settings', arguments: ['unblock.index'] },
  index: { command: 'unblock.indexWorkspace', title: 'Index Again' },
  stopIndex: { command: 'unblock.stopIndexing', title: 'Stop' },
  clearScan: { command: 'unblock.clearWorkspaceFindings', title: 'Clear' },
};

/** Puts a text into an entry behind `{}` in the status bar. */
export function showStatus(item: vscode.LanguageStatusItem, status: StatusText): void {
  item.text = status.text;
  item.detail = status.detail;
  item.severity = severities[status.severity];
  item.busy = status.busy;
  item.command = actions[status.action];
}

/** The entry behind `{}` in the status bar. */
export class StatusItem {
  private readonly item = vscode.languages.createLanguageStatusItem('unblock.status', [...selector]);
  private phase: Phase = { kind: 'starting' };
  private status: Status | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.item.name = 'Unblock';
    this.show();
  }

  setPhase(phase: Phase): void {
    this.phase = phase;
    // What an earlier server said no longer holds.
    this.status = undefined;
    this.show();
  }

  setStatus(status: Status): void {
    this.status = status;
    clearTimeout(this.timer);
    if (status.state === 'busy') this.timer = setTimeout(() => this.show(), BUSY_AFTER_MS);
    else this.show();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.item.dispose();
  }

  private show(): void {
    showStatus(this.item, describe(this.phase, this.status));
  }
}
