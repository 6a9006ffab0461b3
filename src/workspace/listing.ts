import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, type Dirent, type Stats } from 'node:fs';

export type EntryKind = 'file' | 'folder' | 'other';

/** What lies in a folder, by name. A symbolic link is `other`, whatever it leads to. */
export type Listing = ReadonlyMap<string, EntryKind>;

export function listingOf(entries: readonly Dirent[]): Listing {
  return new Map(entries.map((entry) => [entry.name, kindFrom(entry)]));
}

/** Empty for a folder that is not there or may not be looked into. */
export function readListing(folder: string): Listing {
  try {
    return listingOf(readdirSync(folder, { withFileTypes: true }));
  } catch {
    return new Map();
  }
}

/** What is at a path; undefined for nothing, and for what may not be looked at. */
export function kindOf(path: string): EntryKind | undefined {
  try {
    const status = lstatSync(path, { throwIfNoEntry: false });
    return status && kindFrom(status);
  } catch {
    return undefined;
  }
}

function kindFrom(entry: Dirent | Stats): EntryKind {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

/** Changes when something in one of the folders appears, vanishes or becomes something else; what files contain does not count. */
export function signatureOf(listings: ReadonlyMap<string, Listing>): string {
  const hash = createHash('sha1');
  for (const folder of [...listings.keys()].toSorted()) {
    const entries = [...(listings.get(folder) ?? [])].map(([name, kind]) => `${name}/${kind}`);
    hash.update(`\n${folder}\0${entries.toSorted().join('\0')}`);
  }
  return hash.digest('base64url');
}
