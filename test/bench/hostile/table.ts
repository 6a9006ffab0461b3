// Prints how each attack ended behind each wall of this machine, as a table in Markdown; results.md is what it printed last.
//
//   npm run build && npm run bench:hostile > test/bench/hostile/results.md
import { join } from 'node:path';
import { findLayer, type LayerChoice } from '../../../src/bench/host/walls/layer.ts';
import type { Placement } from '../../../src/model/variant.ts';
import type { Attack } from './attack.ts';
import { attacks } from './index.ts';
import { pythonAttacks } from './python.ts';
import { runAttack } from './run.ts';

const harness = join(import.meta.dirname, '../../../dist/bench');
const probe = { file: process.execPath, args: ['-p', '"started"'], read: [] };
const layers: LayerChoice[] = [];
for (const kind of ['bubblewrap', 'landlock', 'seatbelt'] as const) {
  if (await findLayer(probe, harness, kind)) layers.push(kind);
}
layers.push('none');

const worst = { delayMs: 0, growthMb: 0 };

async function cell(attack: Attack, place: Placement, layer: LayerChoice): Promise<string> {
  const { text, seen, hostDelayMs, hostGrowthMb } = await runAttack(attack, place, { harness, layer });
  worst.delayMs = Math.max(worst.delayMs, hostDelayMs);
  worst.growthMb = Math.max(worst.growthMb, hostGrowthMb);
  const shown = text.replaceAll('|', '/').slice(0, 40);
  return seen.length > 0 ? `${shown} **[seen: ${seen.join()}]**` : shown;
}

console.log(`# How each attack ended

Made by \`npm run bench:hostile\` with Node ${process.versions.node}, on the thread that matters (for most, the pool's threads end alike; the tests
run both). \`refused\` is what the attack got, a code is the error that the run ended with, and “seen” is what reached a target outside.
“contained” attacks (test/bench/hostile/*.ts) may succeed in what only harms the sandbox.

| attack | ${layers.join(' | ')} |
| ------ | ${layers.map(() => '---').join(' | ')} |`);
for (const attack of [...attacks, ...pythonAttacks]) {
  const cells: string[] = [];
  for (const layer of layers) cells.push(await cell(attack, attack.only ?? 'inline', layer));
  console.log(`| ${attack.name} | ${cells.join(' | ')} |`);
}
console.log(`
The host's event loop was never held up for more than ${worst.delayMs.toFixed(0)} ms, nor did the host grow by more than ${worst.growthMb.toFixed(0)} MB.`);
