import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { registerBenchmark } from './benchmark.ts';
import { Command, ServerCommand, type Status } from '../protocol/server.ts';
import type { ServerLife } from './client.ts';
import { Findings } from './findings.ts';
import { install } from './install.ts';
import { measuredKey } from './panel/memory.ts';
import { Quarantine } from './quarantine.ts';
import { explain } from './rule-page.ts';
import { WorkspaceScan } from './scan.ts';
import { StatusItem } from './status.ts';
import { type Phase, Supervisor } from './supervisor.ts';
import { WorkspaceStatus } from './workspace-status.ts';

let supervisor: Promise<Supervisor<ServerLife>> | undefined;

/** Registers what a person can reach at once; the language server starts afterwards, in its own process. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Unblock', { log: true });
  const status = new StatusItem();
  const workspaceStatus = new WorkspaceStatus();
  const findings = new Findings();
  const quarantine = new Quarantine();
  const { extensionUri } = context;

  const onPhase = (phase: Phase): void => {
    output.debug(`Language server: ${phase.kind}`);
    status.setPhase(phase);
    if (phase.kind !== 'running') workspaceStatus.clear();
    if (phase.kind === 'waiting' || phase.kind === 'gave-up') quarantine.serverGone();
    if (phase.kind === 'starting') {
      findings.newServer();
      // Nobody will look at these, so nobody could take their findings back.
      for (const uri of quarantine.uris) findings.delete(uri);
    }
    if (phase.kind === 'stopped' || phase.kind === 'gave-up') findings.clear();
    scan.onPhase(phase);
    // A new server knows nothing of what was measured before.
    const measured = phase.kind === 'running' ? context.workspaceState.get(measuredKey) : undefined;
    if (measured !== undefined) tellMeasured(measured);
  };
  const begin = (beginLife: typeof import('./client.ts').beginLife): ServerLife =>
    beginLife({
      extensionUri,
      storageUri: context.globalStorageUri,
      output,
      quarantine: quarantine.uris,
      onStatus(next: Status) {
        quarantine.note(next);
        status.setStatus(next);
      },
      onIndex: (next) => workspaceStatus.setIndex(next),
      onScan(summary) {
        workspaceStatus.setScan(summary);
        scan.onScan(summary);
      },
      onDiagnostics: (uri, diagnostics) => findings.set(uri, diagnostics),
    });
  const start = async (): Promise<Supervisor<ServerLife>> => {
    await new Promise(setImmediate);
    const { beginLife } = loadClient();
    const own = new Supervisor(() => begin(beginLife), onPhase);
    if (supervisor === starting) own.start();
    return own;
  };
  const starting = start();
  supervisor = starting;
  const scan = new WorkspaceScan(() => starting, findings);
  const tellServer = async (command: string, argument?: unknown): Promise<void> => {
    const life = await (await starting).running();
    await life?.run(command, undefined, argument);
  };

  const askServer = async (method: string, argument: unknown): Promise<unknown> => {
    const life = await (await starting).running();
    if (!life) throw new Error('There is no language server.');
    return life.ask(method, argument);
  };

  // A server that is gone before it has answered makes room for one that is told anew.
  const tellMeasured = (all: unknown): void =>
    void tellServer(ServerCommand.measured, all).catch((error: unknown) => output.debug(String(error)));

  context.subscriptions.push(
    output,
    status,
    workspaceStatus,
    findings,
    registerBenchmark(context, { tell: tellMeasured, ask: askServer }),
    vscode.commands.registerCommand('unblock.showOutput', () => output.show()),
    vscode.commands.registerCommand('unblock.restartServer', async () => {
      quarantine.clear();
      await (await starting).restart();
    }),
    vscode.commands.registerCommand('unblock.scanWorkspace', () => scan.scan()),
    vscode.commands.registerCommand('unblock.clearWorkspaceFindings', () => scan.clear()),
    vscode.commands.registerCommand('unblock.indexWorkspace', () => tellServer(ServerCommand.index)),
    vscode.commands.registerCommand('unblock.stopIndexing', () => tellServer(ServerCommand.stopIndex)),
    // Whoever applies a fix does not wait for the answer.
    vscode.commands.registerCommand(Command.install, (request: unknown) => void install(request)),
    vscode.commands.registerCommand(Command.explain, (rule: unknown) => explain(extensionUri, rule)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => quarantine.release(uri.toString())),
  );
}

/** A bundle of its own, because compiling it takes longer than all the rest; activation does not wait for it. */
function loadClient(): typeof import('./client.ts') {
  return createRequire(__filename)('./client.cjs') as typeof import('./client.ts');
}

export async function deactivate(): Promise<void> {
  const starting = supervisor;
  supervisor = undefined;
  await (await starting)?.stop();
}
