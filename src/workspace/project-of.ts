import { readFileSync } from 'node:fs';
import type { FileFacts } from '../model/facts.ts';
import type { Project } from '../model/project.ts';
import { programsAmong } from './entry-points.ts';
import { createPackageLookup } from './package-info.ts';
import { createModuleResolver, type ResolveModule } from './resolve-module.ts';

export interface KnownFiles {
  /** The folder that the files' paths are judged from. */
  readonly root: string;
  /** The facts of every file whose calls count, by absolute path. */
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** The facts of a text; undefined when it is not looked into. */
  readonly readFacts: (path: string, text: string) => FileFacts | undefined;
  readonly resolve?: ResolveModule;
  /** What the project itself says of libraries. */
  readonly libraries?: Project['libraries'];
}

/**
 * The project that some files make together. A file outside of them which one of them imports is read when it is first asked for,
 * synchronously: for processes that nobody waits on.
 */
export function projectOf({
  root,
  facts,
  readFacts,
  resolve = createModuleResolver(),
  libraries = [],
}: KnownFiles): Project {
  const imported = new Map<string, FileFacts | undefined>();

  function factsOf(path: string): FileFacts | undefined {
    const known = facts.get(path);
    if (known || imported.has(path)) return known ?? imported.get(path);
    const read = readQuietly(path);
    const found = read === undefined ? undefined : readFacts(path, read);
    imported.set(path, found);
    return found;
  }

  return {
    root,
    paths: [...facts.keys()],
    resolve,
    factsOf,
    libraries,
    packageOf: createPackageLookup(),
    programs: programsAmong(facts.keys()),
  };
}

/** What cannot be read is not known; the file itself was listed as unreadable where somebody named it. */
function readQuietly(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
