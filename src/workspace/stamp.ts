import type { Stats } from 'node:fs';

/** What a file system says of one version of a file: size in bytes, times of its last change in milliseconds, and which file it is. */
export type Stamp = readonly [size: number, modified: number, changed: number, inode: number];

/** The coarsest clock of a file system in use, that of FAT. Milliseconds. */
const COARSEST_MS = 2_000;

/**
 * The stamp of a file that is about to be read at time `now`. Undefined when it was written so shortly before that another write
 * could leave the same stamp: then only its content tells whether it is still the same.
 */
export function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats, now: number = Date.now()): Stamp | undefined {
  return Math.max(mtimeMs, ctimeMs) < now - COARSEST_MS ? [size, mtimeMs, ctimeMs, ino] : undefined;
}

export function isSameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return a !== undefined && b !== undefined && a.every((each, index) => each === b[index]);
}
