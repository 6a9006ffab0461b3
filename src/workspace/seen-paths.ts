import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { kindOf, readListing, signatureOf, type EntryKind, type Listing } from './listing.ts';
import { isSameStamp, stampOf, type Stamp } from './stamp.ts';

/** How a path looked: nothing there, something that is no file, or a file in a certain version; and where it really is. */
export type Look = readonly ['none'] | readonly ['other', string] | readonly ['file', string, Stamp | null, string];

/** Answers what lies where, and remembers each question, so that a later run can tell whether it would get the same answers. */
export interface SeenPaths {
  /** What is at this path; undefined for nothing. */
  kind(path: string): EntryKind | undefined;
  /** The names in a folder that was walked; undefined for other folders. */
  listing(folder: string): Listing | undefined;
  /** The path was asked for, by whatever means. */
  note(path: string): void;
  /** The names of the folders in a folder. */
  foldersIn(folder: string): readonly string[];
  /** All questions whose answers do not follow from the folders that were walked. */
  looks(): readonly (readonly [string, Look])[];
}

/** `walked`: what was found in each folder. Whoever keeps the answers compares these folders by himself. */
export function createSeenPaths(walked: ReadonlyMap<string, Listing> = new Map()): SeenPaths {
  const kinds = new Map<string, EntryKind | undefined>();
  const absent = new Map<string, boolean>();
  const noted = new Set<string>();

  /** Whether the folder or one above it is missing from a folder that was walked. */
  function isAbsent(folder: string): boolean {
    const known = absent.get(folder);
    if (known !== undefined) return known;
    const above = dirname(folder);
    const listing = walked.get(above);
    const answer = above !== folder && (listing ? !listing.has(basename(folder)) : isAbsent(above));
    absent.set(folder, answer);
    return answer;
  }

  function isKnownMissing(path: string): boolean {
    const listing = walked.get(dirname(path));
    return listing ? !listing.has(basename(path)) : isAbsent(dirname(path));
  }

  return {
    kind(path) {
      const folder = dirname(path);
      const listing = walked.get(folder);
      if (listing) return listing.get(basename(path));
      if (kinds.has(path)) return kinds.get(path);
      if (isAbsent(folder)) return undefined;
      noted.add(path);
      const kind = kindOf(path);
      kinds.set(path, kind);
      return kind;
    },
    listing: (folder) => walked.get(folder),
    note: (path) => void noted.add(path),
    foldersIn(folder) {
      const known = walked.get(folder);
      if (!known) noted.add(folder + sep);
      const listing = known ?? readListing(folder);
      return [...listing].flatMap(([name, kind]) => (kind === 'folder' ? [name] : []));
    },
    looks: () =>
      [...noted].filter((path) => !isKnownMissing(path)).map((path) => [path, withHash(path, lookAt(path))] as const),
  };
}

/** Whether somebody who looks again sees what was seen. */
export function looksTheSame(looks: readonly (readonly [string, Look])[]): boolean {
  return looks.every(([path, before]) => isSameLook(path, before, lookAt(path)));
}

/** A path with a separator at its end means what lies in that folder. */
function lookAt(path: string): Look {
  if (path.endsWith(sep)) return ['other', signatureOf(new Map([[path, readListing(path)]]))];
  try {
    const status = fs.statSync(path, { throwIfNoEntry: false });
    if (!status) return ['none'];
    const real = fs.realpathSync(path);
    return status.isFile() ? ['file', real, stampOf(status) ?? null, ''] : ['other', real];
  } catch {
    return ['none'];
  }
}

function withHash(path: string, look: Look): Look {
  return look[0] === 'file' ? ['file', look[1], look[2], contentHash(path)] : look;
}

function contentHash(path: string): string {
  try {
    return createHash('sha1').update(fs.readFileSync(path)).digest('base64url');
  } catch {
    return 'unreadable';
  }
}

function isSameLook(path: string, before: Look, now: Look): boolean {
  if (before[0] !== now[0] || before[1] !== now[1]) return false;
  if (before[0] !== 'file' || now[0] !== 'file') return true;
  return isSameStamp(before[2] ?? undefined, now[2] ?? undefined) || before[3] === contentHash(path);
}

/** The text of a file; undefined where there is none that can be read. Its place is noted. */
export function readSeen(seen: SeenPaths, path: string): string | undefined {
  // Many folders lack it, and what is known to be missing need not be opened.
  if (seen.kind(path) === undefined) return undefined;
  seen.note(path);
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** `node:fs` as a resolver asks it, with every question noted. */
export function notingFileSystem(seen: Pick<SeenPaths, 'note'>): typeof fs {
  const asked = new Set(['statSync', 'lstatSync', 'readFileSync', 'readlinkSync', 'readdirSync']);
  return new Proxy(
    { ...fs },
    {
      get(target, name) {
        const own: unknown = Reflect.get(target, name);
        if (typeof own !== 'function' || !asked.has(String(name))) return own;
        return (path: unknown, ...rest: unknown[]): unknown => {
          seen.note(String(path));
          return Reflect.apply(own, target, [path, ...rest]);
        };
      },
    },
  );
}
