// The editor's page in a person's terms.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {object} Place
 * @property {import('playwright-core').Page} page
 * @property {string} folder the workspace
 * @property {string} screenshots where pictures go
 */

export class Editor {
  /** @param {Place} place */
  constructor({ page, folder, screenshots }) {
    this.page = page;
    this.folder = folder;
    this.screenshots = screenshots;
    this.quickInput = page.locator('.quick-input-widget');
    this.menu = page.locator('.action-widget:not(.action-list-submenu-panel)');
  }

  /** The window is there and its extensions run. */
  async ready() {
    await this.page.getByRole('treeitem', { name: 'package.json' }).waitFor();
    await this.page.getByText('Activating Extensions').waitFor({ state: 'hidden' });
  }

  /** @param {string} path in the workspace */
  async open(path) {
    await this.choose('Control+P', path, path.split('/').at(-1) ?? path);
    await this.page.locator('.tab.active', { hasText: path.split('/').at(-1) ?? path }).waitFor();
    await this.page.locator('.editor-group-container.active .view-line').first().waitFor();
  }

  /**
   * Ticks every box. One look at a time: a box ticks others with it, and the list is then drawn anew below the mouse.
   * @param {import('playwright-core').Locator} list
   */
  async tickAll(list) {
    const open = list.locator('.edit-checkbox[aria-checked="false"]');
    for (let attempt = 0; (await open.count()) > 0; attempt++) {
      if (attempt === 20) throw new Error('There is always one more box to tick.');
      // It may have been ticked meanwhile, and be gone for this locator.
      await open
        .first()
        .click({ timeout: 2_000 })
        .catch(() => {});
      await this.page.waitForTimeout(300);
    }
  }

  /** Runs a command from the palette. @param {string} name */
  command(name) {
    return this.choose('F1', `>${name}`, name);
  }

  /** Chooses from one of the lists that open at the top. @param {string} key @param {string} text @param {string} entry */
  async choose(key, text, entry) {
    await this.ask(key, text);
    // A list of files goes by what was there when it opened: a file that has just been written is in the next one.
    if (!(await this.isListed(entry))) {
      await this.page.keyboard.press('Escape');
      await this.ask(key, text);
    }
    await this.pick(entry);
  }

  /** Opens one of the lists and types. @param {string} key @param {string} text */
  async ask(key, text) {
    // The list of a choice before may still be on its way out.
    await this.quickInput.waitFor({ state: 'hidden', timeout: 10_000 });
    // While it starts, the editor may take a key for nothing.
    for (let attempt = 0; !(await this.quickInput.isVisible()); attempt++) {
      if (attempt === 10) throw new Error(`Nothing opened on ${key}.`);
      await this.page.keyboard.press(key);
      await this.quickInput.waitFor({ timeout: 5_000 }).catch(() => {});
    }
    await this.quickInput.locator('input').first().fill(text);
  }

  /** @param {string} entry */
  isListed(entry) {
    return this.entry(entry)
      .waitFor({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
  }

  /** @param {string} entry */
  entry(entry) {
    return this.quickInput.locator('.monaco-list-row', { hasText: entry }).first();
  }

  /** @param {string} entry */
  async pick(entry) {
    await this.entry(entry).click();
  }

  /** Puts the caret at the beginning of this text. @param {string} path @param {string} text @param {number} [occurrence] */
  async caretAt(path, text, occurrence = 1) {
    const content = await readFile(join(this.folder, path), 'utf8');
    let at = -1;
    for (let count = 0; count < occurrence; count++) at = content.indexOf(text, at + 1);
    if (at < 0) throw new Error(`${path} does not contain ${text}.`);
    const before = content.slice(0, at).split('\n');
    await this.page.keyboard.press('Control+G');
    await this.quickInput
      .locator('input')
      .first()
      .fill(`:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`);
    await this.page.keyboard.press('Enter');
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /** @param {string} text */
  async type(text) {
    await this.page.keyboard.type(text, { delay: 15 });
  }

  /** The wavy lines in the active editor. @param {...('warning' | 'info' | 'hint')} levels all of them if none is named */
  squiggles(...levels) {
    const classes = (levels.length > 0 ? levels : ['warning', 'info', 'hint']).map((level) => `.squiggly-${level}`);
    return this.page.locator('.editor-group-container.active').locator(classes.join(', '));
  }

  /** Opens the menu of quick fixes and returns its titles. @returns {Promise<string[]>} */
  async quickFixes() {
    const first = this.menu.locator('.monaco-list-row.action').first();
    // A key that is pressed while the editor still asks its extensions may be lost.
    for (let attempt = 0; attempt < 5 && !(await first.isVisible()); attempt++) {
      await this.page.keyboard.press('Control+.');
      await first.waitFor({ timeout: 12_000 }).catch(() => {});
    }
    await first.waitFor({ timeout: 1000 });
    return this.menu.locator('.monaco-list-row.action').allInnerTexts();
  }

  /** Takes one of the menu. @param {string} title */
  async take(title) {
    await this.menu.locator('.monaco-list-row.action', { hasText: title }).first().click();
    await this.menu.waitFor({ state: 'hidden' });
  }

  /** What is written in the active editor, as far as it is in view. */
  async text() {
    const lines = await this.page.locator('.editor-group-container.active .view-lines').first().innerText();
    return lines.replaceAll('\u00a0', ' ');
  }

  /** The content of the panel: a frame in a frame. */
  panel() {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /** Presses Run in the panel, and agrees where the editor asks; it asks once per workspace. */
  async runOwnCode() {
    await this.panel().getByRole('button', { name: 'Run', exact: true }).click();
    const agree = this.page.getByRole('dialog').getByRole('button', { name: 'Run It' });
    await agree.click({ timeout: 5_000 }).catch(() => {});
  }

  /** Makes room for the panel, scrolls to what came out, and takes a picture. @param {string} name */
  async showResult(name) {
    const size = this.page.viewportSize();
    const table = this.panel().getByRole('table');
    await table.waitFor();
    await this.page.keyboard.press('Control+B');
    await this.page.setViewportSize({ width: 1280, height: 1000 });
    await table.scrollIntoViewIfNeeded();
    await this.picture(name);
    await this.page.keyboard.press('Control+B');
    if (size) await this.page.setViewportSize(size);
  }

  /** @param {string} name */
  async picture(name) {
    await this.page.screenshot({ path: join(this.screenshots, `${name}.png`), animations: 'disabled' });
  }
}
