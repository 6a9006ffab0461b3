// Runs a suite inside the extension host of a VS Code whose window is a page in a browser out of sight.
import { appendFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { format } from 'node:util';
import { launchBrowser } from '../editor/browser.mjs';
import { cache, root } from '../editor/paths.mjs';
import { stopOnSignal } from '../editor/process.mjs';
import { startServer } from '../editor/server.mjs';
import { readTally } from './tally.mjs';
import { createWorkspace } from './workspace.mjs';

/** For the whole suite; tests have their own, shorter limits. */
const patience = 8 * 60_000;

/** What the suite puts before each line of its report. */
const mark = '\u2063unblock\u2063';

const bundle = join(root, 'dist/test/integration/index.cjs');

/**
 * @param {object} options
 * @param {string} options.suite which part of the bundle to run
 * @param {boolean} [options.trusted]
 * @param {import('./workspace.mjs').Opened} [options.open] what the window shows
 * @param {string} [options.vsix] run against this installed package instead of the repository
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runInBrowser({ suite, trusted = true, open = 'folder', vsix }) {
  const result = join(cache, `result-${suite}-${process.pid}.json`);
  const log = join(cache, `console-${suite}.log`);
  await mkdir(cache, { recursive: true });
  await writeFile(log, '');
  const env = {
    UNBLOCK_TEST_SUITE: suite,
    UNBLOCK_TEST_RESULT: result,
    UNBLOCK_TEST_MARK: mark,
    UNBLOCK_TEST_COLOR: process.stdout.isTTY ? 'yes' : '',
  };
  const server = await startServer({ trusted, env, ...(vsix && { install: [vsix] }) });
  const forget = stopOnSignal(server.stop);
  const browser = await launchBrowser();
  try {
    const place = await createWorkspace(server.folder, open);
    const [extension, tests] = vsix ? await stubExtension(server.folder) : [root, bundle];
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const { ended } = await listen(page, log);
    await page.goto(
      server.url({
        ...place,
        payload: [
          ['extensionDevelopmentPath', server.remote(extension)],
          ['extensionTestsPath', server.remote(tests)],
        ],
      }),
    );
    await ended;
    const tally = readTally(result);
    if (tally.failed > 0) console.log(`What the editor and the extension wrote besides: ${relative(root, log)}`);
    return tally;
  } finally {
    forget();
    await browser.close();
    await server.stop();
    await rm(result, { force: true });
  }
}

/**
 * Prints what the suite reports, as it comes. What else is written to the console (the editor itself has much to say)
 * goes to a file. `ended` settles when the suite has ended, whatever its outcome.
 * @param {import('playwright-core').Page} page
 * @param {string} log
 */
async function listen(page, log) {
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    const text = format(...args);
    if (text.startsWith(mark)) console.log(text.slice(mark.length));
    else void appendFile(log, `${type}: ${text}\n`);
  });
  /** @type {PromiseWithResolvers<void>} */
  const { promise: ended, resolve, reject } = Promise.withResolvers();
  await page.exposeFunction('codeAutomationExit', () => resolve());
  page.on('crash', () => reject(new Error('The editor’s page crashed.')));
  page.on('close', () => reject(new Error('The editor’s page was closed before the suite ended.')));
  const timer = setTimeout(() => void giveUp(page).then(reject), patience);
  // Whoever waits for it hears of it; until then nobody may.
  ended.catch(() => {}).finally(() => clearTimeout(timer));
  return { ended };
}

/** @param {import('playwright-core').Page} page */
async function giveUp(page) {
  const picture = join(cache, 'screenshots/gave-up.png');
  await page.screenshot({ path: picture, timeout: 10_000 }).catch(() => {});
  return new Error(`The suite did not end within ${patience / 60_000} minutes. What the editor showed: ${picture}`);
}

/**
 * An extension of nothing but the tests: they need a development extension to start from, and the one under test is the
 * installed copy.
 * @param {string} parent
 */
async function stubExtension(parent) {
  const folder = join(parent, 'stub');
  await mkdir(folder);
  const manifest = { name: 'unblock-tests', publisher: 'unblock', version: '0.0.0', engines: { vscode: '*' } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await cp(bundle, join(folder, 'index.cjs'));
  return /** @type {const} */ ([folder, join(folder, 'index.cjs')]);
}
