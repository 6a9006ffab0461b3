import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import {
  createProtocolConnection,
  type InitializeParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { STATUS, type Status } from '../../../src/protocol/server.ts';

/** A temporary folder that is gone when the test is. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'unblock-server-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Bundles a server as `esbuild.mjs` does. */
export async function bundle(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, 'server.cjs');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  return outfile;
}

export interface Client extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly published: readonly PublishDiagnosticsParams[];
  readonly statuses: readonly Status[];
  /** The diagnostics for this version of the document; undefined stands for those sent when it was closed. */
  diagnostics(uri: string, version: number | undefined): Promise<PublishDiagnosticsParams>;
}

const capabilities: InitializeParams['capabilities'] = {
  workspace: {
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'], changeAnnotationSupport: {} },
  },
};

/** Starts a server over stdio and shakes hands. */
export async function startClient(script: string, params: Partial<InitializeParams> = {}): Promise<Client> {
  const server = spawn(process.execPath, [script, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const published: PublishDiagnosticsParams[] = [];
  const statuses: Status[] = [];
  let wake = (): void => undefined;
  connection.onNotification('textDocument/publishDiagnostics', (next: PublishDiagnosticsParams) => {
    published.push(next);
    wake();
  });
  connection.onNotification(STATUS, (status: Status) => void statuses.push(status));
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities, ...params });
  await connection.sendNotification('initialized', {});
  return {
    process: server,
    connection,
    published,
    statuses,
    async diagnostics(uri, version) {
      for (;;) {
        const found = published.find((each) => each.uri === uri && each.version === version);
        if (found) return found;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async [Symbol.asyncDispose]() {
      connection.dispose();
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
    },
  };
}
