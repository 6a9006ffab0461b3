import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/cli/check/frame.ts';
import { emptyTally, summary } from '../../src/cli/check/summary.ts';
import { parseLocation } from '../../src/cli/location.ts';
import { makeProgress } from '../../src/cli/progress.ts';
import { wantsColour } from '../../src/cli/style.ts';

describe('a place', () => {
  test.each([
    ['src/a.ts:12', { path: 'src/a.ts', line: 12 }],
    ['src/a.ts:12:3', { path: 'src/a.ts', line: 12, column: 3 }],
    ['C:\\x:12:3', { path: 'C:\\x', line: 12, column: 3 }],
    ['C:\\src\\a.ts:12', { path: 'C:\\src\\a.ts', line: 12 }],
    ['odd:name.ts:7', { path: 'odd:name.ts', line: 7 }],
  ])('%s', (text, expected) => {
    expect(parseLocation(text, 'fix')).toEqual(expected);
  });

  test.each(['a.ts', 'C:\\a.ts', ':12', '', 'a.ts:x', 'a.ts:-1', 'a.ts:0', 'a.ts:1:0'])('%j is none', (text) => {
    expect(() => parseLocation(text, 'fix')).toThrow(/names no line|count from 1/);
  });
});

describe('progress', () => {
  function screen(isTTY: boolean) {
    const written: string[] = [];
    let time = 0;
    const progress = makeProgress({ isTTY, columns: 12, write: (text: string) => written.push(text) }, () => time);
    const at = (when: number, text: string) => {
      time = when;
      progress.show(text);
    };
    return { written, at, progress };
  }

  test('waits, is brief, and goes without a trace', () => {
    const { written, at, progress } = screen(true);
    at(100, 'early');
    at(310, 'a long line that would wrap');
    at(320, 'too soon');
    at(420, 'next');
    progress.clear();
    progress.clear();
    expect(written).toEqual(['\r\u001b[2Ka long line', '\r\u001b[2Knext', '\r\u001b[2K']);
  });

  test('is nothing where no one watches', () => {
    const { written, at, progress } = screen(false);
    at(5000, 'text');
    progress.clear();
    expect(written).toEqual([]);
  });
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { TERM: 'dumb' }, false],
])('colours for a terminal (%s) with %j: %s', (isTerminal, environment, expected) => {
  expect(wantsColour(isTerminal, environment)).toBe(expected);
});

describe('a code frame', () => {
  test.each([
    ['tabs and wide characters', '\t"日本", \tcall()', 8, 14, ['"日本",   call()', '          ~~~~~~']],
    ['an empty span', 'a b', 2, 2, ['a b', '  ~']],
    ['a span beyond the line', 'abc', 2, 9, ['abc', '  ~']],
  ])('with %s', (_, line, from, to, expected) => {
    const frame = codeFrame({ line, start: { line: 0, character: from }, end: { line: 0, character: to } });
    expect(frame).toEqual(expected);
  });

  test('marks the first line of several to its end', () => {
    expect(
      codeFrame({ line: '  for (;;) {', start: { line: 4, character: 2 }, end: { line: 9, character: 1 } }),
    ).toEqual(['for (;;) {', '~~~~~~~~~~']);
  });
});

test('a summary counts in words', () => {
  const tally = { ...emptyTally(), files: 1200, filesWithFindings: 2, hiddenHints: 4 };
  tally.shown = { warning: 1, information: 2, hint: 0 };
  expect(summary(tally)).toBe(
    '3 findings in 2 of 1,200 files (1 warning, 2 information; 4 hints hidden, show with --hints)',
  );
});
