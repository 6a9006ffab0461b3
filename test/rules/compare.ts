import type { Analysis } from '../../src/engine/analysis.ts';
import type { Finding } from '../../src/model/finding.ts';
import { lineStarts, positionAt } from '../../src/model/span.ts';
import type { Case, Expected, ExpectedRelated, Marker } from './cases.ts';

/**
 * What a case of a rule's file expects and did not get, and what it got and did not expect, with the lines they stand in. Empty when
 * all is well. Hints of other rules are no part of it: what one leaves alone another may find worth a look.
 */
export function differences(rule: string, { findings: expected, related }: Case, analysis: Analysis): string {
  const { text } = analysis;
  const findings = analysis.findings.filter(
    (each) => each.level !== 'hint' || each.rule === rule || expected.some((marked) => marked.rule === each.rule),
  );
  const starts = lineStarts(text);
  const missing = expected.filter((each) => !findings.some((finding) => isExpected(each, finding, starts)));
  const surplus = findings.filter((finding) => !expected.some((each) => isExpected(each, finding, starts)));
  const lost = related.filter((each) => !findings.some((finding) => hasRelated(each, finding, starts)));
  const near = findings.flatMap((each) => each.related);
  return [
    ...section('False negatives (expected, not found)', missing, (each) =>
      frame(text, each, `${each.rule} ${each.level}: ${each.message}`),
    ),
    ...section('False positives (found, not expected)', surplus, (finding) =>
      frame(text, placeOf(finding, starts), `${finding.rule} ${finding.level}: ${finding.message}`),
    ),
    ...section('Related locations not found', lost, (each) =>
      frame(text, each, `related ${each.position}: ${each.message}`),
    ),
    ...(lost.length === 0 ? [] : section('Related locations there are', near, (each) =>
      frame(text, placeOf(each, starts), each.message),
    )),
  ].join('\n');
}

function section<T>(title: string, items: readonly T[], show: (item: T) => string): string[] {
  return items.length === 0 ? [] : [`\n${title}:`, ...items.map(show)];
}

function isExpected({ rule, level, ...place }: Expected, finding: Finding, starts: readonly number[]): boolean {
  return rule === finding.rule && level === finding.level && matches(place, finding, starts);
}

function hasRelated({ position, ...place }: ExpectedRelated, { related }: Finding, starts: readonly number[]): boolean {
  const there = related[position - 1];
  return there !== undefined && matches(place, there, starts);
}

interface Placed {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

function matches(marker: Marker, placed: Placed, starts: readonly number[]): boolean {
  const { line, column, length } = placeOf(placed, starts);
  const isHere = line === marker.line && column === marker.column && length === marker.length;
  return isHere && placed.message.includes(marker.message);
}

function placeOf({ start, end }: Placed, starts: readonly number[]): Omit<Marker, 'message'> {
  const { line, character } = positionAt(starts, start);
  return { line, column: character, length: end - start };
}

/** The line, the one before it, and carets below. */
function frame(text: string, { line, column, length }: Omit<Marker, 'message'>, words: string): string {
  const lines = text.split(/\r?\n/);
  const shown = [line - 1, line].filter((each) => each >= 0);
  const code = shown.map((each) => `${String(each + 1).padStart(5)} | ${lines[each] ?? ''}`);
  return [...code, `${' '.repeat(6)}| ${' '.repeat(column)}${'^'.repeat(Math.max(1, length))} ${words}`].join('\n');
}
