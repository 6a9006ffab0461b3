// Do all variants do the same? Asked before any clock is read: a faster wrong answer is no win.
import type { Equality, VerdictReason } from '../../model/evidence.ts';
import type { Variant } from '../../model/variant.ts';
import type { Outcome } from '../messages.ts';

export interface Checked {
  readonly variant: Variant;
  readonly first: Outcome;
  readonly second: Outcome;
}

export interface Comparison {
  readonly equality: Equality;
  /** Why nothing is timed; absent when all is well. */
  readonly refusal?: Extract<VerdictReason, 'results-differ' | 'not-comparable' | 'throws'>;
}

export function compareOutcomes(checked: readonly Checked[], ownCode: boolean): Comparison {
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
    if (first.kind !== baseline.first.kind || first.digest !== baseline.first.digest) {
      return different(firstDifference(baseline, { variant, first }));
    }
    if (first.inputChanged !== baseline.first.inputChanged) {
      const [changing, keeping] = first.inputChanged ? [variant, baseline.variant] : [baseline.variant, variant];
      return different(
        `“${changing.label}” changes its input and the caller sees it; with “${keeping.label}” the caller does not.`,
      );
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
    ? `All variants give the same result on fresh copies of the input: ${excerpt(baseline.first.preview)}`
    : 'All variants give the same result.';
  return { equality: { kind: 'equal', detail } };
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
