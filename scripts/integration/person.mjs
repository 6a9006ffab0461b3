// Drives the editor's page as a person would: keyboard, mouse and eyes. It also takes the pictures of the README.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Mocha from 'mocha';
import { expected } from '../../test/integration/person/expected.mjs';
import { launchBrowser } from '../editor/browser.mjs';
import { root } from '../editor/paths.mjs';
import { stopOnSignal } from '../editor/process.mjs';
import { startServer } from '../editor/server.mjs';
import { createWorkspace } from './workspace.mjs';

/**
 * @param {{ screenshots: string }} options the folder for the pictures
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runAsPerson({ screenshots }) {
  await mkdir(screenshots, { recursive: true });
  const server = await startServer();
  const forget = stopOnSignal(server.stop);
  const browser = await launchBrowser();
  try {
    const { folder } = await createWorkspace(server.folder, 'folder');
    if (folder === undefined) throw new Error('There is no folder to work in.');
    // Before the editor lists the files: it may learn of a new one late.
    const { python, twoFiles } = expected;
    for (const [name, text] of Object.entries({ [python.file]: python.text, ...twoFiles.texts }))
      await writeFile(join(folder, name), text);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(60_000);
    await page.goto(server.url({ folder, payload: [['extensionDevelopmentPath', server.remote(root)]] }));
    const tally = await runSteps({ page, folder, screenshots });
    if (tally.failed > 0) {
      const picture = join(screenshots, 'failed.png');
      await page.screenshot({ path: picture });
      console.log(`What the editor showed at the end: ${picture}`);
    }
    return tally;
  } finally {
    forget();
    await browser.close();
    await server.stop();
  }
}

/**
 * @param {import('../../test/integration/person/editor.mjs').Place} place
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
async function runSteps(place) {
  // Each step goes on from where the one before it has left the editor.
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 240_000, slow: 60_000, bail: true });
  const grep = process.env.UNBLOCK_TEST_GREP;
  if (grep !== undefined) mocha.grep(grep);
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  const { steps } = await import('../../test/integration/person/steps.mjs');
  steps(place);
  return new Promise((done) => {
    const runner = mocha.run((failed) =>
      done({ passed: runner.stats?.passes ?? 0, failed, skipped: runner.stats?.pending ?? 0 }),
    );
  });
}
