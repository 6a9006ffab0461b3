// A project in memory, in which a fix can be tried and forgotten.
import { dirname, resolve } from 'node:path';
import type { Program } from '../../src/engine/analysis.ts';
import { canAnalyze, programOf, readFacts } from '../../src/engine/analyze.ts';
import { discover } from '../../src/workspace/discover.ts';
import { createPackedFacts } from '../../src/workspace/packed-facts.ts';
import { projectOf } from '../../src/workspace/project-of.ts';
import { readProject } from '../../src/workspace/read-project.ts';
import { createModuleResolver } from '../../src/workspace/resolve-module.ts';
import { createSeenPaths } from '../../src/workspace/seen-paths.ts';

export interface LoadedProject {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly program: Program;
  /** Files that a fix has made and that are not on disk. They are found when something imports them. */
  readonly made: Set<string>;
}

export async function loadProject(folder: string): Promise<LoadedProject> {
  const { files, listings } = await discover([folder], { cwd: folder, accepts: canAnalyze });
  const paths = files.map(({ path }) => path);
  const seen = createSeenPaths(listings);
  const { files: read } = await readProject({
    root: folder,
    paths,
    factsOf: (path, text) => readFacts(path, text),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const facts = createPackedFacts(
    [...read.values()].flatMap(({ path, packed }) => (packed ? [[path, packed] as const] : [])),
  );
  const made = new Set<string>();
  const onDisk = createModuleResolver(seen);
  const program = programOf(
    projectOf({
      root: folder,
      facts,
      readFacts: (path, text) => (canAnalyze(path) ? readFacts(path, text) : {}),
      resolve: (from, specifier) => madeFile(made, from, specifier) ?? onDisk(from, specifier),
      seen,
    }),
  );
  return { folder, paths, program, made };
}

function madeFile(made: ReadonlySet<string>, from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = resolve(dirname(from), specifier);
  const candidates = [target, target.replace(/js$/, 'ts'), `${target}.ts`, `${target}.js`];
  return candidates.find((candidate) => made.has(candidate));
}
