import type { FileFacts } from '../model/facts.ts';
import { unpack } from './packing.ts';

/** About how many bytes facts and what is derived from them take for each byte that they are packed in. */
const SWELL = 17;
/** How much may be unpacked at a time, in bytes. A smaller project is never let go of. */
const MOST_UNPACKED = 320 * 1024 * 1024;

/** The facts of many files, most of them as bytes. */
export interface PackedFacts {
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Unpacks them where nobody has since they were let go of. */
  factsOf(path: string): FileFacts | undefined;
  /** Lets go of what was unpacked first, where that is much; `release` must do the same. Call it only between two pieces of work. */
  trim(release: (path: string) => void): void;
  set(path: string, packed: Uint8Array): void;
  delete(path: string): void;
}

export function createPackedFacts(files: Iterable<readonly [string, Uint8Array]>, most = MOST_UNPACKED): PackedFacts {
  const packed = new Map(files);
  const unpacked = new Map<string, FileFacts>();
  let size = 0;
  const sizeOf = (path: string): number => (packed.get(path)?.length ?? 0) * SWELL;

  function drop(path: string): void {
    if (unpacked.delete(path)) size -= sizeOf(path);
  }

  return {
    get paths() {
      return [...packed.keys()];
    },
    has: (path) => packed.has(path),
    factsOf(path) {
      const known = unpacked.get(path);
      if (known) return known;
      const bytes = packed.get(path);
      if (!bytes) return undefined;
      const facts = unpack(bytes) as FileFacts;
      unpacked.set(path, facts);
      size += sizeOf(path);
      return facts;
    },
    trim(release) {
      for (const path of unpacked.keys()) {
        if (size <= most) return;
        drop(path);
        release(path);
      }
    },
    set(path, bytes) {
      drop(path);
      packed.set(path, bytes);
    },
    delete(path) {
      drop(path);
      packed.delete(path);
    },
  };
}
