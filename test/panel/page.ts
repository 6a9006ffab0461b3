// The panel in a real browser, with the extension's side played by the test: same page, same content policy.
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { FromPanel, ToPanel } from '../../src/protocol/panel.ts';
import { themeCss, type Theme } from './themes.ts';

/** The installed browser, or undefined where there is none; panel tests are skipped then. */
export const browserPath = [process.env['UNBLOCK_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);

export async function openBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error('There is no Chromium on this machine.');
  return chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
}

export interface PanelPage {
  readonly page: Page;
  /** What the panel sent so far. */
  readonly sent: () => Promise<FromPanel[]>;
  readonly state: () => Promise<unknown>;
  /** Anything, to see what the panel does with messages that are none. */
  readonly post: (message: ToPanel | object | null) => Promise<void>;
  /** Errors and violations of the content policy. */
  readonly complaints: readonly string[];
}

const nonce = 'test-nonce';
const fakeApi = `
  const sent = [];
  let state;
  window.unblockTest = { sent, state: () => state };
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => sent.push(structuredClone(message)),
    getState: () => state,
    setState: (next) => { state = next; },
  });`;

export async function openPanel(browser: Browser, theme: Theme, width = 900): Promise<PanelPage> {
  const context = await browser.newContext({ viewport: { width, height: 1000 }, bypassCSP: false });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const files: Readonly<Record<string, { readonly contentType: string; readonly body: string }>> = {
    '/': { contentType: 'text/html', body: html(theme) },
    '/panel.js': { contentType: 'text/javascript', body: await panelScript() },
    '/panel.css': { contentType: 'text/css', body: readFileSync('media/panel/panel.css', 'utf8') },
    '/theme.css': { contentType: 'text/css', body: themeCss(theme) },
    '/favicon.ico': { contentType: 'image/png', body: '' },
  };
  await page.route('**/*', (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file ? route.fulfill(file) : route.abort();
  });
  // Only a secure page has a clipboard, as the panel has inside VS Code.
  await page.goto('https://panel.test/');
  return {
    page,
    complaints,
    sent: () => page.evaluate('unblockTest.sent'),
    state: () => page.evaluate('unblockTest.state()'),
    post: (message) => page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`),
  };
}

function html(theme: Theme): string {
  const policy = `default-src 'none'; style-src 'self'; img-src blob:; script-src 'nonce-${nonce}'`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="theme.css"><link rel="stylesheet" href="panel.css"><title>Panel</title></head>
<body class="${theme}"><main id="panel"></main>
<script nonce="${nonce}">${fakeApi}</script><script nonce="${nonce}" src="panel.js"></script></body></html>`;
}

let script: Promise<string> | undefined;

function panelScript(): Promise<string> {
  script ??= build({
    entryPoints: ['media/panel/main.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'warning',
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
  return script;
}
