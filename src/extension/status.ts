import * as vscode from 'vscode';
import type { Status } from '../protocol/server.ts';
import { selector } from './languages.ts';
import { describe, type StatusText } from './status-text.ts';
import type { Phase } from './supervisor.ts';

/** A quick look is not worth a spinner with every key. */
const BUSY_AFTER_MS = 300;

const severities = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};

const actions = {
  restart: { command: 'unblock.restartServer', title: 'Restart' },
  output: { command: 'unblock.showOutput', title: 'Output' },
};

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
    const { text, detail, severity, busy, action }: StatusText = describe(this.phase, this.status);
    this.item.text = text;
    this.item.detail = detail;
    this.item.severity = severities[severity];
    this.item.busy = busy;
    this.item.command = actions[action];
  }
}
