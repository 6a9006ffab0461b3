// Checks the measuring core against itself: does it call the same code different, does it see five percent, does it fall
// into known traps, and what does it cost? Prints Markdown; test/bench/selfcheck/results.md is what it printed last.
//
//   npm run bench:selfcheck -- --trials 100 --minutes 60 > test/bench/selfcheck/results.md
//   npm run bench:selfcheck -- --part costs      only one part: trials, traps or costs
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { watchProcessors } from '../../../src/bench/host/processors.ts';
import { costs } from './costs.ts';
import { trials } from './trials.ts';
import { traps } from './traps.ts';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '100' },
    minutes: { type: 'string', default: '60' },
    part: { type: 'string', multiple: true },
  },
});
const harness = join(import.meta.dirname, '../../../dist/bench');

const parts = {
  trials: {
    about: `## The same code, and five percent more of it

Each trial is a whole run with both looks, after 15 and 30 processes of about a tenth of a second. A trial is wrong where the same code is called
better or worse.`,
    run: () => trials(harness, Number(values.trials), Number(values.minutes)),
  },
  traps: { about: '## Traps', run: () => traps(harness) },
  costs: { about: '## What it costs', run: () => costs(harness) },
};

console.log(`# What the measuring core says of itself

Made by \`npm run bench:selfcheck\` with Node ${process.versions.node} and ${availableParallelism()} processors (${cpus()[0]?.model.trim() ?? ''}).`);
for (const [name, { about, run }] of Object.entries(parts)) {
  if (values.part !== undefined && !values.part.includes(name)) continue;
  const busyProcessors = watchProcessors();
  const text = await run();
  console.log(`\n${about}\n\n${text}\n
${busyProcessors().toFixed(1)} processors were busy on average, with this and everything else; load ${loadavg()[0]?.toFixed(1) ?? ''} at the end.`);
}
