import * as vscode from 'vscode';
import { BenchmarkError, listScenarios, type BenchmarkRequest } from '../../bench/index.ts';
import {
  panelVersion,
  parseFromPanel,
  type ExportFormat,
  type FromPanel,
  type Run,
  type ToPanel,
} from '../../protocol/panel.ts';
import { isTrusted, mayRunOwnCode } from './consent.ts';
import { pageHtml, panelFolder } from './page.ts';
import type { Runner } from './runner.ts';
import { Memory } from './memory.ts';
import { fileEndings, report } from './report.ts';
import { assignmentFor, benchmarkFor, sizesOf, withInputs, withParameters, type Assignment } from './subject.ts';

export const viewType = 'unblock.benchmark';

export interface PanelContext {
  readonly extensionUri: vscode.Uri;
  readonly workspaceState: vscode.Memento;
  readonly runner: Runner;
  /** Called when findings have something new to say. */
  measured(): void;
}

/** One open panel and what it shows. */
export class BenchmarkPanel implements vscode.Disposable {
  readonly #view: vscode.WebviewPanel;
  readonly #context: PanelContext;
  #assignment: Assignment;
  #run: Run = { state: 'idle' };
  readonly #memory: Memory;
  #disposed = false;

  constructor(view: vscode.WebviewPanel, context: PanelContext, assignment: Assignment) {
    this.#view = view;
    this.#context = context;
    this.#memory = new Memory(context.workspaceState);
    this.#assignment = this.#remembered(assignment);
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
    this.#assignment = this.#remembered(assignment);
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
        return this.#start(withInputs(this.#assignment, message));
      case 'export':
        return this.#export(message.format);
      case 'fixes':
        return this.#showFixes();
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
    // At once: until the runner is busy nothing can be cancelled, and another run could start.
    const running = runner.run(request, sizesOf(assignment), (progress) => {
      this.#run = { state: 'running', progress };
      this.#send({ version: panelVersion, type: 'progress', progress });
    });
    if (subject.kind === 'function') {
      const { input, setup, sizes, calls } = subject;
      await this.#memory.keepInputs(assignment, { input, setup, sizes, calls });
    }
    const end = await running;
    if (end.kind === 'done') {
      await this.#memory.keepRun(assignment, end.evidence);
      this.#context.measured();
    }
    this.#setRun(
      end.kind === 'done' ? { state: 'done', evidence: end.evidence } : { state: 'failed', message: end.message },
    );
  }

  /** With what the person called this function with before. */
  #remembered(assignment: Assignment): Assignment {
    const inputs = assignment.subject.kind === 'function' ? this.#memory.inputs(assignment) : undefined;
    return inputs ? withInputs(assignment, inputs) : assignment;
  }

  async #export(format: ExportFormat): Promise<void> {
    if (this.#run.state !== 'done') return;
    const text = report(this.#run.evidence, format);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const name = `measurement.${fileEndings[format]}`;
    const target = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
      title: 'Save the measurement',
    });
    if (!target) return;
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    void vscode.window.showInformationMessage(`Saved ${vscode.workspace.asRelativePath(target)}.`);
  }

  /** The editor's own list of fixes, where the finding is: each can be looked at before it is taken. */
  async #showFixes(): Promise<void> {
    const { origin } = this.#assignment;
    if (!origin) return;
    const place = new vscode.Position(origin.line, origin.character);
    await vscode.window.showTextDocument(vscode.Uri.parse(origin.uri), {
      selection: new vscode.Range(place, place),
      viewColumn: vscode.ViewColumn.One,
    });
    await vscode.commands.executeCommand('editor.action.quickFix');
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
    const history = this.#memory.history(this.#assignment);
    this.#send({ version: panelVersion, type: 'snapshot', subject, scenarios, run: this.#run, history });
  }

  #send(message: ToPanel): void {
    if (!this.#disposed) void this.#view.webview.postMessage(message);
  }
}
