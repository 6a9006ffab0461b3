import { createProgram, type Program } from '../effects/program.ts';
import { defaultConfig, type Config } from '../model/config.ts';
import { faultOf } from '../model/fault.ts';
import type { Finding } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { rules } from '../rules/index.ts';
import type { TextChange } from '../syntax/tree.ts';
import type { Analysis, RuleFault, SkipReason } from './analysis.ts';
import { languageOf } from './file-names.ts';
import { knowledgeFor } from './languages.ts';
import { knownTo, noFacts, withFile } from './programs.ts';
import { readTree } from './read.ts';
import { suppress } from './suppress.ts';

export { canAnalyze, usesPython } from './file-names.ts';
export { initLanguages } from './languages.ts';
export { pathsOf, programOf, release, warm, withFile } from './programs.ts';
export { readFacts } from './read.ts';

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
  const around = known && knownTo(known, path);
  const knownFacts = around?.file(path)?.facts;
  if (!config.enable) return skip(path, text, disabled);
  if (knownFacts) return report(around, { path, text, facts: knownFacts }, config);
  const read = readTree(path, text, previous && { tree: previous.analysis.tree, change: previous.change });
  if (read.skipped) return skip(path, text, read.skipped);
  const { facts, tree } = read;
  const program = base
    ? withFile(base, path, facts)
    : createProgram(path, facts, knowledgeFor(facts.language, config.libraries), project);
  return { ...report(program, { path, text, facts }, config), tree };
}

function report(
  program: Program,
  { path, text, facts }: Pick<Analysis, 'path' | 'text' | 'facts'>,
  config: Config,
): Analysis {
  const { findings, faults } = findAll(program, path);
  const failed = new Set(faults.map(({ rule }) => rule));
  return { path, text, facts, program, faults, ...suppress(text, facts, findings, config, failed) };
}

/** Whether there is nothing to tell of a file that `program` knows: whoever knows it need not read its text. */
export function isSilent(program: Program, path: string): boolean {
  const around = knownTo(program, path);
  const facts = around.file(path)?.facts;
  if (!facts || facts.suppressions.length > 0 || facts.syntaxErrors.length > 0) return false;
  const { findings, faults } = findAll(around, path);
  return findings.length === 0 && faults.length === 0;
}

const disabled: SkipReason = { kind: 'disabled', message: 'Unblock is turned off for this file.' };

interface Found {
  /** In order of position; nothing is suppressed or hidden yet. */
  readonly findings: readonly Finding[];
  readonly faults: readonly RuleFault[];
}

/** What all rules find. One that throws takes nothing with it but its own findings. */
function findAll(program: Program, path: string): Found {
  const file = program.file(path);
  if (!file) return { findings: [], faults: [] };
  const { language } = file.facts;
  const findings: Finding[] = [];
  const faults: RuleFault[] = [];
  for (const rule of rules) {
    if (!rule.meta.languages.includes(language)) continue;
    try {
      // One after the other: so many at once are no arguments of a call.
      for (const finding of rule.check(program, file)) findings.push(finding);
    } catch (error) {
      faults.push({ rule: rule.meta.id, ...faultOf(error) });
    }
  }
  findings.sort((a, b) => a.start - b.start || a.end - b.end || a.rule.localeCompare(b.rule));
  return { findings, faults };
}

function skip(path: string, text: string, skipped: SkipReason): Analysis {
  const program = createProgram(path, noFacts, knowledgeFor(languageOf(path)));
  return { path, text, skipped, facts: noFacts, program, findings: [], suppressed: 0, faults: [] };
}
