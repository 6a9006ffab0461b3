import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, openBrowser, openPanel, type PanelPage } from './page.ts';
import {
  bySize,
  different,
  evidence,
  failed,
  functionSubject,
  past,
  running,
  scenarioSubject,
  snapshot,
} from './snapshots.ts';
import { themes } from './themes.ts';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

const states = {
  idle: snapshot(scenarioSubject, { state: 'idle' }),
  running: snapshot(scenarioSubject, running),
  done: snapshot(scenarioSubject, { state: 'done', evidence: evidence() }),
  different: snapshot(functionSubject, { state: 'done', evidence: different() }),
  sizes: snapshot(functionSubject, { state: 'done', evidence: bySize() }, [
    past,
    { ...past, medians: [{ label: 'Main thread', medianMs: 10 }] },
  ]),
  failed: snapshot(functionSubject, failed),
} as const;

const stateNames: readonly (keyof typeof states)[] = ['idle', 'running', 'done', 'different', 'sizes', 'failed'];

describe.skipIf(browserPath === undefined)('the panel', () => {
  let browser: Browser;
  let panel: PanelPage | undefined;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    // A strict content policy is kept: no inline style, no handler, nothing from elsewhere.
    expect(panel?.complaints ?? []).toEqual([]);
    await panel?.page.context().close();
    panel = undefined;
  });
  afterAll(() => browser.close());

  describe.each(themes)('in %s', (theme) => {
    it.each(stateNames)('has nothing for axe to complain about when %s', async (state) => {
      panel = await openPanel(browser, theme);
      await panel.post(states[state]);
      await panel.page.locator('h1').waitFor();
      await panel.page.locator('fieldset').first().waitFor();
      await panel.page.evaluate(`${axe};void 0`);
      const found = await panel.page.evaluate<string[]>(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
      );
      expect(found).toEqual([]);
    });
  });

  it('asks for a snapshot, sends what the fields hold, and hands over the focus', async () => {
    panel = await openPanel(browser, 'vscode-dark');
    expect(await panel.sent()).toEqual([{ version: 3, type: 'ready' }]);
    await panel.post(states.idle);
    await panel.page.getByLabel('Tasks').fill('20');
    await panel.page.getByLabel('Tasks').blur();
    await panel.page.getByRole('button', { name: 'Run' }).press('Enter');
    const parameters = { tasks: 20, waitMs: 100, limit: 8 };
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'run-scenario', parameters });
    expect(await panel.state()).toEqual({ request: { kind: 'scenario', id: 'waiting', parameters } });

    await panel.post(states.running);
    await panel.page.getByText('420 samples so far').waitFor();
    expect(await panel.page.getByRole('status').textContent()).toBe('Measuring: 3 of 10 processes done.');
    expect(await panel.page.evaluate('document.activeElement.textContent')).toBe('Cancel');
    await panel.page.keyboard.press('Escape');
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'cancel' });

    await panel.post(states.done);
    await panel.page.getByRole('heading', { name: 'Result' }).waitFor();
    expect(await panel.page.evaluate('document.activeElement.textContent')).toBe('Run again');
    expect(await panel.page.getByRole('status').textContent()).toBe('Done: faster.');
  });

  it('does not send what is out of bounds', async () => {
    panel = await openPanel(browser, 'vscode-light');
    await panel.post(states.idle);
    await panel.page.getByLabel('Tasks').fill('5000');
    await panel.page.getByLabel('Tasks').press('Enter');
    expect(await panel.sent()).toHaveLength(1);
  });

  it('asks for another scenario', async () => {
    panel = await openPanel(browser, 'vscode-light');
    await panel.post(states.idle);
    await panel.page.getByLabel('Scenario').selectOption('cpu');
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'choose', scenario: 'cpu' });
  });

  it('sends the edited input of a function', async () => {
    panel = await openPanel(browser, 'vscode-light');
    await panel.post(snapshot(functionSubject, { state: 'idle' }));
    await panel.page.getByLabel('Input', { exact: true }).fill('[5]');
    await panel.page.getByRole('button', { name: 'Run' }).click();
    const inputs = { input: '[5]', setup: '', sizes: [100_000], calls: 1, against: ['fix quicker'] };
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'run-function', ...inputs });
  });

  it('asks for several sizes, and not for what is no number', async () => {
    panel = await openPanel(browser, 'vscode-light');
    await panel.post(snapshot(functionSubject, { state: 'idle' }));
    await panel.page.getByLabel('Sizes (n)').fill('10, many');
    await panel.page.getByRole('button', { name: 'Run' }).click();
    expect(await panel.sent()).toHaveLength(1);
    await panel.page.getByLabel('Sizes (n)').fill('1 000, 10000');
    await panel.page.getByText('Set-up before it').click();
    await panel.page.getByLabel('Statements').fill('const a = 1;');
    await panel.page.getByRole('button', { name: 'Run' }).click();
    const against = ['fix quicker'];
    const inputs = { input: '[n]', setup: 'const a = 1;', sizes: [1000, 10_000], calls: 1, against };
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'run-function', ...inputs });
  });

  it('shows from which size on it pays, earlier runs, and asks for fixes and files', async () => {
    panel = await openPanel(browser, 'vscode-light');
    await panel.post(states.sizes);
    await panel.page.getByText('pays from about').waitFor();
    await panel.page.getByRole('region', { name: 'Times by size' }).waitFor();
    expect(await panel.page.locator('svg.crossover circle').count()).toBe(6);
    await panel.page.getByText('Earlier runs (1)').click();
    const earlier = panel.page.getByRole('region', { name: 'Earlier runs' });
    expect(await earlier.getByRole('row').count()).toBe(3);
    await earlier.getByRole('cell', { name: '10.0 ms (now +20 %)' }).waitFor();
    await panel.page.getByRole('button', { name: 'Show the fixes' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'fixes' });
    await panel.page.getByRole('button', { name: 'Save as Markdown' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'export', format: 'markdown' });
  });

  it('measures against what is ticked, asks for another function, and keeps what was typed', async () => {
    panel = await openPanel(browser, 'vscode-dark');
    await panel.post(snapshot(functionSubject, { state: 'idle' }));
    await panel.page.getByLabel('Input', { exact: true }).fill('[7]');
    await panel.page.getByLabel(/^After the fix: Skip even numbers/).uncheck();
    await panel.page.getByRole('button', { name: 'Run' }).click();
    expect(await panel.sent()).toHaveLength(1);
    await panel.page.getByLabel(/^Worker pool: Move countPrimes/).check();
    await panel.page.getByRole('button', { name: 'Add a function…' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'add-choice', against: ['pool'] });
    if (functionSubject.kind !== 'function') return;
    const other = { id: 'other b.ts#g', label: 'g', detail: 'b.ts', source: 'function g() {}' };
    const against = ['pool', other.id];
    const more = { ...functionSubject, choices: [...functionSubject.choices, other], against };
    await panel.post(snapshot(more, { state: 'idle' }));
    await panel.page.getByLabel('g: b.ts').waitFor();
    await panel.page.getByRole('button', { name: 'Run' }).click();
    expect((await panel.sent()).at(-1)).toMatchObject({ type: 'run-function', input: '[7]', against });
    expect(await panel.state()).toEqual({
      request: { kind: 'place', uri: 'file:///primes.ts', functionName: 'countPrimes' },
    });
  });

  it('draws how long the event loop is held up while a run goes on', async () => {
    panel = await openPanel(browser, 'vscode-dark');
    await panel.post(states.running);
    await panel.page
      .getByRole('img', { name: /Last: Main thread 33.0 ms, Worker pool 1.00 ms. Longest: 41.0 ms/ })
      .waitFor();
    if (running.state !== 'running') return;
    const medians = running.progress.medians.map((each) => ({ ...each, delaysMs: [...each.delaysMs, 50] }));
    await panel.post({ version: 3, type: 'progress', progress: { ...running.progress, medians } });
    await panel.page.getByRole('img', { name: /Longest: 50.0 ms/ }).waitFor();
  });

  it('offers the fixes that were measured, and copies figures and picture', async () => {
    panel = await openPanel(browser, 'vscode-dark');
    await panel.page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: 'https://panel.test' });
    await panel.post(snapshot(functionSubject, { state: 'done', evidence: evidence() }));
    await panel.page.getByRole('button', { name: 'Apply: Skip even numbers' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'apply', fix: 'quicker' });
    expect(await panel.page.getByRole('button', { name: /^Apply: Move/ }).count()).toBe(0);
    await panel.page.getByRole('button', { name: 'Copy as Markdown' }).click();
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'copy' });
    await panel.page.getByRole('button', { name: 'Copy picture' }).click();
    await panel.page.getByRole('status').getByText('The picture is in the clipboard.').waitFor();
    expect(await panel.page.evaluate('navigator.clipboard.read().then(([item]) => item.types)')).toEqual(['image/png']);
  });

  it('shows every figure of the picture in a table, and says how code was isolated', async () => {
    panel = await openPanel(browser, 'vscode-light');
    await panel.post(states.done);
    await panel.page.getByRole('table').waitFor();
    expect(await panel.page.getByRole('row').count()).toBe(4);
    expect(await panel.page.locator('svg circle').count()).toBe(3);
    await panel.page.getByText('Ran closed in. Not promised: true figures from code that means harm.').waitFor();
    await panel.page.getByText('Same results.').waitFor();
    await panel.page.getByText('A model of this pattern, not your code.').waitFor();
  });

  it('leaves messages alone that are none', async () => {
    panel = await openPanel(browser, 'vscode-light');
    await panel.post(states.done);
    await panel.page.getByRole('table').waitFor();
    const text = await panel.page.locator('main').innerText();
    for (const junk of [
      null,
      {},
      { ...states.idle, version: 2 },
      { ...states.idle, run: { state: 'done' } },
      { version: 3, type: 'progress' },
    ]) {
      await panel.post(junk);
    }
    await panel.page.waitForTimeout(50);
    expect(await panel.page.locator('main').innerText()).toBe(text);
  });

  it('is worked with the keyboard alone: each control comes in the order of the page, and is seen to have the focus', async () => {
    panel = await openPanel(browser, 'vscode-dark');
    const { page } = panel;
    await panel.post(snapshot(functionSubject, { state: 'done', evidence: evidence() }));
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    const controls = ':is(button, input, select, textarea):enabled, summary, a[href], [tabindex="0"]';
    const all = await page.locator(controls).filter({ visible: true }).count();
    await page.evaluate('document.activeElement.blur()');
    const reached: number[] = [];
    for (let step = 0; step < all; step++) {
      await page.keyboard.press('Tab');
      const [at, outline] = await page.evaluate<[number, string]>(
        `[[...document.querySelectorAll(${JSON.stringify(controls)})].filter((each) => each.checkVisibility()).indexOf(document.activeElement),
          getComputedStyle(document.activeElement).outlineStyle]`,
      );
      expect(outline).not.toBe('none');
      reached.push(at);
    }
    expect(reached).toEqual(Array.from({ length: all }, (_, index) => index));
    await page.getByRole('button', { name: 'Apply: Skip even numbers' }).press('Space');
    expect((await panel.sent()).at(-1)).toEqual({ version: 3, type: 'apply', fix: 'quicker' });
  });

  it('keeps still for who asks for less motion, the system or the editor', async () => {
    const moving = `[...document.querySelectorAll('*')].filter((each) => {
      const { animationName, transitionDuration } = getComputedStyle(each);
      return animationName !== 'none' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
    }).length`;
    panel = await openPanel(browser, 'vscode-dark');
    await panel.post(states.running);
    await panel.page.getByRole('button', { name: 'Cancel' }).waitFor();
    await panel.page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await panel.page.evaluate(moving)).toBeGreaterThan(0);
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await panel.page.evaluate(moving)).toBe(0);
    await panel.page.emulateMedia({ reducedMotion: 'no-preference' });
    await panel.page.evaluate(`document.body.classList.add('vscode-reduce-motion')`);
    expect(await panel.page.evaluate(moving)).toBe(0);
  });

  // A window of 1,280 pixels at 400 % has 320.
  it.each(stateNames)('fits a narrow column when %s', async (state) => {
    panel = await openPanel(browser, 'vscode-light', 280);
    await panel.post(states[state]);
    await panel.page.locator('fieldset').first().waitFor();
    expect(await panel.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  });
});
