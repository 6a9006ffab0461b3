import { resolve } from 'node:path';
import { discoverCode } from '../discover-code.ts';
import { loadConfigs } from '../configs.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import { shown, type Host } from '../host.ts';
import { checkFiles, type Run } from './check-files.ts';
import { emptyNotes, tellNotes } from './notes.ts';
import type { CheckOptions } from './options.ts';
import { emptyTally, shownFindings, summary } from './summary.ts';

/** Looks for findings in files and folders; resolves to the exit code. */
export async function check(host: Host, options: CheckOptions): Promise<number> {
  const engine = host.createEngine();
  const rules = new Set(options.rules(engine.ruleMetas));
  const discovery = await discoverCode(options.paths, {
    cwd: host.cwd,
    accepts: (path) => engine.canAnalyze(path),
    onProgress: (found) => host.progress.show(`Looking for files: ${found.toLocaleString('en')}`),
  });
  const { files, problems } = discovery;
  const missing = problems.filter(({ kind }) => kind === 'missing');
  if (missing.length > 0) {
    throw new UsageError(missing.map(({ path, message }) => `${shown(host, path)}: ${message}.`).join('\n'));
  }
  const configFor = await loadConfigs(
    host,
    engine,
    files.map(({ path }) => path),
    options.config,
  );
  const run: Run = { host, engine, options, rules, configFor, tally: emptyTally(), notes: emptyNotes() };
  for (const { path, message } of problems) run.notes.notLookedInto.push(`${shown(host, path)}: ${message}`);
  if (files.length === 0) host.err('There are no JavaScript, TypeScript or Python files here.\n');
  const named = new Set(options.paths.map((path) => resolve(host.cwd, path)));
  const isNamedMissed = problems.some(({ path }) => named.has(path));
  const complete = (await checkFiles(run, discovery)) && !isNamedMissed;
  tellNotes(host, run.notes);
  if (options.format === 'pretty') host.out(`${summary(run.tally)}\n`);
  if (!complete || run.notes.crashes.length > 0) return exitCode.failed;
  return shownFindings(run.tally) > options.maxWarnings ? exitCode.findings : exitCode.done;
}
