// The benchmark panel's entry: command, action on findings, and restoring after a reload.
import * as vscode from 'vscode';
import { listScenarios } from '../../bench/index.ts';
import { isRecord } from '../../protocol/check.ts';
import { Command } from '../../protocol/server.ts';
import { isTrusted } from './consent.ts';
import { BenchmarkPanel, viewType, type PanelContext } from './panel.ts';
import { parsePanelRequest, type PanelRequest } from './request.ts';
import { Runner } from './runner.ts';
import { assignmentFor, type Assignment } from './subject.ts';

export type { PanelRequest } from './request.ts';

interface Room extends PanelContext {
  panel: BenchmarkPanel | undefined;
}

let room: Room | undefined;

/**
 * Registers the command `unblock.openBenchmarkPanel`, the command behind "Measure" on findings, and the panel's
 * restoration. Disposing ends a run and closes the panel.
 */
export function registerBenchmark(context: vscode.ExtensionContext): vscode.Disposable {
  const opened = enter(context);
  const open = (argument: unknown): Promise<void> => openFromCommand(context, argument);
  return vscode.Disposable.from(
    vscode.commands.registerCommand('unblock.openBenchmarkPanel', open),
    vscode.commands.registerCommand(Command.measure, open),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (view, state: unknown) => {
        keep(opened, new BenchmarkPanel(view, opened, restored(state)));
        return Promise.resolve();
      },
    }),
    {
      dispose: () => {
        opened.runner.dispose();
        opened.panel?.dispose();
        room = undefined;
      },
    },
  );
}

/** Opens the panel, or brings the open one to the front, about the request; without one, about what it was about. */
export function openBenchmarkPanel(context: vscode.ExtensionContext, request?: PanelRequest): void {
  if (!isTrusted()) return;
  const opened = enter(context);
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

async function openFromCommand(context: vscode.ExtensionContext, argument: unknown): Promise<void> {
  if (!isTrusted()) return;
  const request = parsePanelRequest(argument);
  if (request) {
    openBenchmarkPanel(context, request);
    return;
  }
  // From the status bar while a run is going: show that run.
  if (room?.runner.busy === true && room.panel) {
    openBenchmarkPanel(context);
    return;
  }
  const items = listScenarios().map(({ id, title, explanation }) => ({ label: title, detail: explanation, id }));
  const choice = await vscode.window.showQuickPick(items, {
    title: 'What do you want to measure?',
    placeHolder: 'Choose a scenario. To measure a function of your own, use “Measure this” on a finding.',
    matchOnDetail: true,
  });
  if (choice) openBenchmarkPanel(context, { kind: 'scenario', id: choice.id });
}

function enter(context: vscode.ExtensionContext): Room {
  room ??= {
    extensionUri: context.extensionUri,
    workspaceState: context.workspaceState,
    runner: new Runner(vscode.Uri.joinPath(context.extensionUri, 'dist', 'bench').fsPath),
    panel: undefined,
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
