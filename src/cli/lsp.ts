import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exitCode, UsageError } from './exit-code.ts';
import type { Host } from './host.ts';

/** `unblock lsp`: turns this process into the language server that VS Code uses, on standard input and output. */
export async function serveEditor(host: Host): Promise<number> {
  const server = join(host.packageFolder, 'dist', 'server.cjs');
  if (!existsSync(server)) {
    throw new UsageError(`The language server is missing from this installation: ${server}. Install Unblock again.`);
  }
  // Where the server library looks for what to listen on.
  process.argv.splice(2, Infinity, '--stdio');
  await import(pathToFileURL(server).href);
  // The process lives on as long as the editor talks to it.
  return exitCode.done;
}
