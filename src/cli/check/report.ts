import type { Analysis } from '../../engine/analysis.ts';
import type { Finding, Level } from '../../model/finding.ts';
import type { Remedies } from '../../model/fix.ts';
import type { RuleId } from '../../model/rule.ts';
import { lineStarts, positionAt, type Position, type Span } from '../../model/span.ts';

/** All that is kept of an analysed file: small, so that a long run holds no trees. Positions count from 0. */
export interface FileReport {
  /** Absolute. */
  readonly path: string;
  readonly messages: readonly Message[];
}

export interface Message {
  readonly rule: RuleId;
  readonly level: Level;
  readonly message: string;
  /** What it shares with others; see `Finding`. */
  readonly cause?: string;
  /** Of a notebook, which cell, from 1; positions are in it. */
  readonly cell?: number;
  readonly start: Position;
  readonly end: Position;
  /** The text of the line at `start`. */
  readonly line: string;
  readonly related: readonly RelatedPlace[];
  readonly suggestions: readonly Suggestion[];
}

export interface RelatedPlace {
  readonly path: string;
  readonly message: string;
  readonly cell?: number;
  readonly start: Position;
}

export interface Suggestion {
  readonly id: string;
  readonly desc: string;
  readonly safety: 'safe' | 'suggestion';
  /** The one edit, as ESLint writes it; null when it takes several ranges or files, or is one in a notebook. */
  readonly fix: { readonly range: readonly [number, number]; readonly text: string } | null;
}

export interface ReportOptions {
  /** `hidden`: it was not asked for, but worth a word that it is there. */
  shows(finding: Finding): 'shown' | 'hidden' | 'never';
  /** Told of each finding that is hidden. */
  readonly onHidden?: () => void;
  /** Told where a fix threw. */
  readonly onFault?: (fault: string) => void;
  /** Left out where no one asks for suggestions, since they take time. */
  readonly remediesFor?: (analysis: Analysis, finding: Finding) => Promise<Remedies>;
  /** The line starts of another file that a finding points to; empty when it cannot be read. */
  startsOf(path: string): Promise<readonly number[]>;
}

export async function makeReport(analysis: Analysis, options: ReportOptions): Promise<FileReport> {
  const { path, text } = analysis;
  const findings = analysis.findings.filter((finding) => {
    const shows = options.shows(finding);
    if (shows === 'hidden') options.onHidden?.();
    return shows === 'shown';
  });
  if (findings.length === 0) return { path, messages: [] };
  const starts = lineStarts(text);
  const messages: Message[] = [];
  for (const finding of findings) {
    const remedies = await options.remediesFor?.(analysis, finding);
    for (const { id, fault } of remedies?.obstacles ?? [])
      if (fault !== undefined) options.onFault?.(`${id}: ${fault}`);
    const start = positionAt(starts, finding.start);
    messages.push({
      rule: finding.rule,
      level: finding.level,
      message: finding.message,
      ...(finding.cause !== undefined && { cause: finding.cause }),
      start,
      end: positionAt(starts, finding.end),
      line: lineText(text, starts, start.line),
      related: await relatedPlaces(analysis, finding, starts, options),
      suggestions: remedies?.fixes.map((fix) => suggestion(path, fix)) ?? [],
    });
  }
  return { path, messages };
}

async function relatedPlaces(
  analysis: Analysis,
  finding: Finding,
  starts: readonly number[],
  options: ReportOptions,
): Promise<readonly RelatedPlace[]> {
  const places: RelatedPlace[] = [];
  for (const { path = analysis.path, message, start } of finding.related) {
    const own = path === analysis.path;
    places.push({ path, message, start: positionAt(own ? starts : await options.startsOf(path), start) });
  }
  return places;
}

function suggestion(path: string, fix: Remedies['fixes'][number]): Suggestion {
  const [file, ...otherFiles] = fix.edits;
  const [edit, ...otherEdits] = file?.kind === 'edit' && file.path === path ? file.edits : [];
  const isOne = edit !== undefined && otherFiles.length === 0 && otherEdits.length === 0;
  return {
    id: fix.id,
    desc: fix.changes === '' ? fix.title : `${fix.title}: ${fix.changes}`,
    safety: fix.safety,
    fix: isOne ? { range: range(edit.span), text: edit.text } : null,
  };
}

function range({ start, end }: Span): readonly [number, number] {
  return [start, end];
}

function lineText(text: string, starts: readonly number[], line: number): string {
  return text.slice(starts[line], starts[line + 1] ?? text.length).replace(/[\r\n]+$/, '');
}
