import { graphOf } from '../effects/graph.ts';
import { createProgram, createWorkspaceProgram, type Program } from '../effects/program.ts';
import { replaceFile } from '../effects/replace-file.ts';
import { knowledge } from '../knowledge/index.ts';
import { defaultConfig, type Config } from '../model/config.ts';
import { FACTS_SCHEMA, type FileFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { rules } from '../rules/index.ts';
import { lowerJavaScript } from '../syntax/javascript/lower.ts';
import { parseJavaScript, type JavaScriptTree, type TextChange } from '../syntax/javascript/tree.ts';
import type { Analysis, SkipReason } from './analysis.ts';
import { skipReason } from './skip.ts';
import { suppress } from './suppress.ts';

export { canAnalyze } from './languages.ts';

export interface AnalyzeOptions {
  readonly config?: Config;
  /** The other files, where the host knows them. */
  readonly project?: Project;
  /** The last analysis of this file and the one change since: unchanged parts of the tree are used again. */
  readonly previous?: { readonly analysis: Analysis; readonly change: TextChange };
  /** A program that knows this very text already, as `programOf` makes it. */
  readonly program?: Program;
  /** A program of the whole project that may know an older version of this file; the analysis comes with the next version of it. */
  readonly base?: Program;
}

/**
 * Looks into one version of one file. Synchronous and without I/O. Half-typed code is fine; what cannot be looked into comes back
 * with `skipped`.
 */
export function analyze(path: string, text: string, options: AnalyzeOptions = {}): Analysis {
  const { config = defaultConfig, project = {}, previous, program: known, base } = options;
  const knownFacts = known?.file(path)?.facts;
  if (!config.enable) return skip(path, text, disabled);
  if (knownFacts) return report(known, { path, text, facts: knownFacts }, config);
  const read = readFacts(path, text, previous);
  if (read.skipped) return skip(path, text, read.skipped);
  const program = base ? replaceFile(base, path, read.facts) : createProgram(path, read.facts, knowledge, project);
  return { ...report(program, { path, text, facts: read.facts }, config), tree: read.tree };
}

/** The facts of one text, or why there are none. */
export function readFacts(path: string, text: string, previous?: AnalyzeOptions['previous']): Read {
  const skipped = skipReason(text);
  if (skipped) return { skipped };
  const before = previous?.analysis.tree;
  try {
    const tree = parseJavaScript(path, text, before && { tree: before, change: previous.change });
    return { tree, facts: lowerJavaScript(tree) };
  } catch (error) {
    // The only way parsing and lowering fail: the stack is too short for the nesting.
    if (error instanceof RangeError) return { skipped: tooDeep };
    throw error;
  }
}

type Read =
  | { readonly skipped: SkipReason; readonly facts?: undefined }
  | { readonly skipped?: undefined; readonly tree: JavaScriptTree; readonly facts: FileFacts };

/** The program of a whole project, for many analyses of files whose texts do not change meanwhile. */
export function programOf(project: Project): Program {
  return createWorkspaceProgram(knowledge, project);
}

/** The next version of a program, in which one file says something else; without facts it says nothing any more. */
export function withFile(program: Program, path: string, facts: FileFacts = noFacts): Program {
  return replaceFile(program, path, facts);
}

/** Does the work on one file that the first question about any other file's callers would wait for. */
export function warm(program: Program, path: string): void {
  const file = program.file(path);
  if (file) graphOf(program, file);
}

function report(
  program: Program,
  { path, text, facts }: Pick<Analysis, 'path' | 'text' | 'facts'>,
  config: Config,
): Analysis {
  return { path, text, facts, program, ...suppress(text, facts, findAll(program, path), config) };
}

const disabled: SkipReason = { kind: 'disabled', message: 'Unblock is turned off for this file.' };
const tooDeep: SkipReason = {
  kind: 'generated',
  message: 'Its code is nested too deeply to follow, so it is left out.',
};

/** What all rules find, in order of position; nothing is suppressed or hidden yet. */
function findAll(program: Program, path: string): Finding[] {
  const file = program.file(path);
  if (!file) return [];
  const findings = rules.flatMap((rule) => rule.check(program, file));
  return findings.toSorted((a, b) => a.start - b.start || a.end - b.end || a.rule.localeCompare(b.rule));
}

function skip(path: string, text: string, skipped: SkipReason): Analysis {
  const program = createProgram(path, noFacts, knowledge);
  return { path, text, skipped, facts: noFacts, program, findings: [], suppressed: 0 };
}

const noFacts: FileFacts = {
  schema: FACTS_SCHEMA,
  language: 'javascript',
  moduleSystem: 'esm',
  hashbang: false,
  functions: [],
  values: [],
  bindings: [],
  classes: [],
  exports: [],
  specifiers: [],
  suppressions: [],
  syntaxErrors: [],
};
