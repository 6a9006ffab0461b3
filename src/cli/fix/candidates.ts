import type { Analysis } from '../../engine/analysis.ts';
import type { Finding } from '../../model/finding.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { positionAt } from '../../model/span.ts';
import type { Engine } from '../engine.ts';
import type { OpenedFile } from '../open-file.ts';

/** A finding at the place that was named, and what can be done about it. */
export interface Candidate {
  readonly finding: Finding;
  readonly fixes: readonly Fix[];
  readonly obstacles: readonly Obstacle[];
}

export function candidatesAt(engine: Engine, opened: OpenedFile): readonly Candidate[] {
  const { analysis, surroundings } = opened;
  return findingsAt(opened).map((finding) => ({ finding, ...engine.remediesFor(analysis, finding, surroundings) }));
}

/** With a column, the findings that cover it; otherwise those that begin in the line or, where none does, reach into it. */
function findingsAt({ analysis, starts, line, offset }: OpenedFile): readonly Finding[] {
  const { findings } = analysis;
  if (offset !== undefined) return findings.filter(({ start, end }) => start <= offset && offset <= end);
  const lineOf = (at: number) => positionAt(starts, at).line;
  const beginning = findings.filter(({ start }) => lineOf(start) === line);
  if (beginning.length > 0) return beginning;
  return findings.filter(({ start, end }) => lineOf(start) <= line && line <= lineOf(end));
}

/** Zero-based lines that have findings, the nearest to `line` first. */
export function linesWithFindings({ findings }: Analysis, starts: readonly number[], line: number): readonly number[] {
  const lines = new Set(findings.map(({ start }) => positionAt(starts, start).line));
  return [...lines].sort((a, b) => Math.abs(a - line) - Math.abs(b - line));
}
