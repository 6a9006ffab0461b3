// A real VS Code from the npm registry: the npm package `code-server` carries the whole editor (workbench, extension
// host, built-in extensions, webviews), and its server can be started directly. Filled once into `.cache/vscode`, so
// that nobody who only builds the extension pays for it.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cache } from './paths.mjs';
import { npm } from './process.mjs';

/** code-server 4.139.1 is VS Code 1.139.1. */
const version = '4.139.1';

const home = join(cache, 'vscode');
const installed = join(home, `code-server-${version}`);

/** What of it we start. @param {string} folder */
const serverMain = (folder) => join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js');

/**
 * Installs the editor unless it is there, and returns the path of its server. Interrupted or run twice at once it leaves
 * no half-installed editor: the work is done beside the place and moved there at the end.
 * @param {(message: string) => void} [say]
 */
export async function installEditor(say = console.log) {
  if (existsSync(serverMain(installed))) return serverMain(installed);
  say(`Installing VS Code 1.${version.slice(2)} into .cache/vscode (once, half a minute)…`);
  await removeLeftovers();
  const work = join(home, `.installing-${process.pid}`);
  try {
    await fill(work);
    await rename(work, installed).catch((error) => {
      if (!existsSync(serverMain(installed))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return serverMain(installed);
}

/** @param {string} folder */
async function fill(folder) {
  await mkdir(folder, { recursive: true });
  // Without a package.json of its own npm would look for the project in the folders above, and find ours.
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await npm(['install', `code-server@${version}`, ...flags], { cwd: folder, quiet: true });
  // The native parts that --ignore-scripts leaves out (logging, watchdog, sqlite, kerberos) are only logged as missing.
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  await npm(['install', ...flags], { cwd: vscode, quiet: true });
  await npm(['install', ...flags], { cwd: join(vscode, 'extensions'), quiet: true });
}

/** What installs that were killed have left behind. */
async function removeLeftovers() {
  await mkdir(home, { recursive: true });
  for (const name of await readdir(home)) {
    const pid = Number(/^\.installing-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) await rm(join(home, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
