// Runs a suite inside a desktop VS Code, which @vscode/test-electron downloads. The same suites as in the browser.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { cache, root, temporaryFolder } from '../editor/paths.mjs';
import { readTally } from './tally.mjs';
import { createWorkspace } from './workspace.mjs';

/**
 * @param {object} options
 * @param {string} options.suite which part of the bundle to run
 * @param {boolean} [options.trusted]
 * @param {import('./workspace.mjs').Opened} [options.open] what the window shows
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runOnDesktop({ suite, trusted = true, open = 'folder' }) {
  const result = join(cache, `result-${suite}-${process.pid}.json`);
  await mkdir(cache, { recursive: true });
  const home = temporaryFolder('desktop');
  try {
    const { folder, workspace } = await createWorkspace(home, open);
    const shown = workspace ?? folder;
    await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, 'dist/test/integration/index.cjs'),
      extensionTestsEnv: { UNBLOCK_TEST_SUITE: suite, UNBLOCK_TEST_RESULT: result },
      launchArgs: [
        ...(shown ? [shown] : []),
        ...['--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')],
        ...['--disable-extensions', '--skip-welcome', '--skip-release-notes', '--disable-telemetry'],
        ...(trusted ? ['--disable-workspace-trust'] : []),
      ],
    }).catch((error) => {
      // Failing tests are told by the result; what went wrong before there was one is told here.
      console.error(error instanceof Error ? error.message : error);
    });
    return readTally(result);
  } finally {
    await rm(home, { recursive: true, force: true });
    await rm(result, { force: true });
  }
}
