// `npm run pictures`: makes the README's pictures anew, from what a person sees in a real VS Code.
//   --from DIR    from pictures that `npm run test:integration -- --session person --screenshots DIR` has left
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './editor/browser.mjs';
import { cache, root } from './editor/paths.mjs';

/** What of a picture is shown, in pixels: without the parts of the editor that say nothing, a page loads sooner. */
const shown = {
  finding: { x: 352, y: 36, width: 928, height: 720 },
  fixes: { x: 352, y: 36, width: 928, height: 480 },
  python: { x: 352, y: 36, width: 928, height: 560 },
  panel: { x: 664, y: 36, width: 612, height: 900 },
};
const mostBytes = 150_000;

const { values } = parseArgs({ options: { from: { type: 'string' } } });
const from = values.from ?? join(cache, 'screenshots');
if (values.from === undefined) {
  const args = ['scripts/integration.mjs', '--session', 'person', '--screenshots', from];
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
}
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  for (const [name, clip] of Object.entries(shown)) {
    const picture = await readFile(join(from, `${name}.png`));
    await page.setContent(`<body style="margin: 0"><img src="data:image/png;base64,${picture.toString('base64')}">`);
    await page.locator('img').evaluate((image) => /** @type {HTMLImageElement} */ (image).decode());
    const cut = await page.screenshot({ clip });
    if (cut.length > mostBytes) throw new Error(`${name}.png has ${cut.length} bytes: show less of it.`);
    await writeFile(join(root, 'media/screenshots', `${name}.png`), cut);
    console.log(`${name}.png  ${(cut.length / 1000).toFixed(0)} kB`);
  }
} finally {
  await browser.close();
}
