// A person's first ten minutes with the extension, in order.
import { strict as assert } from 'node:assert';
import { expected } from './expected.mjs';
import { Editor } from './editor.mjs';

/** @param {import('./editor.mjs').Place} place */
export function steps(place) {
  const editor = new Editor(place);
  const { page } = place;

  describe('a person', () => {
    before(() => editor.ready());

    it('opens a request handler and sees what it leads to', async () => {
      await editor.open('src/invoices.ts');
      await editor.squiggles('warning').first().waitFor();
      await editor.caretAt('src/invoices.ts', 'renderInvoice', 2);
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      const hover = page.locator('.monaco-hover', { hasText: expected.chain });
      await hover.waitFor();
      await page.locator('.monaco-hover', { hasText: expected.advice }).waitFor();
      await editor.picture('finding');
      await page.keyboard.press('Escape');
    });

    it('types a blocking call and is told before saving', async () => {
      await editor.open('src/status.ts');
      await editor.squiggles().nth(1).waitFor();
      assert.equal(await editor.squiggles().count(), 2);
      await page.keyboard.press('Control+End');
      await editor.type("\nexport async function terms() {\nreturn readFileSync('terms.txt');\n}");
      await editor.squiggles().nth(2).waitFor();
      await editor.picture('typed');
    });

    it('looks at the cures of a fan-out, and takes one', async () => {
      await editor.open('src/prices.ts');
      await editor.squiggles().nth(1).waitFor();
      await editor.caretAt('src/prices.ts', 'Promise.all');
      const titles = await editor.quickFixes();
      for (const title of expected.fanOutMenu) {
        assert.ok(
          titles.some((each) => each.includes(title)),
          `"${title}" is in the menu: ${JSON.stringify(titles)}`,
        );
      }
      assert.ok(titles[0]?.includes(expected.limit), 'The cure comes first.');
      await editor.picture('fixes');
      await editor.take(expected.limit);
      await page.locator('.view-line', { hasText: "import pLimit from 'p-limit';" }).waitFor();
      assert.match(await editor.text(), /pLimit\(10\)/);
      await editor.squiggles().nth(1).waitFor({ state: 'hidden' });
      await editor.picture('fixed');
    });

    it('takes it back with one undo', async () => {
      await page.keyboard.press('Control+Z');
      await page.locator('.view-line', { hasText: 'import pLimit' }).waitFor({ state: 'hidden' });
      await editor.squiggles().nth(1).waitFor();
    });

    it('looks at a cure of two files before it is applied, and takes it back in both with one undo', async () => {
      const { own, other, texts, fix } = expected.twoFiles;
      await editor.open(own);
      await editor.squiggles().first().waitFor();
      await editor.caretAt(own, 'readTerms', 2);
      await editor.quickFixes();
      await editor.take(fix);
      const preview = page.locator('.bulk-edit-panel');
      await preview.locator('.edit-checkbox').nth(1).waitFor();
      await editor.picture('preview');
      // Nothing is done that has not been ticked.
      await editor.tickAll(preview);
      await preview.getByRole('button', { name: 'Apply' }).click();
      await page.locator('.view-line', { hasText: 'await readTerms()' }).waitFor();
      await editor.open(other);
      await page.locator('.view-line', { hasText: 'async function readTerms' }).waitFor();
      await editor.picture('previewed');
      await page.keyboard.press('Control+Z');
      await page.locator('.view-line', { hasText: 'async function' }).waitFor({ state: 'hidden' });
      assert.equal(withoutGaps(await editor.text()), withoutGaps(texts[other]));
      await editor.open(own);
      await page.locator('.view-line', { hasText: 'await readTerms()' }).waitFor({ state: 'hidden' });
      assert.equal(withoutGaps(await editor.text()), withoutGaps(texts[own]));
    });

    it('scans the workspace and reads what is found in all of it', async () => {
      await editor.open('src/prices.ts');
      await editor.command('Unblock: Scan Workspace');
      await editor.command('Problems: Focus on Problems View');
      const problems = page.locator('.markers-panel');
      await problems.getByText('invoices.ts', { exact: true }).first().waitFor();
      await editor.picture('problems');
      // A file that nobody has opened.
      const filter = page.getByPlaceholder(/^Filter \(e\.g\. text/).first();
      await filter.fill(expected.scanned.file);
      await problems.getByText(expected.scanned.file, { exact: true }).first().waitFor();
      await filter.fill('');
      await editor.command('Notifications: Show Notifications');
      await page.locator('.notifications-center', { hasText: expected.scanned.told }).waitFor();
      await editor.picture('scanned');
      await page.keyboard.press('Escape');
      await editor.command('View: Hide Panel');
    });

    it('looks at how much of the workspace is known', async () => {
      await page.locator('#status\\.languageStatus').hover();
      const status = page.locator('.hover-language-status', { hasText: expected.index });
      await status.first().waitFor();
      await editor.picture('status');
      await page.keyboard.press('Escape');
      await editor.command('Unblock: Clear Workspace Findings');
    });

    it('opens the panel from the palette and runs a scenario', async () => {
      await editor.command('Unblock: Open Benchmark Panel');
      await editor.pick(expected.scenario);
      const panel = editor.panel();
      await panel.getByRole('heading', { name: expected.panelHeading }).waitFor();
      await panel.getByRole('button', { name: 'Run', exact: true }).click();
      await panel.getByRole('button', { name: 'Cancel' }).waitFor();
      await editor.picture('running');
      await panel.getByRole('heading', { name: 'Result' }).waitFor({ timeout: 200_000 });
      await editor.showResult('panel');
    });

    it('measures a function of their own, and is asked first', async () => {
      await editor.open('src/primes.ts');
      await editor.caretAt('src/primes.ts', 'countPrimes', 2);
      await editor.squiggles().first().waitFor();
      const titles = await editor.quickFixes();
      assert.ok(
        titles.some((each) => each.includes(expected.worker)),
        JSON.stringify(titles),
      );
      await editor.picture('worker');
      await editor.take(expected.measure);
      const panel = editor.panel();
      await panel.getByText('The code: countPrimes').waitFor();
      await panel.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByRole('dialog').getByText('to measure it?').waitFor();
      await editor.picture('asked');
      await page.getByRole('dialog').getByRole('button', { name: 'Run It' }).click();
      await panel.getByRole('heading', { name: 'Result' }).waitFor({ timeout: 200_000 });
      await editor.showResult('measured');

      // The finding repeats it.
      await editor.open('src/primes.ts');
      await editor.caretAt('src/primes.ts', 'countPrimes', 2);
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      await page.locator('.monaco-hover', { hasText: expected.measured }).waitFor();
      await editor.picture('evidence');
      await page.keyboard.press('Escape');
    });

    it('measures a function of Python', async () => {
      const { file, found, pool } = expected.python;
      // The panel of the step before has made room for itself.
      await editor.command('Join All Editor Groups');
      await editor.open(file);
      await editor.squiggles().first().waitFor();
      await editor.caretAt(file, 'count_squares', 2);
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      await page.locator('.monaco-hover', { hasText: found }).filter({ hasText: expected.why }).waitFor();
      await editor.picture('python');
      await page.keyboard.press('Escape');
      await editor.quickFixes();
      await editor.take(expected.measure);
      const panel = editor.panel();
      await panel.getByText('The code: count_squares').waitFor();
      await editor.runOwnCode();
      await panel.getByRole('img', { name: /^How long the event loop was held up/ }).waitFor({ timeout: 60_000 });
      await editor.picture('python-running');
      await panel.getByRole('heading', { name: 'Result' }).waitFor({ timeout: 200_000 });
      await panel.getByRole('rowheader', { name: pool }).waitFor();
      await editor.showResult('python-measured');
    });

    it('applies the fix from the panel', async () => {
      await editor.open('src/primes.ts');
      await editor.caretAt('src/primes.ts', 'countPrimes', 2);
      await editor.squiggles().first().waitFor();
      await editor.quickFixes();
      await editor.take(expected.measure);
      const panel = editor.panel();
      await panel.getByLabel(/^Worker pool: Move/).waitFor();
      await panel.getByLabel('Sizes (n)').fill('20000');
      await editor.runOwnCode();
      await panel.getByRole('button', { name: /^Apply: Move/ }).click({ timeout: 200_000 });
      await page.locator('.view-line', { hasText: 'new Piscina' }).first().waitFor();
      await editor.picture('applied');
    });
  });
}

/** The editor shows an empty line as none, or as one with nothing in it. @param {string} [text] */
function withoutGaps(text = '') {
  return text.trim().replaceAll(/\n\s*\n/g, '\n');
}
