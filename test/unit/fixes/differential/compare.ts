import { isDeepStrictEqual } from 'node:util';

/** What one run of a program showed, by aspect: its calls in order, what it reported, how it ended, … */
export type Observed = Readonly<Record<string, unknown>>;

/** The lines of a `text differs` block. */
export function statedDifferences(text = ''): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/**
 * Each aspect that two runs do not have in common, as `peak: 40 → 10`, in JSON. An aspect that is stated by its name alone, such as
 * `trace`, has only to differ.
 */
export function differences(before: Observed, after: Observed, stated: readonly string[]): string[] {
  const aspects = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return aspects
    .filter((aspect) => !isDeepStrictEqual(before[aspect], after[aspect]))
    .map((aspect) =>
      stated.includes(aspect)
        ? aspect
        : `${aspect}: ${JSON.stringify(before[aspect])} → ${JSON.stringify(after[aspect])}`,
    );
}
