import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileOf } from '../model/notebook.ts';
import type { CacheFolder } from './cache-folder.ts';
import { loadFactsCache, saveFactsCache, type FactsCache, type KnownFile } from './facts-cache.ts';
import { readOnThreads, WORTH_A_THREAD } from './index-pool.ts';
import { readFacts, type FactsOf, type ReadFile, type Wanted } from './read-facts.ts';
import { stampOf, type Stamp } from './stamp.ts';

export interface ReadProjectOptions {
  /** The folder that the cached facts are kept for. */
  readonly root: string;
  /** Absolute. */
  readonly paths: readonly string[];
  readonly factsOf: FactsOf;
  /** Absent where nothing may be kept. */
  readonly cache?: CacheFolder;
  /** The bundle that threads run; without it all is done on this thread. */
  readonly worker?: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

export interface ReadProject {
  /** By path, in the order they were asked for. */
  readonly files: ReadonlyMap<string, ReadFile>;
  /** Resolves when the cache is as new as the files. */
  readonly saved: Promise<void>;
}

/** Between two pauses on the way through files that need no reading. */
const STRIDE = 200;

/** The facts of all files: those of unchanged ones from the cache, the others read now. Rejects only with the signal's reason. */
export async function readProject(options: ReadProjectOptions): Promise<ReadProject> {
  const { root, paths, cache, signal, onProgress } = options;
  const known = await loadFactsCache(cache, root);
  const files = new Map<string, ReadFile>();
  const wanted: Wanted[] = [];
  for (const [index, path] of paths.entries()) {
    const hit = known.byStamp(path, stampNow(path));
    if (hit) files.set(path, hit);
    else {
      const knownHash = known.last(path)?.hash;
      wanted.push({ path, ...(knownHash !== undefined && { knownHash }) });
    }
    if (index % STRIDE === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
  }

  let done = files.size;
  const take = (read: readonly ReadFile[]): void => {
    for (const file of read) files.set(file.path, withKnown(file, known));
    done += read.length;
    onProgress(done);
  };
  const { worker } = options;
  if (worker !== undefined && wanted.length >= WORTH_A_THREAD) {
    await readOnThreads(wanted, { worker, signal, onRead: take });
  } else {
    for (const each of wanted) {
      take([await readFacts(each, options.factsOf)]);
      // Lets Ctrl+C and whoever shares the thread through.
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  const inOrder = new Map(paths.flatMap((path) => entryOf(files, path)));
  const saved = cache && wanted.length > 0 ? saveFactsCache(cache, root, worthKeeping(inOrder, known)) : undefined;
  return { files: inOrder, saved: saved ?? Promise.resolve() };
}

function stampNow(path: string): Stamp | undefined {
  try {
    const status = statSync(fileOf(path), { throwIfNoEntry: false });
    return status && stampOf(status);
  } catch {
    return undefined;
  }
}

/** A file whose text is the known one after all. */
function withKnown(file: ReadFile, known: FactsCache): ReadFile {
  if (file.packed || file.skipped || file.problem || file.crash !== undefined) return file;
  const { packed, skipped } = known.last(file.path) ?? {};
  return { ...file, ...(packed && { packed }), ...(skipped && { skipped }) };
}

function entryOf(files: ReadonlyMap<string, ReadFile>, path: string): [string, ReadFile][] {
  const file = files.get(path);
  return file ? [[path, file]] : [];
}

/** What was read, and what an earlier run knew of other files that are still there. */
function worthKeeping(files: ReadonlyMap<string, ReadFile>, known: FactsCache): KnownFile[] {
  const kept = [...files.values()].filter(
    ({ packed, skipped }) => packed !== undefined || (skipped !== undefined && skipped.kind !== 'language'),
  );
  const others = [...known.paths].flatMap((path) => (files.has(path) ? [] : (known.last(path) ?? [])));
  return [...kept, ...others.filter(({ path, stamp }) => stamp !== undefined && stampNow(path) !== undefined)];
}
