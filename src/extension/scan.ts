import * as vscode from 'vscode';
import { isScanSummary, type ScanSummary, ServerCommand } from '../protocol/server.ts';
import type { RunOptions, ServerLife } from './client.ts';
import type { Findings } from './findings.ts';
import type { Phase, Supervisor } from './supervisor.ts';

/** A server that goes again while it scans would go a third time. */
const ATTEMPTS = 2;

/** What came of a scan; undefined where another one has taken its place. */
type Outcome = ScanSummary | 'no-server' | 'lost' | undefined;

/** Scans the workspace when a person asks for it, and goes on with a scan that was shown when its server went. */
export class WorkspaceScan {
  /** The findings of a scan are shown. */
  private isShown = false;
  private isRunning = false;

  constructor(
    private readonly server: () => Promise<Supervisor<ServerLife>>,
    private readonly findings: Findings,
  ) {}

  /** What was found; undefined where nothing could be scanned. */
  async scan(): Promise<ScanSummary | undefined> {
    if (!hasFolder()) {
      void vscode.window.showWarningMessage('There is no folder on disk to scan. Open one, then scan again.');
      return undefined;
    }
    const outcome = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Unblock: Scanning the workspace', cancellable: true },
      (progress, token) => {
        let reported = 0;
        const onProgress = (message: string, percentage = reported): void => {
          progress.report({ message, increment: percentage - reported });
          reported = percentage;
        };
        return this.run({ token, onProgress });
      },
    );
    // The command is done when the scan is, not when the person has read about it.
    void tell(outcome);
    return typeof outcome === 'object' ? outcome : undefined;
  }

  async clear(): Promise<void> {
    this.isShown = false;
    const life = await (await this.server()).running();
    await life?.run(ServerCommand.clearScan);
  }

  /** What the server says of its scan. */
  onScan(summary: ScanSummary | null): void {
    this.isShown = summary !== null;
  }

  onPhase(phase: Phase): void {
    if (phase.kind !== 'running') return;
    if (!this.isShown) this.findings.sweep();
    else if (!this.isRunning) void this.resume();
  }

  private async resume(): Promise<void> {
    const outcome = await this.run();
    if (outcome === 'lost') void tell(outcome);
  }

  private async run(watch?: RunOptions): Promise<Outcome> {
    this.isRunning = true;
    try {
      const outcome = await this.attempt(watch);
      this.isShown = typeof outcome === 'object' || outcome === undefined;
      // What an earlier server has found has been found again by now, or is no more.
      this.findings.sweep();
      return outcome;
    } finally {
      this.isRunning = false;
    }
  }

  private async attempt(watch: RunOptions | undefined): Promise<Outcome> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const life = await (await this.server()).running();
      if (!life) return 'no-server';
      const answer = await Promise.race([
        life.run(ServerCommand.scan, watch).catch(() => 'lost' as const),
        life.ended.then(() => 'lost' as const),
      ]);
      if (answer !== 'lost') return isScanSummary(answer) ? answer : undefined;
      watch?.onProgress('The language server stopped; beginning again…', 0);
    }
    return 'lost';
  }
}

async function tell(outcome: Outcome): Promise<void> {
  const [problems, output, restart] = ['Show Problems', 'Show Output', 'Restart'] as const;
  if (outcome === undefined) return;
  if (outcome === 'no-server') {
    const answer = await vscode.window.showErrorMessage('The language server is not running.', restart, output);
    if (answer === restart) await vscode.commands.executeCommand('unblock.restartServer');
    if (answer === output) await vscode.commands.executeCommand('unblock.showOutput');
    return;
  }
  if (outcome === 'lost') {
    const message = `The workspace could not be scanned: the language server stopped ${ATTEMPTS} times on the way.`;
    const answer = await vscode.window.showErrorMessage(message, output);
    if (answer === output) await vscode.commands.executeCommand('unblock.showOutput');
    return;
  }
  const { message, findings, leftOut } = outcome;
  const buttons = [...(findings > 0 ? [problems] : []), ...(leftOut > 0 ? [output] : [])];
  const answer = await vscode.window.showInformationMessage(message, ...buttons);
  if (answer === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
  if (answer === output) await vscode.commands.executeCommand('unblock.showOutput');
}

function hasFolder(): boolean {
  return (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.scheme === 'file');
}
