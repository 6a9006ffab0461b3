// The one run there may be at a time. It belongs to the extension, not to the panel: a hidden panel loses nothing.
import * as vscode from 'vscode';
import {
  BenchmarkError,
  languageOf,
  runBenchmark,
  runSizes,
  type BenchmarkProgress,
  type BenchmarkRequest,
} from '../../bench/index.ts';
import type { Evidence } from '../../model/evidence.ts';

export type RunEnd =
  { readonly kind: 'done'; readonly evidence: Evidence } | { readonly kind: 'failed'; readonly message: string };

export interface RunPlan {
  readonly title: string;
  /** May reject with a BenchmarkError. */
  readonly prepare: () => Promise<BenchmarkRequest>;
  readonly sizes: readonly number[];
  /** The interpreter; asked only where Python is run. */
  readonly python: () => Promise<string>;
  readonly onProgress: (progress: BenchmarkProgress) => void;
}

export class Runner implements vscode.Disposable {
  readonly #harness: string;
  #current: AbortController | undefined;

  /** @param harness Folder with the built sandbox. */
  constructor(harness: string) {
    this.#harness = harness;
  }

  get busy(): boolean {
    return this.#current !== undefined;
  }

  /** Prepares a run and runs it to the end, at each of the sizes if there are any; never throws. Call only when not busy. */
  async run({ title, prepare, sizes, python, onProgress }: RunPlan): Promise<RunEnd> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#current = controller;
    const status = statusItem(title);
    try {
      const request = await orCancelled(prepare(), signal);
      const interpreter = languageOf(request) === 'python' ? { python: await orCancelled(python(), signal) } : {};
      const options = { harness: this.#harness, signal, onProgress, ...interpreter };
      const evidence = await (sizes.length > 1 ? runSizes(request, sizes, options) : runBenchmark(request, options));
      return { kind: 'done', evidence };
    } catch (error) {
      return { kind: 'failed', message: explain(error) };
    } finally {
      status.dispose();
      this.#current = undefined;
    }
  }

  /** Ends the run's processes at once. */
  cancel(): void {
    this.#current?.abort();
  }

  dispose(): void {
    this.cancel();
  }
}

/** What goes on after a cancellation is waited for by nobody: it starts nothing. */
function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const cancelled = new Promise<never>((_, reject) => {
    const message = 'The run was cancelled before anything was run.';
    signal.addEventListener('abort', () => reject(new BenchmarkError('cancelled', message)), { once: true });
  });
  return Promise.race([work, cancelled]);
}

function statusItem(title: string): { dispose(): void } {
  const item = vscode.window.createStatusBarItem('unblock.benchmark', vscode.StatusBarAlignment.Left);
  item.name = 'Unblock: Benchmark';
  item.text = '$(loading~spin) Measuring';
  item.tooltip = `Unblock is measuring: ${title}. Click to show the panel.`;
  item.command = 'unblock.openBenchmarkPanel';
  item.show();
  return item;
}

const pickInterpreter =
  'The command “Python: Select Interpreter” does that, and so does the setting `python.defaultInterpreterPath`.';

function explain(error: unknown): string {
  if (error instanceof BenchmarkError) {
    return error.code === 'no-python' ? `${error.message} ${pickInterpreter}` : error.message;
  }
  return `The measurement failed: ${error instanceof Error ? error.message : String(error)}. Nothing of it is left running.`;
}
