// `npm run corpus`: scans the real projects that test/corpus/pins.json names, and tells what differs from what is expected.
//   NAME…                  only these packages
//   --update               take what is found as what is expected
//   --add NAME@VERSION     pin another package, and take what is found; with --kind, what it is in a few words
//   --no-build             with the dist/ that is there
//   --result FILE          where to leave the counts, as JSON
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { download, fileName, NotDownloaded, pinOf } from './corpus/download.mjs';
import { compare, isSame, keepJudgements, read, write } from './corpus/ruling.mjs';
import { scan } from './corpus/scan.mjs';
import { differences, totals } from './corpus/tell.mjs';
import { root } from './editor/paths.mjs';
import { buildAll, requireNode } from './editor/process.mjs';
import { noTests, summary } from './integration/tally.mjs';

/** @typedef {import('./corpus/download.mjs').Pin} Pin */

/** A scan is one process that is busy all the time and takes some hundred MB. */
const scansAtOnce = 2;

requireNode();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    update: { type: 'boolean', default: false },
    add: { type: 'string' },
    kind: { type: 'string', default: '' },
    'no-build': { type: 'boolean', default: false },
    result: { type: 'string' },
  },
});
const pinList = join(root, 'test/corpus/pins.json');
const expectedFile = (/** @type {Pin} */ { name }) => join(root, 'test/corpus/findings', `${fileName(name)}.txt`);

const chosen = await choose();
if (!values['no-build']) await buildAll();
const limit = pLimit(scansAtOnce);
const tally = noTests();
/** Why the first download did not succeed: with no registry, one wait is enough. @type {string | undefined} */
let offline;
/** @type {string[]} */
const skipped = [];
const results = await Promise.all(chosen.map((pin) => limit(() => examine(pin))));

for (const { name, difference } of results) {
  const text = difference && differences(name, difference);
  if (text) console.log(text);
}
console.log(`\n${totals(results.flatMap(({ findings }) => findings))}`);
if (offline !== undefined) {
  console.log(
    `\nSkipped, since they are not on this machine and cannot be downloaded now (${offline}): ${skipped.join(', ')}.`,
  );
}
if (tally.failed > 0) {
  console.log('\nRead every difference. Where each is meant, `npm run corpus -- --update` makes it what is expected.');
}
console.log(`\n${summary('Projects', tally)}`);
if (values.result) await writeFile(values.result, JSON.stringify(tally));
process.exit(tally.failed > 0 ? 1 : 0);

/** The packages to look at: those that were named, or all. */
async function choose() {
  /** @type {Pin[]} */
  const pins = JSON.parse(await readFile(pinList, 'utf8'));
  if (values.add !== undefined) {
    const added = { ...(await pinOf(values.add)), kind: values.kind };
    const all = [...pins.filter(({ name }) => name !== added.name), added];
    all.sort((a, b) => (a.name < b.name ? -1 : 1));
    await writeFile(pinList, `${JSON.stringify(all, undefined, 2)}\n`);
    return [added];
  }
  for (const wanted of positionals.filter((each) => !pins.some(({ name }) => name === each))) {
    console.error(`${wanted} is not pinned. There are: ${pins.map(({ name }) => name).join(', ')}.`);
    process.exit(2);
  }
  return positionals.length > 0 ? pins.filter(({ name }) => positionals.includes(name)) : pins;
}

/** @param {Pin} pin */
async function examine(pin) {
  const { name } = pin;
  const file = expectedFile(pin);
  const expected = existsSync(file) ? read(await readFile(file, 'utf8')) : [];
  const folder = await folderOf(pin);
  if (folder === undefined) return { name, findings: [] };
  const findings = keepJudgements(await scan(folder), expected);
  const difference = compare(expected, findings);
  if (values.update || values.add !== undefined) {
    if (findings.length > 0) await writeFile(file, write(findings));
    else await rm(file, { force: true });
    tally.passed++;
  } else if (isSame(difference)) tally.passed++;
  else tally.failed++;
  return { name, difference, findings };
}

/** Where the package's files are; undefined when they are not here, and cannot be had now. @param {Pin} pin */
async function folderOf(pin) {
  try {
    return await download(pin, { onlyFromCache: offline !== undefined });
  } catch (error) {
    if (!(error instanceof NotDownloaded)) throw error;
    offline ??= error.message;
    skipped.push(pin.name);
    tally.skipped++;
    return undefined;
  }
}
