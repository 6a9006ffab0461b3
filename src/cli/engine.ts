import type { Analysis, Program } from '../engine/analysis.ts';
import type { MeasurableFunction } from '../engine/measure.ts';
import type { Config } from '../model/config.ts';
import type { Finding } from '../model/finding.ts';
import type { Remedies } from '../model/fix.ts';
import type { Project } from '../model/project.ts';
import type { RuleMeta } from '../model/rule.ts';
import type { Surroundings } from '../model/surroundings.ts';
import type { FactsOf } from '../workspace/read-facts.ts';

export interface AnalyzeOptions {
  readonly config?: Config;
  /** A program that knows this very text. */
  readonly program?: Program;
  /** A program that knows an older text of this file. */
  readonly base?: Program;
}

/** What the commands ask of the engine. The parsers are large, so they are loaded by {@link Engine.prepare} only. */
export interface Engine {
  canAnalyze(path: string): boolean;
  readonly ruleMetas: readonly RuleMeta[];
  /** Makes ready what files of these names need. To be awaited before anything below. */
  prepare(paths: readonly string[]): Promise<void>;
  /** The facts of one text, or why it is not looked into. */
  readonly readFacts: FactsOf;
  /** The program of all files of a project, for the analyses of all of them. */
  programOf(project: Project): Program;
  /** Does the work on one file that the first question about any other file would wait for. */
  warm(program: Program, path: string): void;
  /** Frees the memory that a file's part of the program takes, until somebody needs it again. */
  release(program: Program, path: string): void;
  /** Whether there is nothing to tell of a file, so that its text need not be read. */
  isSilent(program: Program, path: string): boolean;
  analyze(path: string, text: string, options?: AnalyzeOptions): Analysis;
  remediesFor(analysis: Analysis, finding: Finding, surroundings?: Surroundings): Remedies;
  /** The functions of a file that need nothing but their arguments, each with all it uses. */
  measurableFunctions(analysis: Analysis): readonly MeasurableFunction[];
  /** What is known of a zero-based line, in lines for people. */
  whyAt(analysis: Analysis, line: number): { readonly lines: readonly string[] };
}
