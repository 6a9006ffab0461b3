import { existsSync, readFileSync } from 'node:fs';
import type { Surroundings } from '../model/surroundings.ts';
import { buildOf } from './build-of.ts';
import { pythonProjectOf } from './python-project.ts';
import { createSeenPaths, type SeenPaths } from './seen-paths.ts';

export interface SurroundingsOptions {
  /** What is edited and not saved, by absolute path. */
  readonly openText?: (path: string) => string | undefined;
  /** Notes whatever is looked at. */
  readonly seen?: SeenPaths;
}

/** What the fixes for a file on disk may ask of what lies around it. */
export async function surroundingsOf(
  path: string,
  { openText, seen = createSeenPaths() }: SurroundingsOptions = {},
): Promise<Surroundings> {
  const isPython = /\.pyw?$/i.test(path);
  return {
    exists(other) {
      seen.note(other);
      return existsSync(other);
    },
    textOf(other) {
      seen.note(other);
      return openText?.(other) ?? readQuietly(other);
    },
    buildOf: (other) => buildOf(other, seen),
    ...(isPython ? { python: await pythonProjectOf(path, (each) => seen.note(each)) } : {}),
  };
}

function readQuietly(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
