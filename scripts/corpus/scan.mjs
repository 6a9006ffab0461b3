// One project, as the command line sees it.
import { spawn } from 'node:child_process';
import { join, relative, sep } from 'node:path';
import { root } from '../editor/paths.mjs';
import { readReport } from './ruling.mjs';

/** What `unblock check` exits with when it could do its work. */
const worked = [0, 1];

/**
 * @param {string} folder
 * @returns {Promise<import('./ruling.mjs').Found[]>}
 */
export function scan(folder) {
  return new Promise((done, fail) => {
    const args = [join(root, 'dist/cli.mjs'), 'check', '--format', 'json', '--hints', '.'];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk) => (err += chunk));
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (!worked.includes(code ?? -1)) return fail(new Error(`unblock check ended with ${signal ?? code}.\n${err}`));
      done(readReport(out, (path) => relative(folder, path).split(sep).join('/')));
    });
  });
}
