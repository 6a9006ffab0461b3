import { setImmediate } from 'node:timers/promises';
import type { Program } from '../engine/analysis.ts';
import type { Config } from '../model/config.ts';
import type { CacheFolder } from '../workspace/cache-folder.ts';
import { createPackedFacts } from '../workspace/packed-facts.ts';
import { projectOf } from '../workspace/project-of.ts';
import type { ReadFile } from '../workspace/read-facts.ts';
import { readProject } from '../workspace/read-project.ts';
import { createModuleResolver } from '../workspace/resolve-module.ts';
import type { SeenPaths } from '../workspace/seen-paths.ts';
import type { Engine } from './engine.ts';
import { count, type Host } from './host.ts';

/** All files of one project. */
export interface LoadedProject {
  readonly program: Program;
  /** Each as it was read, by path. */
  readonly files: ReadonlyMap<string, ReadFile>;
  /** Frees memory, if much is taken. To be called between files. */
  trim(): void;
  /** Resolves when what was read is in the cache. */
  readonly saved: Promise<void>;
}

export interface LoadOptions {
  readonly cache?: CacheFolder;
  readonly seen: SeenPaths;
  /** The libraries that a root's project describes itself. */
  readonly librariesOf: (root: string) => Promise<Config['libraries']>;
}

/** Reads all files first, so that each is then seen with its callers and callees: one program for each project root. */
export async function loadProjects(
  host: Host,
  engine: Engine,
  files: readonly { readonly path: string; readonly root: string }[],
  { cache, seen, librariesOf }: LoadOptions,
): Promise<ReadonlyMap<string, LoadedProject>> {
  const resolve = createModuleResolver(seen);
  const projects = new Map<string, LoadedProject>();
  const roots = new Set(files.map(({ root }) => root));
  for (const root of roots) {
    const group = files.filter((file) => file.root === root);
    const { files: read, saved } = await readProject({
      root,
      paths: group.map(({ path }) => path).filter((path) => engine.canAnalyze(path)),
      factsOf: (path, text) => engine.readFacts(path, text),
      ...(cache && { cache }),
      ...(host.indexWorker !== undefined && { worker: host.indexWorker }),
      signal: new AbortController().signal,
      onProgress: (done) =>
        host.progress.show(`Reading ${done.toLocaleString('en')} of ${count(group.length, 'file')}`),
    });
    const facts = createPackedFacts(
      [...read.values()].flatMap(({ path, packed }) => (packed ? [[path, packed] as const] : [])),
    );
    const program = engine.programOf(
      projectOf({
        root,
        facts,
        readFacts: (path, text) => (engine.canAnalyze(path) ? engine.readFacts(path, text) : {}),
        resolve,
        libraries: await librariesOf(root),
        seen,
      }),
    );
    const trim = (): void => facts.trim((path) => engine.release(program, path));
    for (const path of facts.paths) {
      warmQuietly(engine, program, path);
      trim();
      // Lets Ctrl+C through.
      await setImmediate();
    }
    projects.set(root, { program, files: read, trim, saved });
  }
  return projects;
}

/** A file on which the engine fails is told of when its own turn comes. */
function warmQuietly(engine: Engine, program: Program, path: string): void {
  try {
    engine.warm(program, path);
  } catch {
    // Its own analysis fails in the same way.
  }
}
