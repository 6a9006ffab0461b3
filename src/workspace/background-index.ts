import { setImmediate } from 'node:timers/promises';
import type { Program } from '../engine/analysis.ts';
import type { FileFacts } from '../model/facts.ts';
import type { Project } from '../model/project.ts';
import type { CacheFolder } from './cache-folder.ts';
import { librariesFor } from './config-lookup.ts';
import { discover } from './discover.ts';
import { createPackedFacts } from './packed-facts.ts';
import { projectOf } from './project-of.ts';
import type { FactsOf } from './read-facts.ts';
import { readProject } from './read-project.ts';
import { createSeenPaths } from './seen-paths.ts';

/** What the index asks of the engine. */
export interface IndexEngine {
  canAnalyze(path: string): boolean;
  readFacts(path: string, text: string): FileFacts | undefined;
  programOf(project: Project): Program;
  warm(program: Program, path: string): void;
  release(program: Program, path: string): void;
}

/** Where the index does its work, and where it keeps what it read. */
export interface IndexPlace {
  /** Where facts are kept until the next start. */
  readonly cache?: CacheFolder;
  /** The bundle that threads run to read files; without it this thread reads them, a little at a time. */
  readonly worker?: string;
}

export interface IndexOptions extends IndexPlace {
  /** A project's folder, absolute. */
  readonly root: string;
  /** What is no part of the project, besides what git ignores. */
  readonly excludes?: (path: string) => boolean;
  /** The most files to read; {@link MOST_FILES} unless told. */
  readonly maxFiles?: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** More files than this would take memory that the person needs; then each file is seen with what it imports only. */
export const MOST_FILES = 10_000;

/** The program of a whole project. */
export interface Indexed {
  readonly program: Program;
  /** Frees memory, if much is taken. To be called between two pieces of work, with the latest version of the program. */
  trim(program: Program): void;
}

/**
 * Reads a whole project, on threads or a little at a time so that whoever shares this one hardly notices. Undefined when there are too
 * many files; rejects with the signal's reason when it is aborted.
 */
export async function indexProject(engine: IndexEngine, options: IndexOptions): Promise<Indexed | undefined> {
  const { root, excludes, maxFiles = MOST_FILES, cache, worker, signal, onProgress } = options;
  const { files, listings } = await discover([root], {
    cwd: root,
    accepts: (path) => engine.canAnalyze(path),
    atMost: maxFiles,
    ...(excludes && { excludes }),
  });
  if (files.length > maxFiles) return undefined;
  const factsOf: FactsOf = (path, text) => ({ facts: quietly(() => engine.readFacts(path, text)) });
  const read = await readProject({
    root,
    paths: files.map(({ path }) => path),
    factsOf,
    ...(cache && { cache }),
    ...(worker !== undefined && { worker }),
    signal,
    onProgress: (done) => onProgress(done, files.length),
  });
  const facts = createPackedFacts(
    [...read.files.values()].flatMap(({ path, packed }) => (packed ? [[path, packed] as const] : [])),
  );
  const seen = createSeenPaths(listings);
  const program = engine.programOf(
    projectOf({ root, facts, readFacts: factsOf, seen, libraries: await librariesFor(root) }),
  );
  const trim = (latest: Program): void => facts.trim((path) => engine.release(latest, path));
  for (const path of facts.paths) {
    signal.throwIfAborted();
    quietly(() => engine.warm(program, path));
    trim(program);
    await setImmediate();
  }
  await read.saved;
  return { program, trim };
}

/** A file on which the engine fails is left out here; its own analysis says so when somebody opens it. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
