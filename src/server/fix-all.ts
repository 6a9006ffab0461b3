import type { Analysis } from '../engine/analysis.ts';
import { applyEdits, type TextEdit } from '../model/fix.ts';
import type { Surroundings } from '../model/surroundings.ts';
import { changeBetween, type Engine } from './engine.ts';

type Remedying = Pick<Engine, 'remediesFor'>;

export interface FixAllOptions {
  /** Looks at the next version of the same file. */
  readonly analyze: (text: string) => Analysis;
  readonly surroundings: Surroundings;
}

/** A fix may make room for the next one, e.g. by adding the import that both need. */
const PASSES = 10;

/** Every safe fix of this file as one edit, or undefined when there is none. Other files are never touched. */
export function fixAll(
  engine: Remedying,
  first: Analysis,
  { analyze, surroundings }: FixAllOptions,
): TextEdit | undefined {
  let analysis = first;
  for (let pass = 0; pass < PASSES; pass++) {
    const edits = safeEdits(engine, analysis, surroundings);
    if (edits.length === 0) break;
    analysis = analyze(applyEdits(analysis.text, edits));
  }
  if (analysis.text === first.text) return undefined;
  const { start, length, newLength } = changeBetween(first.text, analysis.text);
  return { span: { start, end: start + length }, text: analysis.text.slice(start, start + newLength) };
}

/** The edits of all fixes that do not get in each other's way; the others have their turn in the next pass. */
function safeEdits(engine: Remedying, analysis: Analysis, surroundings: Surroundings): TextEdit[] {
  const taken: TextEdit[] = [];
  for (const finding of analysis.findings) {
    const fix = engine.remediesFor(analysis, finding, surroundings).fixes.find(({ safety }) => safety === 'safe');
    const [only, ...others] = fix?.edits ?? [];
    if (only?.kind !== 'edit' || only.path !== analysis.path || others.length > 0) continue;
    if (!only.edits.some((edit) => taken.some((other) => meet(edit, other)))) taken.push(...only.edits);
  }
  return taken.sort((a, b) => a.span.start - b.span.start);
}

/** Edits that only touch count as well: their order would be anybody's guess. */
function meet(a: TextEdit, b: TextEdit): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}
