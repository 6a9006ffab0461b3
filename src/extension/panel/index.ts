// The benchmark panel's entry: command, action on findings, and restoring after a reload.
import * as vscode from 'vscode';
import { listScenarios } from '../../bench/index.ts';
import { isRecord } from '../../protocol/check.ts';
import type { FunctionPlace } from '../../protocol/server.ts';
import { chooseSubject } from './choose.ts';
import { isTrusted } from './consent.ts';
import { BenchmarkPanel, type PanelContext } from './panel.ts';
import { parsePanelRequest, type PanelRequest } from './request.ts';
import { Runner } from './runner.ts';
import { measurableAt, type ServerTalk } from './server-talk.ts';
import { assignmentFor, renewed, type Assignment } from './subject.ts';

export type { PanelRequest } from './request.ts';

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

export function startBenchmark(context: vscode.ExtensionContext, server: ServerTalk): Benchmark {
  const opened = enter(context, server);
  return {
    open: (argument) => openFromCommand(context, server, argument),
    restore(view, state) {
      const request = isRecord(state) ? parsePanelRequest(state['request']) : undefined;
      const panel = new BenchmarkPanel(view, opened, restored(request));
      keep(opened, panel);
      if (request?.kind === 'place') void assignmentAt(server, request).then((found) => panel.offer(found));
    },
    dispose() {
      opened.runner.dispose();
      opened.panel?.dispose();
      room = undefined;
    },
  };
}

/** Opens the panel, or brings the open one to the front, about the request; without one, about what it was about. */
export async function openBenchmarkPanel(
  context: vscode.ExtensionContext,
  server: ServerTalk,
  request?: PanelRequest,
): Promise<void> {
  if (!isTrusted()) return;
  const opened = enter(context, server);
  const assignment = request && (await assignmentOf(server, request));
  if (request && !assignment) {
    void vscode.window.showErrorMessage(
      request.kind === 'place'
        ? `“${request.functionName}” cannot be measured by itself any more: it is gone, or needs more than its arguments.`
        : 'There is no such benchmark scenario. Open the panel and choose one from its list.',
    );
    return;
  }
  if (opened.panel) opened.panel.show(assignment);
  else keep(opened, BenchmarkPanel.open(opened, assignment ?? firstScenario()));
}

async function openFromCommand(context: vscode.ExtensionContext, server: ServerTalk, argument: unknown): Promise<void> {
  if (!isTrusted()) return;
  const request = parsePanelRequest(argument);
  if (request) {
    await openBenchmarkPanel(context, server, request);
    return;
  }
  // From the status bar while a run is going: show that run.
  if (room?.runner.busy === true && room.panel) {
    await openBenchmarkPanel(context, server);
    return;
  }
  const chosen = await chooseSubject(server);
  if (chosen) await openBenchmarkPanel(context, server, chosen);
}

async function assignmentOf(server: ServerTalk, request: PanelRequest): Promise<Assignment | undefined> {
  return request.kind === 'place' ? assignmentAt(server, request) : assignmentFor(request);
}

/** The function as its file is now. */
async function assignmentAt(server: ServerTalk, place: FunctionPlace): Promise<Assignment | undefined> {
  const found = await measurableAt(server, place);
  const assignment = found && assignmentFor(found.request);
  return assignment && renewed(assignment, found);
}

function enter(context: vscode.ExtensionContext, server: ServerTalk): Room {
  room ??= {
    extensionUri: context.extensionUri,
    workspaceState: context.workspaceState,
    runner: new Runner(vscode.Uri.joinPath(context.extensionUri, 'dist', 'bench').fsPath),
    panel: undefined,
    server,
  };
  return room;
}

function keep(opened: Room, panel: BenchmarkPanel): void {
  opened.panel = panel;
  panel.onDidDispose(() => {
    if (opened.panel === panel) opened.panel = undefined;
  });
}

/** After a reload: the scenario as it was. A function's text is not kept by the page: the server is asked for it. */
function restored(request: PanelRequest | undefined): Assignment {
  const isScenario = request?.kind === 'scenario' || request?.kind === 'finding';
  return (isScenario ? assignmentFor(request) : undefined) ?? firstScenario();
}

function firstScenario(): Assignment {
  const [first] = listScenarios();
  const assignment = first && assignmentFor({ kind: 'scenario', id: first.id });
  if (!assignment) throw new Error('There are no scenarios.');
  return assignment;
}
