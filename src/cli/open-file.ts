import { dirname, resolve } from 'node:path';
import type { Analysis } from '../engine/analysis.ts';
import { lineStarts, offsetAt } from '../model/span.ts';
import { createProjectRoots } from '../workspace/project-root.ts';
import { isProblem, readTextFile, type TextFile } from '../workspace/text-file.ts';
import { loadConfigs } from './configs.ts';
import type { Engine } from './engine.ts';
import { UsageError } from './exit-code.ts';
import { count, shown, type Host } from './host.ts';
import type { Location } from './location.ts';

/** The file that a command speaks of. */
export interface OpenedFile {
  readonly file: TextFile;
  readonly analysis: Analysis;
  readonly starts: readonly number[];
  /** Zero-based. */
  readonly line: number;
  /** Where exactly, when a column was given. */
  readonly offset?: number;
}

/** Reads and analyses the file at `location`. Throws a {@link UsageError} when there is no such place or it is not looked into. */
export async function openFile(host: Host, engine: Engine, location: Location, config?: string): Promise<OpenedFile> {
  const path = resolve(host.cwd, location.path);
  const name = shown(host, path);
  const file = await readTextFile(path);
  if (isProblem(file)) throw new UsageError(`${name}: ${file.message}.`);
  if (!engine.canAnalyze(path)) throw new UsageError(`${name}: it is neither JavaScript nor TypeScript.`);
  const configFor = await loadConfigs(host, engine, [path], config);
  const root = await createProjectRoots().of(dirname(path));
  const analysis = engine.analyze(path, file.text, { config: await configFor(path), project: { root } });
  if (analysis.skipped !== undefined) throw new UsageError(`${name}: ${analysis.skipped.message}`);
  const starts = lineStarts(file.text);
  const line = location.line - 1;
  if (line >= starts.length) {
    throw new UsageError(`${name} has ${count(starts.length, 'line')}; there is no line ${location.line}.`);
  }
  const opened = { file, analysis, starts, line };
  if (location.column === undefined) return opened;
  return { ...opened, offset: offsetAt(starts, { line, character: location.column - 1 }, file.text.length) };
}
