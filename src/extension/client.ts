import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  ExecuteCommandRequest,
  LanguageClient,
  State,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import {
  Command,
  INDEX_STATUS,
  type IndexStatus,
  type InitializationOptions,
  isIndexStatus,
  isScanSummary,
  isStatus,
  PING,
  SCAN_STATUS,
  type ScanSummary,
  STATUS,
  type Status,
} from '../protocol/server.ts';
import { startHeartbeat } from './heartbeat.ts';
import { languages, selector } from './languages.ts';
import type { Life } from './supervisor.ts';

const STOP_MS = 1_500;
const PING_EVERY_MS = 10_000;
const PING_LIMIT_MS = 15_000;

export interface ClientOptions {
  readonly extensionUri: vscode.Uri;
  /** Where the editor lets us keep things. */
  readonly storageUri: vscode.Uri;
  readonly output: vscode.LogOutputChannel;
  readonly quarantine: readonly string[];
  onStatus(status: Status): void;
  onIndex(status: IndexStatus): void;
  onScan(summary: ScanSummary | null): void;
  onDiagnostics(uri: vscode.Uri, diagnostics: vscode.Diagnostic[]): void;
}

/** A server that can be told to do something. */
export interface ServerLife extends Life {
  /** Runs one of the server's own commands; rejects when the server is gone before it has answered. */
  run(command: string, watch?: RunOptions, argument?: unknown): Promise<unknown>;
  /** Sends a request of our own; rejects likewise. */
  ask(method: string, argument: unknown): Promise<unknown>;
}

export interface RunOptions {
  readonly token: vscode.CancellationToken;
  /** `percentage` counts from 0 to 100. */
  onProgress(message: string, percentage: number): void;
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
export function beginLife(options: ClientOptions): ServerLife {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const client = new QuietClient('unblock', 'Unblock', serverOptions(options), {
    documentSelector: [...selector],
    outputChannel: options.output,
    initializationOptions: initializationOptions(options),
    initializationFailedHandler: () => false,
    // Kept by whoever outlives this client, so that nothing goes away while a server is started again.
    middleware: { handleDiagnostics: (uri, diagnostics) => options.onDiagnostics(uri, diagnostics) },
    markdown: { isTrusted: { enabledCommands: [Command.explain, Command.measure] } },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
  });
  client.onNotification(STATUS, (status: unknown) => {
    if (isStatus(status)) options.onStatus(status);
  });
  client.onNotification(INDEX_STATUS, (status: unknown) => {
    if (isIndexStatus(status)) options.onIndex(status);
  });
  client.onNotification(SCAN_STATUS, (summary: unknown) => {
    if (summary === null || isScanSummary(summary)) options.onScan(summary);
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
    run: (command, watch, argument) => run(client, command, watch, argument),
    ask: (method, argument) => client.sendRequest<unknown>(method, argument),
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

let runs = 0;

async function run(
  client: LanguageClient,
  command: string,
  watch: RunOptions | undefined,
  argument: unknown,
): Promise<unknown> {
  const args = argument === undefined ? {} : { arguments: [argument] };
  if (!watch) return client.sendRequest(ExecuteCommandRequest.type, { command, ...args });
  const workDoneToken = `unblock-${++runs}`;
  const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
    if (value.kind === 'report') watch.onProgress(value.message ?? '', value.percentage ?? 0);
  });
  try {
    return await client.sendRequest(ExecuteCommandRequest.type, { command, workDoneToken, ...args }, watch.token);
  } finally {
    listener.dispose();
  }
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

function initializationOptions({ extensionUri, storageUri, quarantine }: ClientOptions): InitializationOptions {
  const cacheFolder = vscode.Uri.joinPath(storageUri, 'cache').fsPath;
  return { extensionRoot: extensionUri.fsPath, cacheFolder, commands: true, quarantine };
}

function isOurs({ languageId }: vscode.TextDocument): boolean {
  return languages.includes(languageId);
}
