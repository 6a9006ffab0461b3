import { createProgram, type Program } from '../effects/program.ts';
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
}

/**
 * Looks into one version of one file. Synchronous and without I/O. Half-typed code is fine; what cannot be looked into comes back
 * with `skipped`.
 */
export function analyze(path: string, text: string, options: AnalyzeOptions = {}): Analysis {
  const { config = defaultConfig, project = {}, previous } = options;
  const skipped = config.enable ? skipReason(text) : disabled;
  if (skipped) return skip(path, text, project, skipped);
  const last = previous && !previous.analysis.skipped ? previous : undefined;
  const tree = parseJavaScript(path, text, last && { tree: last.analysis.tree, change: last.change });
  const facts = lower(tree);
  if (!facts) return skip(path, text, project, tooDeep);
  const program = createProgram(path, facts, knowledge, project);
  const { findings, suppressed } = suppress(text, facts, findAll(program, path), config);
  return { path, text, project, facts, tree, findings, suppressed };
}

const disabled: SkipReason = { kind: 'disabled', message: 'Unblock is turned off for this file.' };
const tooDeep: SkipReason = {
  kind: 'generated',
  message: 'Its code is nested too deeply to follow, so it is left out.',
};

function lower(tree: JavaScriptTree): FileFacts | undefined {
  try {
    return lowerJavaScript(tree);
  } catch (error) {
    // The only way lowering fails: the stack is too short for the nesting.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What all rules find, in order of position; nothing is suppressed or hidden yet. */
function findAll(program: Program, path: string): Finding[] {
  const file = program.file(path);
  if (!file) return [];
  const findings = rules.flatMap((rule) => rule.check(program, file));
  return findings.toSorted((a, b) => a.start - b.start || a.end - b.end || a.rule.localeCompare(b.rule));
}

function skip(path: string, text: string, project: Project, skipped: SkipReason): Analysis {
  return { path, text, project, skipped, facts: noFacts, tree: parseJavaScript(path, ''), findings: [], suppressed: 0 };
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

/** The program that an analysis was made in, for whoever asks more of it. */
export function programOf({ path, facts, project }: Analysis): Program {
  return createProgram(path, facts, knowledge, project);
}
