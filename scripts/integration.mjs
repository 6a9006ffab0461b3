// `npm run test:integration`: the tests that need a real VS Code.
//   --session main|untrusted|roots|empty|vsix|person   only this one; may be given several times
//   --grep TEXT                            only the tests with this in their names
//   --screenshots DIR                      where the person session leaves its pictures (default: .cache/screenshots)
//   --no-build                             with the dist/ that is there
//   --result FILE                          where to leave the counts, as JSON
// UNBLOCK_TEST_HOST=desktop runs the suites in a desktop VS Code that @vscode/test-electron downloads, instead of VS Code
// in a browser; the two sessions that a browser is needed for are skipped then.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cache } from './editor/paths.mjs';
import { buildAll, requireNode } from './editor/process.mjs';
import { runOnDesktop } from './integration/desktop.mjs';
import { runAsPerson } from './integration/person.mjs';
import { runInBrowser } from './integration/browser.mjs';
import { addTo, noTests, summary } from './integration/tally.mjs';
import { packageExtension } from './integration/vsix.mjs';

/** @typedef {import('./integration/tally.mjs').Tally} Tally */

requireNode();
const { values } = parseArgs({
  options: {
    session: { type: 'string', multiple: true },
    grep: { type: 'string' },
    screenshots: { type: 'string', default: join(cache, 'screenshots') },
    result: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
  },
});
const onDesktop = process.env.UNBLOCK_TEST_HOST === 'desktop';
const screenshots = resolve(values.screenshots);

if (values.grep !== undefined) process.env.UNBLOCK_TEST_GREP = values.grep;

/** @param {string} name @returns {Promise<Tally>} */
async function run(name) {
  const session = sessions[name];
  console.log(`\n• VS Code, ${session?.about}`);
  try {
    return (await session?.run()) ?? noTests();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @type {Record<string, { about: string, run: () => Promise<Tally> }>} */
const sessions = {
  main: {
    about: 'in a trusted workspace',
    run: () => (onDesktop ? runOnDesktop({ suite: 'main' }) : runInBrowser({ suite: 'main' })),
  },
  untrusted: {
    about: 'in a workspace that is not trusted',
    run: () =>
      onDesktop
        ? runOnDesktop({ suite: 'untrusted', trusted: false })
        : runInBrowser({ suite: 'untrusted', trusted: false }),
  },
  roots: {
    about: 'in a workspace of several folders',
    run: () => (onDesktop ? runOnDesktop : runInBrowser)({ suite: 'roots', open: 'roots' }),
  },
  empty: {
    about: 'without a folder',
    run: () => (onDesktop ? runOnDesktop : runInBrowser)({ suite: 'empty', open: 'nothing' }),
  },
  ...(!onDesktop && {
    vsix: {
      about: 'the package, installed',
      run: async () => runInBrowser({ suite: 'installed', vsix: await packageExtension() }),
    },
    person: { about: 'as a person', run: () => runAsPerson({ screenshots }) },
  }),
};

const chosen = values.session ?? Object.keys(sessions);
for (const name of chosen.filter((each) => !(each in sessions))) {
  console.error(`There is no session "${name}" here. There are: ${Object.keys(sessions).join(', ')}.`);
  process.exit(2);
}

if (!values['no-build']) await buildAll();
const total = noTests();
/** Sessions that passed only the second time. @type {string[]} */
const unsteady = [];
for (const name of chosen) {
  let tally = await run(name);
  // A mouse may lose a click; what a suite asks by commands either holds or does not.
  if (tally.failed > 0 && name === 'person') {
    console.log(`\n${summary(name, tally)}. Once more, in a fresh editor: a mouse loses a click now and then.`);
    tally = await run(name);
    if (tally.failed === 0) unsteady.push(name);
  }
  addTo(total, tally);
}
if (unsteady.length > 0) console.log(`\nPassed only the second time: ${unsteady.join(', ')}.`);
console.log(`\n${summary('Integration', total)}`);
if (values.result) await writeFile(values.result, JSON.stringify(total));
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
