import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variant } from '../../model/variant.ts';
import { isModule } from '../prepare.ts';

/** A private folder that holds nothing but the code to measure; the sandbox may read it and its own folder. */
export interface Bundle {
  readonly directory: string;
  /** File of each source variant, by variant id. */
  readonly files: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

export async function writeBundle(variants: readonly Variant[]): Promise<Bundle> {
  // Without links in it: permissions are granted by path.
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'unblock-')));
  const files: Record<string, string> = {};
  for (const [index, { id, program }] of variants.entries()) {
    if (program.kind !== 'source') continue;
    const ending = program.language === 'python' ? 'py' : isModule(program.code) ? 'mjs' : 'cjs';
    const file = `variant-${index}.${ending}`;
    await writeFile(join(directory, file), program.code, { mode: 0o600 });
    files[id] = file;
  }
  return { directory, files, remove: () => rm(directory, { recursive: true, force: true }) };
}
