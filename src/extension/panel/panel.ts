import * as vscode from 'vscode';
import { listScenarios } from '../../bench/index.ts';
import {
  panelVersion,
  parseFromPanel,
  type ExportFormat,
  type FromPanel,
  type Run,
  type ToPanel,
} from '../../protocol/panel.ts';
import { benchmarkFor } from './benchmark-request.ts';
import { chooseOther } from './choose.ts';
import { isTrusted, mayRunOwnCode } from './consent.ts';
import { interpreterFor } from './interpreter.ts';
import { pageHtml, panelFolder } from './page.ts';
import type { Runner } from './runner.ts';
import { Memory } from './memory.ts';
import { fileEndings, report } from './report.ts';
import { applyFix, measurableAt, type ServerTalk } from './server-talk.ts';
import {
  assignmentFor,
  renewed,
  sizesOf,
  withAdded,
  withAgainst,
  withInputs,
  withParameters,
  type Assignment,
} from './subject.ts';

export const viewType = 'unblock.benchmark';

export interface PanelContext {
  readonly extensionUri: vscode.Uri;
  readonly workspaceState: vscode.Memento;
  readonly runner: Runner;
  readonly server: ServerTalk;
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
    void this.#renew();
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
    void this.#renew();
  }

  /** About something else, if nothing is going on here yet. */
  offer(assignment: Assignment | undefined): void {
    if (assignment && this.#run.state === 'idle') {
      this.#assignment = this.#remembered(assignment);
      this.#sendSnapshot();
    }
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
        return this.#start(withAgainst(withInputs(this.#assignment, message), message.against));
      case 'add-choice':
        return this.#addChoice(message.against);
      case 'apply':
        return this.#apply(message.fix);
      case 'copy':
        return this.#copy();
      case 'export':
        return this.#export(message.format);
      case 'fixes':
        return this.#showFixes();
    }
  }

  async #start(asked: Assignment): Promise<void> {
    const { runner, server, workspaceState } = this.#context;
    if (this.#cannotStart() || !isTrusted()) {
      this.#sendSnapshot();
      return;
    }
    const { subject } = asked;
    if (subject.kind === 'function' && !(await mayRunOwnCode(workspaceState, subject.functionName))) {
      this.#sendSnapshot();
      return;
    }
    // What is measured is what is in the file now.
    const assignment = await this.#asItIsNow(asked);
    // The person may have closed the panel, or started another run, while the question was open.
    if (this.#cannotStart()) return;
    this.#assignment = assignment;
    const start = { phase: 'starting', done: 0, total: 0, samples: 0, medians: [] } as const;
    this.#setRun({ state: 'running', progress: start });
    // At once: until the runner is busy nothing can be cancelled, and another run could start.
    const running = runner.run({
      title: subject.kind === 'function' ? subject.title : subject.scenario.title,
      prepare: () => benchmarkFor(assignment),
      sizes: sizesOf(assignment),
      python: () => interpreterFor(resourceOf(assignment)),
      onProgress: (progress) => {
        this.#run = { state: 'running', progress };
        this.#send({ version: panelVersion, type: 'progress', progress });
      },
    });
    if (subject.kind === 'function') {
      const { input, setup, sizes, calls } = subject;
      await this.#memory.keepInputs(assignment, { input, setup, sizes, calls });
    }
    const end = await running;
    if (end.kind === 'done') {
      await this.#memory.keepRun(assignment, end.evidence);
      server.tell(this.#memory.measured());
    }
    this.#setRun(
      end.kind === 'done' ? { state: 'done', evidence: end.evidence } : { state: 'failed', message: end.message },
    );
  }

  async #asItIsNow(assignment: Assignment): Promise<Assignment> {
    const { subject } = assignment;
    const place = subject.kind === 'function' ? subject.place : undefined;
    const found = place && (await measurableAt(this.#context.server, place));
    return found ? renewed(assignment, found) : assignment;
  }

  /** Learns which fixes there are, as long as nothing else has begun. */
  async #renew(): Promise<void> {
    const before = this.#assignment;
    const now = await this.#asItIsNow(before);
    if (now === before || this.#assignment !== before || this.#run.state === 'running') return;
    this.#assignment = now;
    this.#sendSnapshot();
  }

  async #addChoice(ticked: readonly string[]): Promise<void> {
    const before = withAgainst(this.#assignment, ticked);
    this.#assignment = before;
    const chosen = await chooseOther(this.#context.server, before);
    if (!chosen || this.#assignment.subject !== before.subject || this.#run.state === 'running') return;
    this.#assignment = withAdded(before, chosen.added, chosen.where);
    this.#sendSnapshot();
  }

  async #apply(fix: string): Promise<void> {
    const { subject } = this.#assignment;
    if (subject.kind !== 'function' || !subject.place) return;
    const applied = await applyFix(this.#context.server, { ...subject.place, fix });
    const uri = vscode.Uri.parse(subject.place.uri);
    if (applied) await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, preview: false });
    void vscode.window.showInformationMessage(
      applied
        ? `The fix is applied to ${vscode.workspace.asRelativePath(uri)}. Undo takes it back.`
        : 'The fix was not applied: the code has changed, and it is not offered there any more.',
    );
  }

  async #copy(): Promise<void> {
    if (this.#run.state !== 'done') return;
    await vscode.env.clipboard.writeText(report(this.#run.evidence, 'markdown'));
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
    // Lines may have come and gone since it was opened.
    const { origin } = await this.#asItIsNow(this.#assignment);
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

function resourceOf({ subject }: Assignment): vscode.Uri | undefined {
  const place = subject.kind === 'function' ? subject.place : undefined;
  return place ? vscode.Uri.parse(place.uri) : vscode.workspace.workspaceFolders?.[0]?.uri;
}
