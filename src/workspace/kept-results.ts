import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileOf } from '../model/notebook.ts';
import type { CacheFolder } from './cache-folder.ts';
import type { Discovery } from './discover.ts';
import { signatureOf } from './listing.ts';
import { readTextFile, isProblem } from './text-file.ts';
import { hashOf } from './read-facts.ts';
import { looksTheSame, type Look } from './seen-paths.ts';
import { isSameStamp, stampOf, type Stamp } from './stamp.ts';

/**
 * The results of a run over many files, with all that they follow from. A finding may depend on any file of its project (a caller
 * anywhere decides whether a function holds up the event loop), and on what is at places where nothing was found. So the results
 * hold as a whole or not at all: when each file is the same, the folders hold the same names, and every other place that was looked
 * at looks the same.
 */
interface Kept<T> {
  /** What else the results follow from: options, configs, versions. */
  readonly key: string;
  readonly signature: string;
  readonly files: readonly KeptFile[];
  readonly looks: readonly (readonly [string, Look])[];
  /** By path; files with nothing to tell are left out. */
  readonly results: Readonly<Record<string, T>>;
}

type KeptFile = readonly [path: string, root: string, hash: string, stamp: Stamp | null];

/** One version of a file that results were made from. */
export interface Version {
  readonly path: string;
  readonly root: string;
  readonly hash: string;
  readonly stamp?: Stamp;
}

export interface KeptResultsOptions {
  readonly folder: CacheFolder;
  /** The name that this run's results are kept under. */
  readonly name: string;
  readonly key: string;
  readonly discovery: Discovery;
}

/** The results of the last run, if everything that they follow from is as it was. Only those that were saved; others are nothing. */
export async function loadResults<T>({
  folder,
  name,
  key,
  discovery,
}: KeptResultsOptions): Promise<ReadonlyMap<string, T> | undefined> {
  const body = await folder.read(name);
  if (!body) return undefined;
  const kept = JSON.parse(body.toString()) as Kept<T>;
  if (kept.key !== key || kept.files.length !== discovery.files.length) return undefined;
  if (kept.signature !== signatureOf(discovery.listings)) return undefined;
  const files: KeptFile[] = [];
  for (const [index, { path, root }] of discovery.files.entries()) {
    const before = kept.files[index];
    if (before?.[0] !== path || before[1] !== root) return undefined;
    const stamp = await stampIfSame(before);
    if (stamp === 'changed') return undefined;
    files.push([path, root, before[2], stamp ?? null]);
    if (index % 500 === 0) await setImmediate();
  }
  if (!looksTheSame(kept.looks)) return undefined;
  const isRefreshed = files.some(
    ([, , , stamp], index) => !isSameStamp(stamp ?? undefined, kept.files[index]?.[3] ?? undefined),
  );
  if (isRefreshed) await write(folder, name, { ...kept, files });
  return new Map(Object.entries(kept.results));
}

/** The file's stamp as it is now, if its content is as it was. */
async function stampIfSame([path, , hash, stamp]: KeptFile): Promise<Stamp | undefined | 'changed'> {
  const status = statSync(fileOf(path), { throwIfNoEntry: false });
  if (!status) return 'changed';
  const now = stampOf(status);
  if (isSameStamp(now, stamp ?? undefined)) return now;
  const file = await readTextFile(path);
  return !isProblem(file) && hashOf(file.text) === hash ? file.stamp : 'changed';
}

/** `versions`: those of all files that were found, in the same order. */
export async function saveResults<T>(
  { folder, name, key, discovery }: KeptResultsOptions,
  versions: readonly Version[],
  looks: readonly (readonly [string, Look])[],
  results: ReadonlyMap<string, T>,
): Promise<void> {
  const files = versions.map(({ path, root, hash, stamp }): KeptFile => [path, root, hash, stamp ?? null]);
  await write(folder, name, {
    key,
    signature: signatureOf(discovery.listings),
    files,
    looks,
    results: Object.fromEntries(results),
  });
}

async function write<T>(folder: CacheFolder, name: string, kept: Kept<T>): Promise<void> {
  await folder.write(name, [Buffer.from(JSON.stringify(kept))]);
}
