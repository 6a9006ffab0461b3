import type { SkipReason } from '../../engine/analysis.ts';
import type { FoundFile } from '../../workspace/discover.ts';
import { inCell } from '../../workspace/notebook-file.ts';
import { isProblem, readTextFile, type TextFile } from '../../workspace/text-file.ts';
import { hashOf, type ReadFile } from '../../workspace/read-facts.ts';
import { lineStarts, positionAt } from '../../model/span.ts';
import { faultOf } from '../../model/fault.ts';
import type { FileFacts } from '../../model/facts.ts';
import type { Config } from '../../model/config.ts';
import type { Engine } from '../engine.ts';
import type { LoadedProject } from '../programs.ts';
import { messagesInCells } from './in-cells.ts';
import { makeReport, type Message, type ReportOptions } from './report.ts';

/** What became of one file: plain data, which is all that is printed from and all that is kept for the next run. */
export type Outcome =
  | ({ readonly kind: 'checked' } & Checked)
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'unreadable'; readonly message: string }
  /** Unblock itself failed on it. */
  | { readonly kind: 'crashed'; readonly message: string };

export interface Checked {
  readonly messages: readonly Message[];
  /** How many hints there are beside these messages. */
  readonly hiddenHints: number;
  /** How many findings a comment took away. */
  readonly suppressed: number;
  readonly syntaxError?: SyntaxErrorNote;
  /** Where rules and fixes threw; what they would have said is not known. */
  readonly faults?: readonly string[];
}

/** The first syntax error of a file; line and character count from 0. */
export interface SyntaxErrorNote {
  readonly cell?: number;
  readonly line: number;
  readonly character: number;
  readonly message: string;
  /** How many more there are. */
  readonly others: number;
}

/** A file with nothing to tell. */
export const nothing: Outcome = { kind: 'checked', messages: [], hiddenHints: 0, suppressed: 0 };

const notOurs: Outcome = {
  kind: 'skipped',
  reason: { kind: 'language', message: 'It is neither JavaScript, TypeScript nor Python.' },
};

export interface CheckOne {
  readonly engine: Engine;
  readonly config: Config;
  readonly project: LoadedProject;
  readonly report: ReportOptions;
}

/** Looks into one file of a project that has been read. Never rejects. */
export async function outcomeOf({ path }: FoundFile, check: CheckOne): Promise<Outcome> {
  const { engine, project } = check;
  if (!engine.canAnalyze(path)) return notOurs;
  const read = project.files.get(path);
  if (read?.problem) return { kind: 'unreadable', message: read.problem.message };
  if (read?.crash !== undefined) return { kind: 'crashed', message: read.crash };
  try {
    return await analyse(path, read, check);
  } catch (error) {
    return { kind: 'crashed', message: faultOf(error).stack };
  }
}

async function analyse(path: string, read: ReadFile | undefined, check: CheckOne): Promise<Outcome> {
  const { engine, config, project, report } = check;
  const { program } = project;
  if (config.enable && read?.skipped) return { kind: 'skipped', reason: read.skipped };
  if (config.enable && engine.isSilent(program, path)) return nothing;
  const file = await readTextFile(path);
  if (isProblem(file)) return { kind: 'unreadable', message: file.message };
  // Somebody may have saved it since its facts were read.
  const isSame = hashOf(file.text) === read?.hash;
  const analysis = engine.analyze(path, file.text, { config, ...(isSame ? { program } : { base: program }) });
  if (analysis.skipped !== undefined) return { kind: 'skipped', reason: analysis.skipped };
  let hiddenHints = 0;
  const faults = new Set(analysis.faults.map(({ rule, stack }) => `${rule}: ${stack}`));
  const { messages } = await makeReport(analysis, {
    ...report,
    onHidden: () => hiddenHints++,
    onFault: (fault) => faults.add(fault),
  });
  const syntaxError = firstSyntaxError(file, analysis.facts);
  return {
    kind: 'checked',
    messages: file.notebook ? messagesInCells(messages, path, file.notebook) : messages,
    hiddenHints,
    suppressed: analysis.suppressed,
    ...(syntaxError && { syntaxError }),
    ...(faults.size > 0 && { faults: [...faults] }),
  };
}

function firstSyntaxError({ text, notebook }: TextFile, { syntaxErrors }: FileFacts): SyntaxErrorNote | undefined {
  const [first, ...others] = syntaxErrors;
  if (first === undefined) return undefined;
  const position = positionAt(lineStarts(text), first.start);
  return { ...(notebook ? inCell(notebook, position) : position), message: first.message, others: others.length };
}
