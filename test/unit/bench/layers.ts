// Which walls this machine can build, so that tests say what they expect of each.
import { findLayer, type LayerChoice } from '../../../src/bench/host/walls/layer.ts';
import { harness } from './harness.ts';

const probe = { file: process.execPath, args: ['-p', '"started"'], read: [] };

/** `none` is always there. */
export async function availableLayers(): Promise<readonly LayerChoice[]> {
  const folder = await harness();
  const layers: LayerChoice[] = ['none'];
  for (const kind of ['bubblewrap', 'landlock', 'seatbelt'] as const) {
    if (await findLayer(probe, folder, kind)) layers.push(kind);
  }
  return layers;
}
