import { analyse, type Report } from 'scslre';

/** How the time that a regular expression takes grows with the length of a text. */
export interface Backtracking {
  /** `exponential`: each further character doubles it; `polynomial`: with the square of the length, or a higher power. */
  readonly growth: 'exponential' | 'polynomial';
  /** The part of the expression that can match the same characters in many ways, as written. */
  readonly part: string;
  /** The character that a text has to repeat in order to take that long. */
  readonly repeats: string;
}

/** Longer ones are made by programs, and take long to look at. */
const LONGEST = 400;
const MOST_KEPT = 1_000;

const known = new Map<string, Backtracking | null>();

/**
 * The worst way in which a regular expression of JavaScript grows; undefined when its time is linear, it cannot be parsed, or nothing
 * is proven. Answers are kept by the text of the expression: it is asked on every keystroke.
 */
export function backtrackingOf(source: string, flags: string): Backtracking | undefined {
  if (!mayRepeat.test(source) || source.length > LONGEST) return undefined;
  const key = `/${source}/${flags}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept ?? undefined;
  const found = look(source, flags);
  if (known.size >= MOST_KEPT) known.clear();
  known.set(key, found ?? null);
  return found;
}

/** Without a quantifier that has no upper end there is nothing to go back to. */
const mayRepeat = /[*+]|\{\d+,\}/;

function look(source: string, flags: string): Backtracking | undefined {
  const reports = reportsOn(source, flags);
  const worst = reports.find(({ exponential }) => exponential) ?? reports[0];
  if (!worst) return undefined;
  return {
    growth: worst.exponential ? 'exponential' : 'polynomial',
    part: partOf(worst),
    repeats: worst.character.pick,
  };
}

function reportsOn(source: string, flags: string): readonly Report[] {
  try {
    return analyse({ source, flags }).reports;
  } catch {
    return []; // no expression of JavaScript: whoever runs it will hear of that
  }
}

function partOf(report: Report): string {
  switch (report.type) {
    case 'Self':
      return report.parentQuant.raw;
    case 'Trade':
      return report.startQuant.raw;
    case 'Move':
      return report.quant.raw;
  }
}
