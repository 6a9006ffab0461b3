import { dirname, resolve } from 'node:path';
import type { Analysis } from '../engine/analysis.ts';
import { cellsOf, isNotebook, isNotebookFile } from '../model/notebook.ts';
import { lineStarts, offsetAt } from '../model/span.ts';
import type { Surroundings } from '../model/surroundings.ts';
import { openCacheFolder } from '../workspace/cache-folder.ts';
import { librariesFor } from '../workspace/config-lookup.ts';
import { createProjectRoots } from '../workspace/project-root.ts';
import { lineInText } from '../workspace/notebook-file.ts';
import { hashOf } from '../workspace/read-facts.ts';
import { createSeenPaths } from '../workspace/seen-paths.ts';
import { surroundingsOf } from '../workspace/surroundings.ts';
import { isProblem, readTextFile, type TextFile } from '../workspace/text-file.ts';
import { loadConfigs } from './configs.ts';
import { discoverCode } from './discover-code.ts';
import type { Engine } from './engine.ts';
import { UsageError } from './exit-code.ts';
import { count, shown, type Host } from './host.ts';
import type { Location } from './location.ts';
import { loadProjects, type LoadedProject } from './programs.ts';

/** The file that a command speaks of. */
export interface OpenedFile {
  readonly file: TextFile;
  readonly analysis: Analysis;
  readonly starts: readonly number[];
  /** Zero-based. */
  readonly line: number;
  /** Where exactly, when a column was given. */
  readonly offset?: number;
  /** What its fixes may ask. */
  readonly surroundings: Surroundings;
}

/** Reads and analyses the file at `location`. Throws a {@link UsageError} when there is no such place or it is not looked into. */
export async function openFile(host: Host, engine: Engine, location: Location, config?: string): Promise<OpenedFile> {
  const written = resolve(host.cwd, location.path);
  const path = isNotebookFile(written) ? cellsOf(written) : written;
  const name = shown(host, path);
  const file = await readTextFile(path);
  if (isProblem(file)) throw new UsageError(`${name}: ${file.message}.`);
  if (!engine.canAnalyze(path)) throw new UsageError(`${name}: it is neither JavaScript, TypeScript nor Python.`);
  await engine.prepare([path]);
  const configFor = await loadConfigs(host, engine, [path], config);
  const { program, files } = await projectAround(host, engine, path);
  const isSame = files.get(path)?.hash === hashOf(file.text);
  const analysis = engine.analyze(path, file.text, {
    config: await configFor(path),
    ...(isSame ? { program } : { base: program }),
  });
  if (analysis.skipped !== undefined) throw new UsageError(`${name}: ${analysis.skipped.message}`);
  const starts = lineStarts(file.text);
  const line = lineOf(file, location, name, starts.length);
  const opened = { file, analysis, starts, line, surroundings: await surroundingsOf(path) };
  if (location.column === undefined) return opened;
  return { ...opened, offset: offsetAt(starts, { line, character: location.column - 1 }, file.text.length) };
}

/** The line of the text, from 0; a notebook's lines count within each cell. */
function lineOf({ path, notebook }: TextFile, { line, cell }: Location, name: string, lines: number): number {
  if (!notebook) {
    if (cell !== undefined) throw new UsageError(`${name} is no notebook and has no cells.`);
    if (line <= lines) return line - 1;
    throw new UsageError(`${name} has ${count(lines, 'line')}; there is no line ${line}.`);
  }
  if (cell === undefined && isNotebook(path))
    throw new UsageError(`${name} is a notebook: name the cell as well, as in \`${name}:cell3:${line}\`.`);
  const found = cell === undefined ? undefined : lineInText(notebook, cell, line - 1);
  if (found === undefined) throw new UsageError(`${name} has no code in line ${line} of cell ${cell ?? 1}.`);
  return found;
}

/** Files of the other language never call this one. */
function isPython(path: string): boolean {
  return /\.py[iw]?$/i.test(path);
}

/** More files than this take longer to read than a person waits for one answer. */
const MOST_FILES = 5_000;

/**
 * The whole project, since what calls the code at this place may stand in any file. Of a very large one only what the file imports.
 */
async function projectAround(host: Host, engine: Engine, path: string): Promise<LoadedProject> {
  const root = await createProjectRoots().of(dirname(path));
  const { files, listings } = await discoverCode([root], {
    cwd: root,
    accepts: (each) => engine.canAnalyze(each) && isPython(each) === isPython(path),
    atMost: MOST_FILES,
  });
  const others = files.length > MOST_FILES ? [] : files.filter((each) => each.path !== path);
  const seen = createSeenPaths(files.length > MOST_FILES ? new Map() : listings);
  const { caching } = host;
  const cache = caching && openCacheFolder(caching.folder, `${caching.build} ${process.versions.node}`);
  const wanted = [path, ...others.map((each) => each.path)].map((each) => ({ path: each, root }));
  const projects = await loadProjects(host, engine, wanted, {
    ...(cache && { cache }),
    seen,
    librariesOf: librariesFor,
  });
  const project = projects.get(root);
  if (!project) throw new Error(`${root} was not read.`);
  await project.saved;
  return project;
}
