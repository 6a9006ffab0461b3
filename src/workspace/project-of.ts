import { readFileSync } from 'node:fs';
import type { FileFacts } from '../model/facts.ts';
import type { Project } from '../model/project.ts';
import { programsAmong } from './entry-points.ts';
import { createPackageLookup } from './package-info.ts';
import type { FactsOf } from './read-facts.ts';
import type { PackedFacts } from './packed-facts.ts';
import { pack } from './packing.ts';
import { createModuleResolver, type ResolveModule } from './resolve-module.ts';
import { createSeenPaths, type SeenPaths } from './seen-paths.ts';

export interface KnownFiles {
  /** The folder that the files' paths are judged from. */
  readonly root: string;
  /** The facts of every file whose calls count, by absolute path. */
  readonly facts: PackedFacts;
  /** The facts of a text; none when it is not looked into. */
  readonly readFacts: FactsOf;
  readonly resolve?: ResolveModule;
  /** What the project itself says of libraries. */
  readonly libraries?: Project['libraries'];
  /** Notes whatever is looked at besides these files. */
  readonly seen?: SeenPaths;
}

/**
 * The project that some files make together. A file outside of them which one of them imports is read when it is first asked for,
 * synchronously: for processes that nobody waits on.
 */
export function projectOf({
  root,
  facts,
  readFacts,
  seen = createSeenPaths(),
  resolve = createModuleResolver(seen),
  libraries = [],
}: KnownFiles): Project {
  const paths = [...facts.paths];
  const missing = new Set<string>();

  function factsOf(path: string): FileFacts | undefined {
    const known = facts.factsOf(path);
    if (known || missing.has(path)) return known;
    seen.note(path);
    const text = readQuietly(path);
    const found = text === undefined ? undefined : factsOrNone(readFacts, path, text);
    if (found) facts.set(path, pack(found));
    else missing.add(path);
    return found;
  }

  return {
    root,
    paths,
    resolve,
    factsOf,
    libraries,
    packageOf: createPackageLookup(seen),
    programs: programsAmong(seen, paths),
  };
}

/** A file on which reading facts fails is not known; where somebody named it, the failure is told there. */
function factsOrNone(readFacts: FactsOf, path: string, text: string): FileFacts | undefined {
  try {
    return readFacts(path, text).facts;
  } catch {
    return undefined;
  }
}

/** What cannot be read is not known; the file itself was listed as unreadable where somebody named it. */
function readQuietly(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
