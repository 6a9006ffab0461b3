// `npm test`: everything that must hold, in the order in which a mistake shows soonest. Stops at the first failure.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cache, root } from './editor/paths.mjs';
import { buildAll, Failed, npm, requireNode, run } from './editor/process.mjs';
import { addTo, noTests, readTally, summary } from './integration/tally.mjs';

requireNode();
const units = join(cache, 'unit.json');
const integrations = join(cache, 'integration.json');
const projects = join(cache, 'corpus.json');
await mkdir(cache, { recursive: true });
for (const file of [units, integrations, projects]) await rm(file, { force: true });

const script = (/** @type {string} */ name) => npm(['run', '--silent', name]);
const steps = {
  types: () => script('types'),
  lint: () => script('lint'),
  build: () => buildAll(),
  unit: async () => {
    const json = [`--outputFile.json=${relative(root, units)}`, '--reporter=default', '--reporter=json'];
    await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...json]);
  },
  corpus: () => run(process.execPath, ['scripts/corpus.mjs', '--no-build', '--result', relative(root, projects)]),
  integration: () =>
    run(process.execPath, ['scripts/integration.mjs', '--no-build', '--result', relative(root, integrations)]),
};

let failed;
for (const [name, step] of Object.entries(steps)) {
  console.log(`\n=== ${name}`);
  try {
    await step();
  } catch (error) {
    // A runner that we let speak has said what is wrong.
    if (!(error instanceof Failed && error.output === ''))
      console.error(error instanceof Error ? error.message : error);
    failed = name;
    break;
  }
}
console.log(`\n${failed ? `Stopped at ${failed}.` : 'All is well.'}`);
console.log(summary('Tests', await count()));
process.exit(failed ? 1 : 0);

/** What the runners have left behind, together. */
async function count() {
  const total = noTests();
  const vitest = await readFile(units, 'utf8').then(JSON.parse, () => undefined);
  if (vitest) {
    const { numPassedTests: passed, numFailedTests, numPendingTests: skipped } = vitest;
    // A file that could not be loaded has no tests that could fail.
    const broken = vitest.testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ each) =>
        each.status === 'failed' && each.assertionResults.length === 0,
    );
    addTo(total, { passed, failed: numFailedTests + broken.length, skipped });
  }
  const rulings = await readFile(projects, 'utf8').then(JSON.parse, () => undefined);
  if (rulings) addTo(total, rulings);
  try {
    addTo(total, readTally(integrations));
  } catch {
    if (failed === 'integration') total.failed++;
  }
  return total;
}
