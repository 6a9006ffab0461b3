// `npm start [-- PATH]`: builds, then opens PATH (default: a copy of the sample, to play with) in a VS Code that runs this
// extension: the desktop one when `code` is on PATH, else VS Code in the browser.
//   --browser   in the browser even when there is a desktop VS Code
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { onPath } from './editor/browser.mjs';
import { root } from './editor/paths.mjs';
import { buildAll, requireNode, run, stopOnSignal } from './editor/process.mjs';
import { startServer } from './editor/server.mjs';
import { freshSample } from './fresh-sample.mjs';

requireNode();
const args = process.argv.slice(2);
const path = args.find((arg) => !arg.startsWith('-'));
const folder = path === undefined ? await freshSample() : resolve(process.env.INIT_CWD ?? process.cwd(), path);
if (!existsSync(folder)) {
  console.error(`There is no ${folder}.`);
  process.exit(2);
}

console.log('Building Unblock…');
await buildAll();

if (onPath('code') && !args.includes('--browser')) await openDesktop();
else await openInBrowser();

async function openDesktop() {
  console.log(`Opening VS Code with Unblock on ${folder}`);
  await run('code', [`--extensionDevelopmentPath=${root}`, folder], { shell: process.platform === 'win32' });
}

async function openInBrowser() {
  const server = await startServer();
  let asked = false;
  stopOnSignal(() => {
    asked = true;
    return server.stop();
  });
  const payload = /** @type {const} */ ([['extensionDevelopmentPath', server.remote(root)]]);
  console.log(`
VS Code is running with Unblock. Open this address in a browser:

  ${server.url({ folder, payload })}

It shows ${folder}. After a change to the extension run \`npm run build\` and reload the page.
Press Ctrl+C to stop.`);
  await server.stopped;
  if (asked) return;
  console.error('The editor has ended by itself.');
  process.exit(1);
}
