import { setImmediate } from 'node:timers/promises';
import type { Program } from '../engine/analysis.ts';
import type { FileFacts } from '../model/facts.ts';
import type { Project } from '../model/project.ts';
import { librariesFor } from './config-lookup.ts';
import { discover } from './discover.ts';
import { projectOf } from './project-of.ts';
import { isProblem, readTextFile } from './text-file.ts';

/** What the index asks of the engine. */
export interface IndexEngine {
  canAnalyze(path: string): boolean;
  readFacts(path: string, text: string): FileFacts | undefined;
  programOf(project: Project): Program;
  warm(program: Program, path: string): void;
}

export interface IndexOptions {
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

/**
 * Reads a whole project, a little at a time so that whoever shares the thread hardly notices. Undefined when there are too many files;
 * rejects with the signal's reason when it is aborted.
 */
export async function indexProject(engine: IndexEngine, options: IndexOptions): Promise<Program | undefined> {
  const { root, excludes, maxFiles = MOST_FILES, signal, onProgress } = options;
  const { files } = await discover([root], {
    cwd: root,
    accepts: (path) => engine.canAnalyze(path),
    atMost: maxFiles,
    ...(excludes && { excludes }),
  });
  if (files.length > maxFiles) return undefined;
  const facts = new Map<string, FileFacts>();
  for (const [index, { path }] of files.entries()) {
    signal.throwIfAborted();
    onProgress(index, files.length);
    const read = await readTextFile(path);
    const found = isProblem(read) ? undefined : quietly(() => engine.readFacts(path, read.text));
    if (found) facts.set(path, found);
    await setImmediate();
  }
  const readFacts = (path: string, text: string): FileFacts | undefined => quietly(() => engine.readFacts(path, text));
  const program = engine.programOf(projectOf({ root, facts, readFacts, libraries: await librariesFor(root) }));
  for (const path of facts.keys()) {
    signal.throwIfAborted();
    quietly(() => engine.warm(program, path));
    await setImmediate();
  }
  return program;
}

/** A file on which the engine fails is left out here; its own analysis says so when somebody opens it. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
