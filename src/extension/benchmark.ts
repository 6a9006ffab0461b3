import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { Command } from '../protocol/server.ts';
import type { Benchmark } from './panel/index.ts';
import type { ServerTalk } from './panel/server-talk.ts';

type Bundle = Pick<typeof import('./panel/index.ts'), 'startBenchmark'>;

/** As the panel calls itself, and `activationEvents` in the manifest. */
const VIEW_TYPE = 'unblock.benchmark';

/**
 * Registers the commands `unblock.openBenchmarkPanel` and the one behind "Measure" on findings, and the panel's restoration. What is
 * behind them is a bundle of its own: most people who open a file do not measure, and nobody should wait for it to be compiled.
 */
export function registerBenchmark(
  context: vscode.ExtensionContext,
  server: ServerTalk,
  load = loadBundle,
): vscode.Disposable {
  let started: Benchmark | undefined;
  const benchmark = (): Benchmark => (started ??= load().startBenchmark(context, server));
  const open = (argument: unknown): Promise<void> => benchmark().open(argument);
  return vscode.Disposable.from(
    vscode.commands.registerCommand('unblock.openBenchmarkPanel', open),
    vscode.commands.registerCommand(Command.measure, open),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel(view, state: unknown) {
        benchmark().restore(view, state);
        return Promise.resolve();
      },
    }),
    { dispose: () => started?.dispose() },
  );
}

function loadBundle(): Bundle {
  return createRequire(__filename)('./benchmark.cjs') as Bundle;
}
