// Do all variants do the same? Asked before any clock is read: a faster wrong answer is no win.
import type { Equality, VerdictReason } from '../../model/evidence.ts';
import type { Variant } from '../../model/variant.ts';
import type { Outcome, Requests } from '../messages.ts';

export interface Checked {
  readonly variant: Variant;
  readonly first: Outcome;
  readonly second: Outcome;
}

export interface Comparison {
  readonly equality: Equality;
  /** What became of requests, by variant id, where variants make any. */
  readonly requests?: ReadonlyMap<string, Requests>;
  /** Why nothing is timed; absent when all is well. */
  readonly refusal?: Extract<VerdictReason, 'results-differ' | 'not-comparable' | 'throws'>;
}

export interface Strictness {
  readonly ownCode: boolean;
  /** How far numbers may differ, relative to the larger one. */
  readonly tolerance: number;
}

export function compareOutcomes(checked: readonly Checked[], { ownCode, tolerance }: Strictness): Comparison {
  const [baseline, ...others] = checked;
  if (!baseline) return incomparable('Nothing was run.');
  for (const { variant, first, second } of checked) {
    if (first.kind === 'uncloneable') {
      return incomparable(
        `The result of “${variant.label}” cannot be passed between threads: ${excerpt(first.preview)}`,
      );
    }
    if (first.digest !== second.digest) {
      return incomparable(
        `“${variant.label}” gave two different results for the same input, so results cannot be compared. Does it use time or chance?`,
      );
    }
  }
  for (const { variant, first } of others) {
    if (!isSame(baseline.first, first, tolerance)) {
      return different(firstDifference(baseline, { variant, first }));
    }
    if (first.inputChanged !== baseline.first.inputChanged) {
      const [changing, keeping] = first.inputChanged ? [variant, baseline.variant] : [baseline.variant, variant];
      return different(
        `“${changing.label}” changes its input and the caller sees it; with “${keeping.label}” the caller does not.`,
      );
    }
    if (first.inputChanged && first.inputDigest !== baseline.first.inputDigest) {
      return different(`“${variant.label}” leaves something else in its input than “${baseline.variant.label}” does.`);
    }
  }
  if (baseline.first.kind === 'thrown') {
    return {
      equality: { kind: 'equal', detail: `All variants throw ${excerpt(baseline.first.preview)}` },
      refusal: 'throws',
    };
  }
  // What a scenario computes says nothing to a person.
  const detail = ownCode
    ? `All variants give the same result${within(tolerance)} on fresh copies of the input: ${excerpt(baseline.first.preview)}`
    : 'All variants give the same result.';
  const requests = checked.flatMap(({ variant, first }) =>
    first.requests ? [[variant.id, first.requests] as const] : [],
  );
  return { equality: { kind: 'equal', detail }, ...(requests.length > 0 && { requests: new Map(requests) }) };
}

function within(tolerance: number): string {
  return tolerance > 0 ? ` (numbers within ${tolerance} of their size)` : '';
}

/** Equal texts; with a tolerance, texts that differ in numbers only, and those by little. */
function isSame(left: Outcome, right: Outcome, tolerance: number): boolean {
  if (left.kind !== right.kind) return false;
  if (left.digest === right.digest) return true;
  if (tolerance === 0 || left.text === undefined || right.text === undefined) return false;
  const [a, b] = [splitNumbers(left.text), splitNumbers(right.text)];
  return (
    a.rest === b.rest &&
    a.numbers.every((value, index) => {
      const other = b.numbers[index] ?? Number.NaN;
      return Math.abs(value - other) <= tolerance * Math.max(Math.abs(value), Math.abs(other));
    })
  );
}

/** The numbers of a canonical text, and all else; digits within strings are text. */
function splitNumbers(text: string): { readonly numbers: readonly number[]; readonly rest: string } {
  const numbers: number[] = [];
  const rest = text.replace(/"(?:[^"\\]|\\.)*"|-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b(?!n)/g, (token) => {
    if (token.startsWith('"')) return token;
    numbers.push(Number(token));
    return '0';
  });
  return { numbers, rest };
}

function firstDifference(
  baseline: Pick<Checked, 'variant' | 'first'>,
  other: Pick<Checked, 'variant' | 'first'>,
): string {
  const [left, right] = [baseline.first.preview, other.first.preview];
  let position = 0;
  while (position < left.length && left[position] === right[position]) position += 1;
  const from = Math.max(0, position - 30);
  const show = ({ variant, first }: Pick<Checked, 'variant' | 'first'>): string =>
    `“${variant.label}” ${first.kind === 'thrown' ? 'throws' : 'gives'} ${from > 0 ? '…' : ''}${excerpt(first.preview.slice(from))}`;
  return `${show(baseline)}, but ${show(other)}.`;
}

function excerpt(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function incomparable(detail: string): Comparison {
  return { equality: { kind: 'not-comparable', detail }, refusal: 'not-comparable' };
}

function different(detail: string): Comparison {
  return { equality: { kind: 'different', detail }, refusal: 'results-differ' };
}
