import { dirname, resolve } from 'node:path';
import type { Analysis, Program } from '../engine/analysis.ts';
import type { PythonProject } from '../model/python-project.ts';
import { lineStarts, offsetAt } from '../model/span.ts';
import { librariesFor } from '../workspace/config-lookup.ts';
import { discover } from '../workspace/discover.ts';
import { pythonProjectOf } from '../workspace/python-project.ts';
import { createProjectRoots } from '../workspace/project-root.ts';
import { isProblem, readTextFile, type TextFile } from '../workspace/text-file.ts';
import { loadConfigs } from './configs.ts';
import type { Engine } from './engine.ts';
import { UsageError } from './exit-code.ts';
import { count, shown, type Host } from './host.ts';
import type { Location } from './location.ts';
import { loadPrograms, type ReadFile } from './programs.ts';
import { readAhead } from './read-ahead.ts';

/** The file that a command speaks of. */
export interface OpenedFile {
  readonly file: TextFile;
  readonly analysis: Analysis;
  readonly starts: readonly number[];
  /** Zero-based. */
  readonly line: number;
  /** Where exactly, when a column was given. */
  readonly offset?: number;
  /** What the project says of its Python, where the file is one of Python's. */
  readonly python?: PythonProject;
}

/** Reads and analyses the file at `location`. Throws a {@link UsageError} when there is no such place or it is not looked into. */
export async function openFile(host: Host, engine: Engine, location: Location, config?: string): Promise<OpenedFile> {
  const path = resolve(host.cwd, location.path);
  const name = shown(host, path);
  const file = await readTextFile(path);
  if (isProblem(file)) throw new UsageError(`${name}: ${file.message}.`);
  if (!engine.canAnalyze(path)) throw new UsageError(`${name}: it is neither JavaScript, TypeScript nor Python.`);
  await engine.prepare([path]);
  const configFor = await loadConfigs(host, engine, [path], config);
  const program = await programAround(engine, path, file.text);
  const analysis = engine.analyze(path, file.text, { config: await configFor(path), ...(program && { program }) });
  if (analysis.skipped !== undefined) throw new UsageError(`${name}: ${analysis.skipped.message}`);
  const starts = lineStarts(file.text);
  const line = location.line - 1;
  if (line >= starts.length) {
    throw new UsageError(`${name} has ${count(starts.length, 'line')}; there is no line ${location.line}.`);
  }
  const python = isPython(path) ? { python: await pythonProjectOf(path) } : {};
  const opened = { file, analysis, starts, line, ...python };
  if (location.column === undefined) return opened;
  return { ...opened, offset: offsetAt(starts, { line, character: location.column - 1 }, file.text.length) };
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
async function programAround(engine: Engine, path: string, text: string): Promise<Program | undefined> {
  const root = await createProjectRoots().of(dirname(path));
  const { files } = await discover([root], {
    cwd: root,
    accepts: (each) => engine.canAnalyze(each) && isPython(each) === isPython(path),
    atMost: MOST_FILES,
  });
  const others: ReadFile[] = [];
  for await (const [each, read] of readAhead(files.length > MOST_FILES ? [] : files)) {
    if (!isProblem(read) && each.path !== path) others.push({ path: each.path, root, text: read.text });
  }
  const programs = await loadPrograms(engine, [{ path, root, text }, ...others], librariesFor, () => undefined);
  return programs.get(root);
}
