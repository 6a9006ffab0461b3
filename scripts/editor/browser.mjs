// A browser to drive the editor with: the machine's own when there is one.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { npm, run } from './process.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The path of a Chromium, installed if need be: by apt where we may (a fresh Debian machine or container), else by
 * Playwright.
 * @param {(message: string) => void} [say]
 * @returns {Promise<string>}
 */
export async function findBrowser(say = console.log) {
  const found = installedBrowser();
  if (found) return found;
  const attempts = [];
  if (process.getuid?.() === 0 && onPath('apt-get')) attempts.push({ name: 'apt-get', install: installWithApt });
  attempts.push({ name: 'playwright-core', install: installWithPlaywright });
  const failures = [];
  for (const { name, install } of attempts) {
    say(`No Chromium found; installing one with ${name} (once)…`);
    await install().catch((error) => failures.push(String(error)));
    const browser = installedBrowser();
    if (browser) return browser;
  }
  throw new Error(
    `No Chromium found, and none could be installed. Install Chromium or Chrome, or name one in CHROME_PATH.\n${failures.join('\n')}`,
  );
}

/** @returns {string | undefined} */
function installedBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen && !existsSync(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which does not exist.`);
  const playwrights = chromium.executablePath();
  return (
    chosen ||
    names.map(onPath).find((path) => path !== undefined) ||
    [...elsewhere, playwrights].find((path) => path !== '' && existsSync(path))
  );
}

/** Where a program is, as a shell would find it. @param {string} name @returns {string | undefined} */
export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return folders
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find((path) => existsSync(path));
}

async function installWithApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env, quiet: true });
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
    env,
    quiet: true,
  });
}

async function installWithPlaywright() {
  await npm(['exec', '--', 'playwright-core', 'install', 'chromium'], { quiet: true });
}

/** Starts it, out of sight. It ends with us, however we end. */
export async function launchBrowser() {
  return chromium.launch({
    executablePath: await findBrowser(),
    // Chromium refuses to sandbox what root runs.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
    ],
  });
}
