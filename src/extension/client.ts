import * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { Command, type InitializationOptions, isStatus, PING, STATUS, type Status } from '../protocol/server.ts';
import { startHeartbeat } from './heartbeat.ts';
import { languages, selector } from './languages.ts';
import type { Life } from './supervisor.ts';

const STOP_MS = 1_500;
const PING_EVERY_MS = 10_000;
const PING_LIMIT_MS = 15_000;

export interface ClientOptions {
  readonly extensionUri: vscode.Uri;
  readonly output: vscode.LogOutputChannel;
  readonly quarantine: readonly string[];
  onStatus(status: Status): void;
}

/** Trouble is written to the log and shown by the language status, never as a pop-up in somebody's way. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
  override warn(message: string, data?: unknown): void {
    super.warn(message, data, false);
  }
  override info(message: string, data?: unknown): void {
    super.info(message, data, false);
  }
}

/** Starts one server in a process of its own. A client serves once: after its end a new one begins with clean state. */
export function beginLife(options: ClientOptions): Life {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const client = new QuietClient('unblock', 'Unblock', serverOptions(options), {
    documentSelector: [...selector],
    outputChannel: options.output,
    initializationOptions: initializationOptions(options),
    initializationFailedHandler: () => false,
    markdown: { isTrusted: { enabledCommands: [Command.explain, Command.measure] } },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
  });
  client.onNotification(STATUS, (status: unknown) => {
    if (isStatus(status)) options.onStatus(status);
  });
  const stopHeartbeat = startHeartbeat({
    everyMs: PING_EVERY_MS,
    limitMs: PING_LIMIT_MS,
    needed: () => !client.isInDebugMode && vscode.workspace.textDocuments.some(isOurs),
    ping: () => client.sendRequest(PING),
    onHang: () => {
      options.output.error(`The language server has not answered for ${PING_LIMIT_MS / 1000} s and is ended.`);
      client.serverProcess?.kill('SIGKILL');
    },
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped || newState === State.StartFailed) {
      stopHeartbeat();
      end();
    }
  });
  return {
    started: client.start(),
    ended,
    async stop() {
      stopHeartbeat();
      const process = client.serverProcess;
      try {
        await client.dispose(STOP_MS);
      } catch {
        // It did not answer, or was never there.
      }
      // Nothing stays behind, also when this extension host ends right after.
      if (process?.exitCode === null && process.signalCode === null) process.kill('SIGKILL');
    },
  };
}

function serverOptions({ extensionUri }: ClientOptions) {
  const module = vscode.Uri.joinPath(extensionUri, 'dist', 'server.cjs').fsPath;
  const transport = TransportKind.ipc;
  // Not the person's folder: a process that stands in it keeps some systems from renaming or deleting it.
  const cwd = extensionUri.fsPath;
  return {
    run: { module, transport, options: { cwd } },
    debug: { module, transport, options: { cwd, execArgv: ['--inspect=6010'] } },
  };
}

function initializationOptions({ extensionUri, quarantine }: ClientOptions): InitializationOptions {
  return { extensionRoot: extensionUri.fsPath, commands: true, quarantine };
}

function isOurs({ languageId }: vscode.TextDocument): boolean {
  return languages.includes(languageId);
}
