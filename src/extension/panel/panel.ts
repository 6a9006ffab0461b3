import * as vscode from 'vscode';
import { BenchmarkError, listScenarios, type BenchmarkRequest } from '../../bench/index.ts';
import { panelVersion, parseFromPanel, type FromPanel, type Run, type ToPanel } from '../../protocol/panel.ts';
import { isTrusted, mayRunOwnCode } from './consent.ts';
import { pageHtml, panelFolder } from './page.ts';
import type { Runner } from './runner.ts';
import { assignmentFor, benchmarkFor, withInput, withParameters, type Assignment } from './subject.ts';

export const viewType = 'unblock.benchmark';

export interface PanelContext {
  readonly extensionUri: vscode.Uri;
  readonly workspaceState: vscode.Memento;
  readonly runner: Runner;
}

/** One open panel and what it shows. */
export class BenchmarkPanel implements vscode.Disposable {
  readonly #view: vscode.WebviewPanel;
  readonly #context: PanelContext;
  #assignment: Assignment;
  #run: Run = { state: 'idle' };
  #disposed = false;

  constructor(view: vscode.WebviewPanel, context: PanelContext, assignment: Assignment) {
    this.#view = view;
    this.#context = context;
    this.#assignment = assignment;
    view.webview.options = { enableScripts: true, localResourceRoots: [panelFolder(context.extensionUri)] };
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    view.webview.html = pageHtml(view.webview, context.extensionUri);
    view.onDidDispose(() => {
      this.#disposed = true;
      if (this.#run.state === 'running') context.runner.cancel();
    });
  }

  static open(context: PanelContext, assignment: Assignment): BenchmarkPanel {
    const view = vscode.window.createWebviewPanel(viewType, 'Unblock: Benchmark', vscode.ViewColumn.Beside, {
      enableScripts: true,
      localResourceRoots: [panelFolder(context.extensionUri)],
    });
    return new BenchmarkPanel(view, context, assignment);
  }

  onDidDispose(listener: () => void): void {
    this.#view.onDidDispose(listener);
  }

  /** Brings the panel to the front, about something else when nothing is running. */
  show(assignment?: Assignment): void {
    this.#view.reveal();
    if (!assignment) return;
    if (this.#run.state === 'running') {
      void vscode.window.showInformationMessage(
        'A measurement is running. Cancel it in the panel to measure something else.',
      );
      return;
    }
    this.#assignment = assignment;
    this.#setRun({ state: 'idle' });
  }

  dispose(): void {
    this.#view.dispose();
  }

  #receive(message: unknown): void {
    const parsed = parseFromPanel(message);
    if (parsed) void this.#handle(parsed);
  }

  async #handle(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ready': {
        this.#sendSnapshot();
        return;
      }
      case 'cancel': {
        this.#context.runner.cancel();
        return;
      }
      case 'choose': {
        const assignment = assignmentFor({ kind: 'scenario', id: message.scenario });
        if (assignment) this.show(assignment);
        return;
      }
      case 'run-scenario':
        return this.#start(withParameters(this.#assignment, message.parameters));
      case 'run-function':
        return this.#start(withInput(this.#assignment, message.input, message.calls));
    }
  }

  async #start(assignment: Assignment): Promise<void> {
    const { runner, workspaceState } = this.#context;
    if (this.#cannotStart() || !isTrusted()) {
      this.#sendSnapshot();
      return;
    }
    const { subject } = assignment;
    if (subject.kind === 'function' && !(await mayRunOwnCode(workspaceState, subject.functionName))) {
      this.#sendSnapshot();
      return;
    }
    // The person may have closed the panel, or started another run, while the question was open.
    if (this.#cannotStart()) return;
    this.#assignment = assignment;
    const request = this.#prepare(assignment);
    if (!request) return;
    const start = { phase: 'starting', done: 0, total: 0, samples: 0, medians: [] } as const;
    this.#setRun({ state: 'running', progress: start });
    const end = await runner.run(request, (progress) => {
      this.#run = { state: 'running', progress };
      this.#send({ version: panelVersion, type: 'progress', progress });
    });
    this.#setRun(
      end.kind === 'done' ? { state: 'done', evidence: end.evidence } : { state: 'failed', message: end.message },
    );
  }

  #cannotStart(): boolean {
    return this.#disposed || this.#context.runner.busy;
  }

  #prepare(assignment: Assignment): BenchmarkRequest | undefined {
    try {
      return benchmarkFor(assignment);
    } catch (error) {
      if (!(error instanceof BenchmarkError)) throw error;
      this.#setRun({ state: 'failed', message: error.message });
      return undefined;
    }
  }

  #setRun(run: Run): void {
    this.#run = run;
    this.#sendSnapshot();
  }

  #sendSnapshot(): void {
    const scenarios = listScenarios().map(({ id, title }) => ({ id, title }));
    const { subject } = this.#assignment;
    this.#send({ version: panelVersion, type: 'snapshot', subject, scenarios, run: this.#run });
  }

  #send(message: ToPanel): void {
    if (!this.#disposed) void this.#view.webview.postMessage(message);
  }
}
