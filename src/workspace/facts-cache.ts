import type { SkipReason } from '../engine/analysis.ts';
import { nameFor, type CacheFolder } from './cache-folder.ts';
import { isSameStamp, type Stamp } from './stamp.ts';
import type { ReadFile } from './read-facts.ts';

/** What is kept of a file: the version that was read, and its packed facts or why there are none. */
export type KnownFile = Pick<ReadFile, 'path' | 'hash' | 'stamp' | 'packed' | 'skipped'>;

/** A row of the table at the head of the pack; `at` and `length` say where the facts lie behind it. */
interface Row {
  readonly path: string;
  readonly hash: string;
  readonly stamp?: Stamp;
  readonly skipped?: SkipReason;
  readonly at: number;
  readonly length: number;
}

/** The facts of a project's files as the last run left them. */
export interface FactsCache {
  /** What is known of the file, as long as its stamp is the same. */
  byStamp(path: string, stamp: Stamp | undefined): KnownFile | undefined;
  /** What was last known of the file, whether or not it still holds. */
  last(path: string): KnownFile | undefined;
  readonly paths: Iterable<string>;
}

/*
 * One file for a whole project: thousands of small ones take longer to open than the facts take to make. It is written anew as a whole,
 * so a reader never meets half of it.
 */
export async function loadFactsCache(folder: CacheFolder | undefined, root: string): Promise<FactsCache> {
  const body = await folder?.read(nameOf(root));
  const files = new Map(body ? rowsOf(body).map((row) => [row.path, knownFile(row, body)]) : []);
  return {
    byStamp(path, stamp) {
      const known = files.get(path);
      return known && isSameStamp(known.stamp, stamp) ? known : undefined;
    },
    last: (path) => files.get(path),
    paths: files.keys(),
  };
}

export async function saveFactsCache(folder: CacheFolder, root: string, files: Iterable<KnownFile>): Promise<void> {
  const rows: Row[] = [];
  const packs: Uint8Array[] = [];
  let at = 0;
  for (const { path, hash, stamp, skipped, packed } of files) {
    const length = packed?.length ?? 0;
    rows.push({ path, hash, ...(stamp && { stamp }), ...(skipped && { skipped }), at, length });
    at += length;
    if (packed) packs.push(packed);
  }
  const table = Buffer.from(JSON.stringify(rows));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(table.length);
  await folder.write(nameOf(root), [head, table, ...packs]);
}

function nameOf(root: string): string {
  return `facts-${nameFor(root)}`;
}

/** The bytes are ours: the folder has compared their digest. */
function rowsOf(body: Buffer): readonly Row[] {
  return JSON.parse(body.toString('utf8', 4, 4 + body.readUInt32LE(0))) as readonly Row[];
}

function knownFile({ path, hash, stamp, skipped, at, length }: Row, body: Buffer): KnownFile {
  const start = 4 + body.readUInt32LE(0) + at;
  return {
    path,
    hash,
    ...(stamp && { stamp }),
    ...(skipped ? { skipped } : { packed: body.subarray(start, start + length) }),
  };
}
