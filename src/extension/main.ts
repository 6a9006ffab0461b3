import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { Command, type Status } from '../protocol/server.ts';
import { registerBenchmark } from './panel/index.ts';
import { Quarantine } from './quarantine.ts';
import { explain } from './rule-page.ts';
import { StatusItem } from './status.ts';
import { type Phase, Supervisor } from './supervisor.ts';

let supervisor: Promise<Supervisor> | undefined;

/** Registers what a person can reach at once; the language server starts afterwards, in its own process. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Unblock', { log: true });
  const status = new StatusItem();
  const quarantine = new Quarantine();
  const { extensionUri } = context;

  const onPhase = (phase: Phase): void => {
    if (phase.kind === 'waiting' || phase.kind === 'gave-up') quarantine.serverGone();
    status.setPhase(phase);
    output.debug(`Language server: ${phase.kind}`);
  };
  const start = async (): Promise<Supervisor> => {
    await new Promise(setImmediate);
    const { beginLife } = loadClient();
    const onStatus = (next: Status): void => {
      quarantine.note(next);
      status.setStatus(next);
    };
    const begin = () => beginLife({ extensionUri, output, quarantine: quarantine.uris, onStatus });
    const own = new Supervisor(begin, onPhase);
    if (supervisor === starting) own.start();
    return own;
  };
  const starting = start();
  supervisor = starting;

  context.subscriptions.push(
    output,
    status,
    registerBenchmark(context),
    vscode.commands.registerCommand('unblock.showOutput', () => output.show()),
    vscode.commands.registerCommand('unblock.restartServer', async () => {
      quarantine.clear();
      await (await starting).restart();
    }),
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
