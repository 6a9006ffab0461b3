import {
  type CancellationToken,
  type Connection,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
  WorkDoneProgressReporter,
} from 'vscode-languageserver';
import type { Measured } from '../model/measure.ts';
import { readMeasured, type ScanSummary, ServerCommand } from '../protocol/server.ts';
import type { Scanner } from './scan/scanner.ts';
import type { WorkspaceFolders } from './workspace/folders.ts';

export interface Commands {
  /** A scan that nobody has asked for just now: its progress is shown where it is in nobody's way. */
  scanQuietly(): Promise<void>;
}

/** Runs the commands that an editor may ask for. */
export function serveCommands(
  connection: Connection,
  { capabilities }: InitializeParams,
  folders: WorkspaceFolders,
  scanner: Scanner,
  measured: (all: readonly Measured[]) => void,
): Commands {
  const canShowProgress = capabilities.window?.workDoneProgress === true;

  async function ownProgress() {
    return canShowProgress ? await connection.window.createWorkDoneProgress() : undefined;
  }

  async function scan(
    asked: CancellationToken | undefined,
    reporter: WorkDoneProgressReporter | undefined,
  ): Promise<ScanSummary | undefined> {
    const own = reporter === undefined ? await ownProgress() : undefined;
    const progress = reporter ?? own;
    const cancel = new AbortController();
    for (const token of [asked, own?.token]) token?.onCancellationRequested(() => cancel.abort());
    progress?.begin('Scanning the workspace', 0, '', true);
    try {
      return await scanner.run(cancel.signal, (done, total, { findings }) => {
        const far = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} files, ${findings.toLocaleString('en')} findings`;
        progress?.report(Math.floor((100 * done) / Math.max(total, 1)), far);
      });
    } finally {
      progress?.done();
    }
  }

  connection.onExecuteCommand(async ({ command, arguments: args }, token, progress): Promise<ScanSummary | null> => {
    switch (command) {
      case ServerCommand.scan:
        return (await scan(token, WorkDoneProgressReporter.isNullInstance(progress) ? undefined : progress)) ?? null;
      case ServerCommand.clearScan:
        scanner.clear();
        return null;
      case ServerCommand.index:
        folders.readAgain();
        return null;
      case ServerCommand.stopIndex:
        folders.stop();
        return null;
      case ServerCommand.measured:
        measured(readMeasured(args?.[0]));
        return null;
      default:
        throw new ResponseError(LSPErrorCodes.RequestFailed, `There is no command ${command}.`);
    }
  });

  return {
    async scanQuietly() {
      await scan(undefined, undefined);
    },
  };
}
