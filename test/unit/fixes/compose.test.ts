import fc from 'fast-check';
import { expect, it } from 'vitest';
import { composeEdits } from '../../../src/fixes/compose.ts';
import { applyEdits, type TextEdit } from '../../../src/model/fix.ts';

/** Ascending edits without overlap for a text of this length. */
function editsOf(length: number): fc.Arbitrary<TextEdit[]> {
  const place = fc.nat(length);
  return fc.array(fc.tuple(place, place, fc.string({ maxLength: 3 })), { maxLength: 4 }).map((drafts) => {
    const edits: TextEdit[] = [];
    for (const [a, b, text] of drafts.toSorted((x, y) => Math.min(x[0], x[1]) - Math.min(y[0], y[1]))) {
      const span = { start: Math.min(a, b), end: Math.max(a, b) };
      if (span.start > (edits.at(-1)?.span.end ?? -1)) edits.push({ span, text });
    }
    return edits;
  });
}

it('does at once what two sets of edits do one after the other', () => {
  const scenario = fc.string({ maxLength: 20 }).chain((text) =>
    editsOf(text.length).chain((first) => {
      const between = applyEdits(text, first);
      return fc.tuple(fc.constant(text), fc.constant(first), editsOf(between.length));
    }),
  );
  fc.assert(
    fc.property(scenario, ([text, first, second]) => {
      const both = composeEdits(text.length, first, second);
      expect(applyEdits(text, both)).toBe(applyEdits(applyEdits(text, first), second));
      for (const [i, { span }] of both.entries()) expect(span.start).toBeGreaterThanOrEqual(both[i - 1]?.span.end ?? 0);
    }),
  );
});

it('forgets what is put in and taken out again', () => {
  const first = [{ span: { start: 1, end: 1 }, text: 'new' }];
  expect(composeEdits(3, first, [{ span: { start: 1, end: 4 }, text: '' }])).toEqual([]);
});
