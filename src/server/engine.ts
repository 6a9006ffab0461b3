import type { Analysis, Program } from '../engine/analysis.ts';
import type { MeasurableFunction } from '../engine/measure.ts';
import type { FileFacts } from '../model/facts.ts';
import type { Config } from '../model/config.ts';
import type { Finding } from '../model/finding.ts';
import type { Remedies, TextEdit } from '../model/fix.ts';
import type { MeasureRequest } from '../model/measure.ts';
import type { Project } from '../model/project.ts';
import type { Surroundings } from '../model/surroundings.ts';
import type { IndexEngine } from '../workspace/background-index.ts';

/** `length` characters at `start` became `newLength` characters. */
export interface Change {
  readonly start: number;
  readonly length: number;
  readonly newLength: number;
}

export interface AnalyzeOptions {
  readonly config?: Config;
  readonly project?: Project;
  /** A program that knows this very text already. */
  readonly program?: Program;
  /** The program of the whole project, in which this file takes its place. */
  readonly base?: Program;
  readonly previous?: { readonly analysis: Analysis; readonly change: Change };
}

/** What the server needs of `src/engine`, as one value so that tests can put another in its place. */
export interface Engine extends IndexEngine {
  analyze(path: string, text: string, options?: AnalyzeOptions): Analysis;
  /** Makes ready what files of any language need. */
  prepare(): Promise<void>;
  pathsOf(program: Program): readonly string[];
  withFile(program: Program, path: string, facts?: FileFacts): Program;
  remediesFor(analysis: Analysis, finding: Finding, surroundings?: Surroundings): Remedies;
  suppressionEdits(analysis: Analysis, finding: Finding): { readonly line?: TextEdit; readonly file?: TextEdit };
  hoverMarkdown(finding: Finding, remedies: Remedies): string;
  /** Plain data for the panel, or undefined where there is nothing to measure. */
  measureRequest(analysis: Analysis, finding: Finding): MeasureRequest | undefined;
  /** The functions of a file that stand for themselves. */
  measurableFunctions(analysis: Analysis): readonly MeasurableFunction[];
  /** The function that a finding would have measured. */
  measuredFunction(analysis: Analysis, finding: Finding): { readonly name: string; readonly text: string } | undefined;
}

/** The one change that makes `after` of `before`, so that unchanged parts of the tree can be used again. */
export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { start, length: before.length - start - tail, newLength: after.length - start - tail };
}
