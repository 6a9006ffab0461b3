// The benchmark panel's entry: command, action on findings, and restoring after a reload.
import * as vscode from 'vscode';
import { listScenarios } from '../../bench/index.ts';
import { isRecord } from '../../protocol/check.ts';
import type { Measured } from '../../model/measure.ts';
import { isTrusted } from './consent.ts';
import { Memory } from './memory.ts';
import { BenchmarkPanel, type PanelContext } from './panel.ts';
import { parsePanelRequest, type PanelRequest } from './request.ts';
import { Runner } from './runner.ts';
import { assignmentFor, type Assignment } from './subject.ts';

export type { PanelRequest } from './request.ts';

/** Lets findings say what was measured. */
type Tell = (all: readonly Measured[]) => void;

interface Room extends PanelContext {
  panel: BenchmarkPanel | undefined;
}

let room: Room | undefined;

/** The panel behind its commands. Loaded when it is first asked for: see `../benchmark.ts`. */
export interface Benchmark {
  /** As the command is called; without a request that makes sense the person is asked. */
  open(argument: unknown): Promise<void>;
  restore(view: vscode.WebviewPanel, state: unknown): void;
  /** Ends a run and closes the panel. */
  dispose(): void;
}

export function startBenchmark(context: vscode.ExtensionContext, tell: Tell): Benchmark {
  const opened = enter(context, tell);
  return {
    open: (argument) => openFromCommand(context, tell, argument),
    restore(view, state) {
      keep(opened, new BenchmarkPanel(view, opened, restored(state)));
    },
    dispose() {
      opened.runner.dispose();
      opened.panel?.dispose();
      room = undefined;
    },
  };
}

/** Opens the panel, or brings the open one to the front, about the request; without one, about what it was about. */
export function openBenchmarkPanel(context: vscode.ExtensionContext, tell: Tell, request?: PanelRequest): void {
  if (!isTrusted()) return;
  const opened = enter(context, tell);
  const assignment = request ? assignmentFor(request) : undefined;
  if (request && !assignment) {
    void vscode.window.showErrorMessage(
      'There is no such benchmark scenario. Open the panel and choose one from its list.',
    );
    return;
  }
  if (opened.panel) opened.panel.show(assignment);
  else keep(opened, BenchmarkPanel.open(opened, assignment ?? firstScenario()));
}

async function openFromCommand(context: vscode.ExtensionContext, tell: Tell, argument: unknown): Promise<void> {
  if (!isTrusted()) return;
  const request = parsePanelRequest(argument);
  if (request) {
    openBenchmarkPanel(context, tell, request);
    return;
  }
  // From the status bar while a run is going: show that run.
  if (room?.runner.busy === true && room.panel) {
    openBenchmarkPanel(context, tell);
    return;
  }
  const items = listScenarios().map(({ id, title, explanation }) => ({ label: title, detail: explanation, id }));
  const choice = await vscode.window.showQuickPick(items, {
    title: 'What do you want to measure?',
    placeHolder: 'Choose a scenario. To measure a function of your own, use “Measure this” on a finding.',
    matchOnDetail: true,
  });
  if (choice) openBenchmarkPanel(context, tell, { kind: 'scenario', id: choice.id });
}

function enter(context: vscode.ExtensionContext, tell: Tell): Room {
  room ??= {
    extensionUri: context.extensionUri,
    workspaceState: context.workspaceState,
    runner: new Runner(vscode.Uri.joinPath(context.extensionUri, 'dist', 'bench').fsPath),
    panel: undefined,
    measured: () => tell(new Memory(context.workspaceState).measured()),
  };
  return room;
}

function keep(opened: Room, panel: BenchmarkPanel): void {
  opened.panel = panel;
  panel.onDidDispose(() => {
    if (opened.panel === panel) opened.panel = undefined;
  });
}

/** After a reload: the scenario as it was. A function's text is not kept by the page; measure it again from its finding. */
function restored(state: unknown): Assignment {
  const request = isRecord(state) ? parsePanelRequest(state['request']) : undefined;
  return (request && request.kind !== 'function' ? assignmentFor(request) : undefined) ?? firstScenario();
}

function firstScenario(): Assignment {
  const [first] = listScenarios();
  const assignment = first && assignmentFor({ kind: 'scenario', id: first.id });
  if (!assignment) throw new Error('There are no scenarios.');
  return assignment;
}
