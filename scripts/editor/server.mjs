// Starting and stopping the editor's server.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installEditor } from './install.mjs';
import { root, temporaryFolder } from './paths.mjs';
import { Failed, run } from './process.mjs';

/** A quiet editor: no tours, no chat, no downloads, the same fonts and sizes everywhere. */
const settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'typescript.disableAutomaticTypeAcquisition': true,
  // An untrusted folder stays untrusted, without a dialogue in front of everything.
  'security.workspace.trust.startupPrompt': 'never',
};

/**
 * @typedef {object} Server
 * @property {(query: { folder?: string, workspace?: string, payload?: ReadonlyArray<readonly [string, string]> }) => string} url
 *   The page that opens `folder`, or the folders of the file `workspace`, or none; the payload is read by the workbench as the desktop editor reads its arguments.
 * @property {(path: string) => string} remote How the editor names a path of this machine, for the payload.
 * @property {string} folder Removed when the server stops; workspaces may be put here.
 * @property {Promise<void>} stopped
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the editor's server on a free port with its own settings and extensions.
 * @param {{ trusted?: boolean, install?: readonly string[], env?: Record<string, string> }} [options]
 *   trusted: every folder; install: `.vsix` files; env: what extensions see in `process.env` besides ours
 * @returns {Promise<Server>}
 */
export async function startServer({ trusted = true, install = [], env = {} } = {}) {
  const main = await installEditor();
  const home = temporaryFolder('editor');
  const token = randomUUID();
  try {
    const places = await prepare(home);
    for (const file of install) {
      await run(process.execPath, [main, ...places, '--install-extension', file], { env: environment(), quiet: true });
    }
    const child = spawn(
      process.execPath,
      [
        join(root, 'scripts/editor/guard.mjs'),
        ...[home, main, ...places],
        ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token],
        // Without it a built editor ignores the payload.
        '--enable-smoke-test-driver',
        ...(trusted ? ['--disable-workspace-trust'] : []),
      ],
      { detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: { ...environment(), ...env } },
    );
    const stopped = once(child, 'exit').then(() => undefined);
    const port = await listeningPort(child);
    return {
      ...addresses(`localhost:${port}`, token),
      folder: home,
      stopped,
      stop: () => (child.stdin.end(), stopped),
    };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

/** Fills the server's folder and returns the arguments that name its parts. @param {string} home */
async function prepare(home) {
  const [data, extensions] = [join(home, 'data'), join(home, 'extensions')];
  await mkdir(join(data, 'User'), { recursive: true });
  await mkdir(extensions);
  await writeFile(join(data, 'User/settings.json'), JSON.stringify(settings, undefined, 2));
  return [
    ...['--accept-server-license-terms', '--disable-telemetry'],
    ...['--user-data-dir', data, '--extensions-dir', extensions],
  ];
}

/**
 * @param {string} authority
 * @param {string} token
 * @returns {Pick<Server, 'url' | 'remote'>}
 */
function addresses(authority, token) {
  const asUriPath = (/** @type {string} */ path) => path.replaceAll('\\', '/').replace(/^(?!\/)/, '/');
  return {
    url({ folder, workspace, payload = [] }) {
      const query = new URLSearchParams({ tkn: token });
      if (folder !== undefined) query.set('folder', asUriPath(folder));
      else if (workspace !== undefined) query.set('workspace', asUriPath(workspace));
      // Else the editor would open what it had open last.
      else query.set('ew', 'true');
      query.set('payload', JSON.stringify([...payload, ['skipWelcome', 'true']]));
      return `http://${authority}/?${query}`;
    },
    remote: (path) => `vscode-remote://${authority}${asUriPath(path)}`,
  };
}

/** Ours without what npm and a surrounding editor's terminal have put there. */
function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|VSCODE_|ELECTRON_)/i.test(name)));
}

/**
 * Where the server listens; what it said when it ends before that.
 * @param {import('node:child_process').ChildProcessByStdio<import('node:stream').Writable, import('node:stream').Readable, import('node:stream').Readable>} child
 * @returns {Promise<number>}
 */
function listeningPort(child) {
  let output = '';
  return new Promise((done, fail) => {
    const read = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-20_000);
      const port = /listening on (\d+)/i.exec(output);
      if (port) done(Number(port[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', () => fail(new Failed('The editor ended before it could be used.', output)));
  });
}
