import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of files that may be lost at any time: what is not there, broken, or of another version is made anew. Nothing here rejects
 * or throws, and a folder that cannot be written to is simply not used.
 */
export interface CacheFolder {
  /** What was last written under this name by this very version. */
  read(name: string): Promise<Buffer | undefined>;
  /** Puts the file in place as a whole: whoever reads at the same time sees the old one or the new one. */
  write(name: string, parts: readonly Uint8Array[]): Promise<void>;
}

const suffix = '.unblock-cache';
const mark = Buffer.from('unblock\n');
const digestLength = 20;
/** The oldest files go when all together take more bytes, */
const MOST_BYTES = 512 * 1024 * 1024;
/** and those that nobody has read for so long. Milliseconds. */
const KEPT_FOR = 30 * 24 * 3_600_000;
const DAY = 24 * 3_600_000;

/** `build` says which version of the analysis writes and reads; what another one wrote does not count. */
export function openCacheFolder(folder: string, build: string): CacheFolder {
  const digest = (parts: readonly Uint8Array[]): Buffer => {
    const hash = createHash('sha1').update(build).update('\n');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };

  return {
    async read(name) {
      const path = join(folder, name + suffix);
      const bytes = await readFile(path).catch(() => undefined);
      if (!bytes?.subarray(0, mark.length).equals(mark)) return undefined;
      const body = bytes.subarray(mark.length + digestLength);
      if (!bytes.subarray(mark.length, mark.length + digestLength).equals(digest([body]))) return undefined;
      await touch(path);
      return body;
    },

    async write(name, parts) {
      const path = join(folder, name + suffix);
      // No other process, and no other call of this one, writes a file of this name.
      const temporary = `${path}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(temporary, Buffer.concat([mark, digest(parts), ...parts]));
        await rename(temporary, path);
        await prune(folder);
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** So that what is used is not taken for forgotten. */
async function touch(path: string): Promise<void> {
  try {
    const now = Date.now();
    if ((await stat(path)).mtimeMs < now - DAY) await utimes(path, now / 1000, now / 1000);
  } catch {
    // Read only, or gone by now.
  }
}

/** Removes what is too old, and the oldest of what is too much. Files of others are left alone. */
async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.includes(suffix));
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const status = await stat(path).catch(() => undefined);
      return status ? [{ path, size: status.size, time: status.mtimeMs }] : [];
    }),
  );
  const now = Date.now();
  let total = 0;
  for (const { path, size, time } of found.flat().toSorted((a, b) => b.time - a.time)) {
    total += size;
    const leftBehind = path.endsWith('.tmp') && time < now - DAY;
    if (total > MOST_BYTES || time < now - KEPT_FOR || leftBehind) await rm(path, { force: true });
  }
}

/** Where programs of this system keep what they can make anew. */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'unblock', 'Cache');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'unblock');
  return join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'unblock');
}

/** A file name that stands for any text. */
export function nameFor(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
