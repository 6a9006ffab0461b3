import { describe, expect, it } from 'vitest';
import { compareOutcomes } from '../../../src/bench/host/equality.ts';
import type { Outcome } from '../../../src/bench/messages.ts';

const outcome = (text: string, more: Partial<Outcome> = {}): Outcome => ({
  kind: 'value',
  digest: text,
  preview: text,
  text,
  inputChanged: false,
  inputDigest: '',
  ...more,
});

function compare(left: Outcome, right: Outcome, tolerance = 0) {
  const program = { kind: 'builtin', scenario: '', variant: '' } as const;
  const checked = [left, right].map((first, index) => ({
    variant: { id: String(index), label: index === 0 ? 'Before' : 'After', program },
    first,
    second: first,
  }));
  return compareOutcomes(checked, { ownCode: true, tolerance });
}

describe('equality', () => {
  it.each([
    ['0.30000000000000004', '0.3', 0, false],
    ['0.30000000000000004', '0.3', 1e-9, true],
    ['{"a":[1.5,2e-7]}', '{"a":[1.5000000001,2e-7]}', 1e-9, true],
    ['{"a":[1.5,2]}', '{"a":[1.6,2]}', 1e-9, false],
    ['[1,2]', '[1,2,3]', 1e-9, false],
    ['NaN', '1', 1e-9, false],
    // Digits in a string are text, and a bigint is exact.
    ['"took 1.0000000001 s"', '"took 1 s"', 1e-3, false],
    ['{"x":"y","n":1}', '{"x":"y","n":1.0001}', 1e-3, true],
    ['1000000000000000000001n', '1000000000000000000002n', 1e-3, false],
  ])('of %s and %s within %d is %s', (left, right, tolerance, same) => {
    const { equality, refusal } = compare(outcome(left), outcome(right), tolerance);
    expect(equality.kind).toBe(same ? 'equal' : 'different');
    expect(refusal).toBe(same ? undefined : 'results-differ');
    if (same) expect(equality.detail).toContain(`within ${tolerance} of their size`);
  });

  it('looks at what is left in the arguments', () => {
    const sorted = outcome('1', { inputChanged: true, inputDigest: 'sorted' });
    const reversed = outcome('1', { inputChanged: true, inputDigest: 'reversed' });
    expect(compare(sorted, sorted).equality.kind).toBe('equal');
    expect(compare(sorted, reversed).equality.detail).toContain('leaves something else in its input');
    expect(compare(sorted, outcome('1')).equality.detail).toContain('changes its input');
  });

  it('compares errors by what they say', () => {
    const thrown = (preview: string) => outcome(preview, { kind: 'thrown' });
    expect(compare(thrown('RangeError: a'), thrown('RangeError: a')).refusal).toBe('throws');
    expect(compare(thrown('RangeError: a'), thrown('TypeError: a')).equality.detail).toContain('throws TypeError');
    expect(compare(thrown('RangeError: a'), outcome('1')).refusal).toBe('results-differ');
  });
});
