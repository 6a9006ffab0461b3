import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Program } from '../../engine/analysis.ts';
import type { PythonProject } from '../../model/python-project.ts';
import type { RuleId } from '../../model/rule.ts';
import { lineStarts } from '../../model/span.ts';
import { configFileName } from '../../workspace/config-file.ts';
import type { FoundFile } from '../../workspace/discover.ts';
import type { FileProblem } from '../../workspace/file-problem.ts';
import { pythonProjectOf } from '../../workspace/python-project.ts';
import { isProblem, readTextFile, type TextFile } from '../../workspace/text-file.ts';
import type { ConfigFor } from '../configs.ts';
import type { Engine } from '../engine.ts';
import { loadPrograms } from '../programs.ts';
import { count, shown, type Host } from '../host.ts';
import { jsonReport } from './json.ts';
import { noteSkipped, noteSyntaxErrors, type Notes } from './notes.ts';
import type { CheckOptions } from './options.ts';
import { prettyFile } from './pretty.ts';
import { readAhead } from '../read-ahead.ts';
import { makeReport, type FileReport, type ReportOptions } from './report.ts';
import { addFinding, type Tally } from './summary.ts';

/** One run of `unblock check`. The tally and the notes fill as it goes. */
export interface Run {
  readonly host: Host;
  readonly engine: Engine;
  readonly options: CheckOptions;
  readonly rules: ReadonlySet<RuleId>;
  readonly configFor: ConfigFor;
  readonly tally: Tally;
  readonly notes: Notes;
}

/** Analyses `files` one after another and prints what is found. False when a file that was named could not be read. */
export async function checkFiles(run: Run, files: readonly FoundFile[]): Promise<boolean> {
  const { host, notes, options } = run;
  const reports: FileReport[] = [];
  const reportOptions = howToReport(run);
  const readFiles = await readAll(run, files);
  const programs = await loadPrograms(
    run.engine,
    readFiles.flatMap(({ file, read }) => (isProblem(read) ? [] : [{ ...file, text: read.text }])),
    async (root) => (await run.configFor(join(root, configFileName))).libraries,
    (index) => host.progress.show(`Reading ${index.toLocaleString('en')} of ${count(files.length, 'file')}`),
  );
  let complete = true;
  let done = 0;
  for (const { file, read } of readFiles) {
    host.progress.show(`${++done} of ${count(files.length, 'file')}: ${shown(host, file.path)}`);
    if (isProblem(read)) {
      notes.notLookedInto.push(`${shown(host, file.path)}: ${read.message}`);
      if (file.named) complete = false;
      continue;
    }
    const report = await checkFile(run, file, read, programs.get(file.root), reportOptions);
    // Lets Ctrl+C through: analysing is synchronous, and reading ahead may never wait.
    await setImmediate();
    if (report === undefined) continue;
    if (options.format === 'json') reports.push(report);
    else if (report.messages.length > 0) {
      host.progress.clear();
      host.out(prettyFile(host, report));
    }
  }
  host.progress.clear();
  if (options.format === 'json') host.out(jsonReport(reports));
  return complete;
}

interface Read {
  readonly file: FoundFile;
  readonly read: TextFile | FileProblem;
}

/** All texts at once: what is analysed must be what the facts were read from, whatever is saved meanwhile. */
async function readAll({ host }: Run, files: readonly FoundFile[]): Promise<readonly Read[]> {
  const all: Read[] = [];
  for await (const [file, read] of readAhead(files)) {
    all.push({ file, read });
    host.progress.show(`Opening ${all.length.toLocaleString('en')} of ${count(files.length, 'file')}`);
  }
  return all;
}

async function checkFile(
  run: Run,
  file: FoundFile,
  { text }: TextFile,
  program: Program | undefined,
  reportOptions: ReportOptions,
): Promise<FileReport | undefined> {
  const { host, engine, notes, tally } = run;
  const { path } = file;
  if (!engine.canAnalyze(path)) {
    notes.notLookedInto.push(`${shown(host, path)}: it is neither JavaScript, TypeScript nor Python`);
    return undefined;
  }
  try {
    const analysis = engine.analyze(path, text, { config: await run.configFor(path), ...(program && { program }) });
    if (analysis.skipped !== undefined) {
      noteSkipped(notes, host, path, analysis.skipped, file.named);
      return undefined;
    }
    noteSyntaxErrors(notes, host, path, text, analysis.facts);
    const report = await makeReport(analysis, reportOptions);
    tally.files++;
    tally.suppressed += analysis.suppressed;
    if (report.messages.length > 0) tally.filesWithFindings++;
    for (const message of report.messages) addFinding(tally, message);
    return report;
  } catch (error) {
    notes.crashes.push(
      `${shown(host, path)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return undefined;
  }
}

function howToReport({ engine, options, rules, tally }: Run): ReportOptions {
  const starts = new Map<string, Promise<readonly number[]>>();
  const pythons = new Map<string, Promise<PythonProject>>();
  const pythonOf = (path: string): Promise<PythonProject> => {
    const known = pythons.get(dirname(path)) ?? pythonProjectOf(path);
    pythons.set(dirname(path), known);
    return known;
  };
  return {
    shows({ rule, level }) {
      if (rules.size > 0 && !rules.has(rule)) return false;
      if (level !== 'hint' || options.hints) return true;
      tally.hiddenHints++;
      return false;
    },
    startsOf(path) {
      const known =
        starts.get(path) ?? readTextFile(path).then((file) => (isProblem(file) ? [] : lineStarts(file.text)));
      starts.set(path, known);
      return known;
    },
    ...(options.format === 'json' && {
      remediesFor: async (analysis, finding) => {
        const { path, facts } = analysis;
        const python = facts.language === 'python' ? { python: await pythonOf(path) } : {};
        return engine.remediesFor(analysis, finding, python);
      },
    }),
  };
}
