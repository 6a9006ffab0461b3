// `npm run try-fixes`: applies every fix that is offered in real projects, one at a time and in memory, and looks at what comes out.
// Without names it takes the packages of test/corpus/pins.json; nothing of a project is run or written.
//   FOLDER|NAME…     projects of yours, or pinned packages by name
//   --fix ID         only this fix
//   --show           each failure with the code that came out
//   --refusals       also why fixes are not offered, the most frequent reasons first
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { remedies } from '../src/fixes/index.ts';
import { download, NotDownloaded } from './corpus/download.mjs';
import { startPython } from '../test/python.ts';
import { root } from './editor/paths.mjs';
import { loadProject } from './try-fixes/project.ts';
import { describeFailure, describeRefusals, table } from './try-fixes/table.ts';
import { tryAll } from './try-fixes/trial.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fix: { type: 'string' },
    show: { type: 'boolean', default: false },
    refusals: { type: 'boolean', default: false },
  },
});
if (values.fix !== undefined && !remedies.some(({ id }) => id === values.fix)) {
  console.error(`There is no fix "${values.fix}". There are: ${remedies.map(({ id }) => id).join(', ')}.`);
  process.exit(2);
}

await startPython();
/** @type {import('./try-fixes/trial.ts').Trial[]} */
const trials = [];
for (const folder of await chooseFolders()) {
  const project = await loadProject(folder);
  const found = await tryAll(project, values.fix);
  console.error(`${basename(folder)}: ${String(found.filter(({ kind }) => kind === 'applied').length)} fixes tried`);
  trials.push(...found);
}

for (const trial of trials) {
  const text = describeFailure(trial, values.show);
  if (text !== undefined) console.log(`${text}\n`);
}
if (values.refusals) console.log(`${describeRefusals(trials)}\n`);
console.log(table(trials));
process.exit(trials.some((trial) => trial.kind === 'applied' && trial.failures.length > 0) ? 1 : 0);

/** @returns {Promise<readonly string[]>} */
async function chooseFolders() {
  /** @type {import('./corpus/download.mjs').Pin[]} */
  const pins = JSON.parse(await readFile(join(root, 'test/corpus/pins.json'), 'utf8'));
  if (positionals.length === 0) return await downloadAll(pins);
  /** @type {string[]} */
  const folders = [];
  for (const wanted of positionals) {
    const pin = pins.find(({ name }) => name === wanted);
    if (pin) folders.push(...(await downloadAll([pin])));
    else if (existsSync(wanted)) folders.push(resolve(wanted));
    else throw new Error(`${wanted} is neither a folder nor one of the pinned packages.`);
  }
  return folders;
}

/** @param {readonly import('./corpus/download.mjs').Pin[]} pins */
async function downloadAll(pins) {
  /** @type {string[]} */
  const folders = [];
  for (const pin of pins) {
    try {
      folders.push(await download(pin));
    } catch (error) {
      if (!(error instanceof NotDownloaded)) throw error;
      console.error(`Skipped ${pin.name}, which is not on this machine: ${error.message}`);
    }
  }
  return folders;
}
