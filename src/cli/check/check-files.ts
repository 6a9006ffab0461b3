import { dirname, extname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { RuleId } from '../../model/rule.ts';
import { lineStarts } from '../../model/span.ts';
import type { Surroundings } from '../../model/surroundings.ts';
import { configFileName } from '../../workspace/config-file.ts';
import type { Discovery, FoundFile } from '../../workspace/discover.ts';
import { createSeenPaths, type SeenPaths } from '../../workspace/seen-paths.ts';
import { surroundingsOf } from '../../workspace/surroundings.ts';
import { isProblem, readTextFile } from '../../workspace/text-file.ts';
import type { ConfigFor } from '../configs.ts';
import type { Engine } from '../engine.ts';
import { count, shown, type Host } from '../host.ts';
import { moreToCauses, notYetTold, type Causes } from './causes.ts';
import { jsonReport } from './json.ts';
import { noteSkipped, noteSyntaxError, type Notes } from './notes.ts';
import type { CheckOptions } from './options.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { prettyFile } from './pretty.ts';
import { createResultsCache } from './results-cache.ts';
import type { FileReport, ReportOptions } from './report.ts';
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

/** Checks what was found, and prints what there is to tell. False when a file that was named could not be read. */
export async function checkFiles(run: Run, discovery: Discovery): Promise<boolean> {
  const { host, options } = run;
  const { files } = discovery;
  const reports: FileReport[] = [];
  const causes: Causes = new Map();
  let complete = true;
  const tell = (file: FoundFile, outcome: Outcome): void => {
    if (outcome.kind === 'unreadable' && file.named) complete = false;
    const report = note(run, file, outcome);
    if (report === undefined) return;
    if (options.format === 'json') reports.push(report);
    else if (report.messages.length > 0) {
      const shown = options.every ? report : notYetTold(causes, report);
      host.progress.clear();
      host.out(prettyFile(host, shown));
    }
  };
  const results = await createResultsCache(run, discovery);
  const known = await results.load();
  if (known) for (const file of files) tell(file, known(file.path));
  else await checkAnew(run, discovery, results, tell);
  host.progress.clear();
  if (options.format === 'json') host.out(jsonReport(reports));
  host.out(moreToCauses(host, causes));
  return complete;
}

type Tell = (file: FoundFile, outcome: Outcome) => void;

/** Analyses the files one after another. */
async function checkAnew(
  run: Run,
  { files, listings }: Discovery,
  results: Awaited<ReturnType<typeof createResultsCache>>,
  tell: Tell,
): Promise<void> {
  const { host, engine } = run;
  const { folder: cache } = results;
  const [{ loadProjects }] = await Promise.all([
    import('../programs.ts'),
    engine.prepare(files.map(({ path }) => path)),
  ]);
  const seen = createSeenPaths(listings);
  const report = howToReport(run, seen);
  const projects = await loadProjects(host, engine, files, {
    ...(cache && { cache }),
    seen,
    librariesOf: async (root) => (await run.configFor(join(root, configFileName))).libraries,
  });
  const outcomes = new Map<string, Outcome>();
  let done = 0;
  for (const file of files) {
    host.progress.show(`${++done} of ${count(files.length, 'file')}: ${shown(host, file.path)}`);
    const project = projects.get(file.root);
    if (!project) continue;
    const outcome = await outcomeOf(file, { engine, config: await run.configFor(file.path), project, report });
    outcomes.set(file.path, outcome);
    tell(file, outcome);
    project.trim();
    // Lets Ctrl+C through: analysing is synchronous.
    await setImmediate();
  }
  for (const { saved } of projects.values()) await saved;
  await results.save(outcomes, projects.values(), seen);
}

/** Counts one file's outcome; its report, where it was looked into. */
function note({ host, notes, tally }: Run, { path, named }: FoundFile, outcome: Outcome): FileReport | undefined {
  switch (outcome.kind) {
    case 'unreadable':
      notes.notLookedInto.push(`${shown(host, path)}: ${outcome.message}`);
      return undefined;
    case 'skipped':
      noteSkipped(notes, host, path, outcome.reason, named);
      return undefined;
    case 'crashed':
      notes.crashes.push(`${shown(host, path)}: ${outcome.message}`);
      return undefined;
    case 'checked': {
      const { messages, syntaxError, faults = [] } = outcome;
      if (faults.length > 0) notes.crashes.push(`${shown(host, path)}: ${faults.join('\n  ')}`);
      if (syntaxError) noteSyntaxError(notes, host, path, syntaxError);
      tally.files++;
      tally.suppressed += outcome.suppressed;
      tally.hiddenHints += outcome.hiddenHints;
      if (messages.length > 0) tally.filesWithFindings++;
      for (const message of messages) addFinding(tally, message);
      return { path, messages };
    }
  }
}

function howToReport({ engine, options, rules }: Run, seen: SeenPaths): ReportOptions {
  const starts = new Map<string, Promise<readonly number[]>>();
  const surroundings = new Map<string, Promise<Surroundings>>();
  const around = (path: string): Promise<Surroundings> => {
    const key = `${extname(path)} ${dirname(path)}`;
    const known = surroundings.get(key) ?? surroundingsOf(path, { seen });
    surroundings.set(key, known);
    return known;
  };
  return {
    shows({ rule, level }) {
      if (rules.size > 0 && !rules.has(rule)) return 'never';
      return level === 'hint' && !options.hints ? 'hidden' : 'shown';
    },
    startsOf(path) {
      const known =
        starts.get(path) ?? readTextFile(path).then((file) => (isProblem(file) ? [] : lineStarts(file.text)));
      starts.set(path, known);
      return known;
    },
    ...(options.format === 'json' && {
      remediesFor: async (analysis, finding) => engine.remediesFor(analysis, finding, await around(analysis.path)),
    }),
  };
}
