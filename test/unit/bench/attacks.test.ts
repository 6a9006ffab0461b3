// Every attack, behind every wall that this machine can build: on the thread that matters and in the pool.
import { describe, expect, it } from 'vitest';
import type { LayerChoice } from '../../../src/bench/host/walls/layer.ts';
import type { Attack } from '../../bench/hostile/attack.ts';
import { attacks } from '../../bench/hostile/index.ts';
import { endedAs, runAttack } from '../../bench/hostile/run.ts';
import { harness } from './harness.ts';
import { availableLayers } from './layers.ts';

const layers = await availableLayers();

describe.each(layers)('behind %s', (layer) => {
  // Those that only wait for their deadline may do so together.
  it.concurrent.each(attacks.filter(({ endless }) => endless))('$name does no harm', (attack) => check(attack, layer));
  it.each(attacks.filter(({ endless }) => !endless))('$name does no harm', (attack) => check(attack, layer));
});

async function check(attack: Attack, layer: LayerChoice): Promise<void> {
  const folder = await harness();
  const places = attack.only ? [attack.only] : (['inline', 'pool'] as const);
  const end = layer === 'none' ? (attack.withoutLayer ?? attack.end) : attack.end;
  const allowed = layer === 'none' ? (attack.seenWithoutLayer ?? []) : [];
  await Promise.all(
    places.map(async (place) => {
      const { text, seen, hostGrowthMb } = await runAttack(attack, place, { harness: folder, layer });
      expect({ place, text, well: endedAs(text, end) }).toEqual({ place, text, well: true });
      expect(seen.filter((each) => !allowed.includes(each))).toEqual([]);
      // What floods the channel is thrown away, not kept.
      expect(hostGrowthMb).toBeLessThan(128);
    }),
  );
}
