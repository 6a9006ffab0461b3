import type { Analysis, Program } from '../engine/analysis.ts';
import type { FileFacts } from '../model/facts.ts';
import type { Config } from '../model/config.ts';
import type { Finding } from '../model/finding.ts';
import type { Remedies } from '../model/fix.ts';
import type { PythonProject } from '../model/python-project.ts';
import type { Project } from '../model/project.ts';
import type { RuleMeta } from '../model/rule.ts';

/** What the commands ask of the engine. Loaded only by the commands that need it, since the parser is large. */
export interface Engine {
  canAnalyze(path: string): boolean;
  /** Makes ready what files of these names need. */
  prepare(paths: readonly string[]): Promise<void>;
  /** The facts of one text; undefined when it is not looked into. */
  readFacts(path: string, text: string): FileFacts | undefined;
  /** The program of all files of a project, for the analyses of all of them. */
  programOf(project: Project): Program;
  analyze(path: string, text: string, options?: { readonly config?: Config; readonly program?: Program }): Analysis;
  remediesFor(analysis: Analysis, finding: Finding, options?: { readonly python?: PythonProject }): Remedies;
  /** What is known of a zero-based line, in lines for people. */
  whyAt(analysis: Analysis, line: number): { readonly lines: readonly string[] };
  readonly ruleMetas: readonly RuleMeta[];
}
