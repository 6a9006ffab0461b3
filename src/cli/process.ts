import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Engine } from './engine.ts';
import { defaultCacheFolder } from '../workspace/cache-folder.ts';
import { exitCode } from './exit-code.ts';
import type { Host } from './host.ts';
import { makeProgress } from './progress.ts';
import { run } from './run.ts';
import { makeStyle, wantsColour } from './style.ts';

/** A digest of all sources, set by the build. */
declare const UNBLOCK_BUILD: string | undefined;

/** Who presses Ctrl+C does not want to wait. Milliseconds. */
const patience = 1000;

/** Runs the command line of this process. `bundle` is the address of the running script, `dist/cli.mjs`. */
export async function runProcess(bundle: string, createEngine: () => Engine): Promise<void> {
  const cleanUps: (() => Promise<void>)[] = [];
  const folder = dirname(fileURLToPath(bundle));
  const worker = join(folder, 'index-worker.cjs');
  const host: Host = {
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(text),
    err: (text) => {
      host.progress.clear();
      process.stderr.write(text);
    },
    outStyle: makeStyle(wantsColour(process.stdout.isTTY, process.env)),
    errStyle: makeStyle(wantsColour(process.stderr.isTTY, process.env)),
    progress: makeProgress(process.stderr),
    packageFolder: dirname(folder),
    createEngine,
    ...(typeof UNBLOCK_BUILD === 'string' && { caching: { build: UNBLOCK_BUILD, folder: defaultCacheFolder() } }),
    ...(existsSync(worker) && { indexWorker: worker }),
    onInterrupt: (cleanUp) => void cleanUps.push(cleanUp),
  };
  for (const stream of [process.stdout, process.stderr]) stream.on('error', stopWhenNobodyReads);
  process.on('SIGINT', () => {
    host.progress.clear();
    void interrupt(cleanUps);
  });
  try {
    // Not process.exit: output that still waits in a pipe would be lost.
    process.exitCode = await run(host, process.argv.slice(2));
  } catch (error) {
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.err(`unblock: This is a fault in Unblock, please report it.\n${details}\n`);
    process.exitCode = exitCode.failed;
  }
}

async function interrupt(cleanUps: readonly (() => Promise<void>)[]): Promise<void> {
  const cleanedUp = Promise.allSettled(cleanUps.map((cleanUp) => cleanUp()));
  if (cleanUps.length > 0) await Promise.race([cleanedUp, sleep(patience)]);
  process.exit(exitCode.interrupted);
}

/** `unblock check | head` closes our output early. That is no error, and no reason to go on. */
function stopWhenNobodyReads(error: Error & { readonly code?: string }): void {
  if (error.code === 'EPIPE') process.exit(exitCode.brokenPipe);
  // Whoever reads what has been written up to here must not take it for all there is.
  process.stderr.write(`unblock: the output cannot be written: ${error.message}\n`);
  process.exit(exitCode.failed);
}
