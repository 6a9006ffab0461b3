import { describe, expect, it } from 'vitest';
import { compare, isSame, keepJudgements, read, readReport, write } from '../../scripts/corpus/ruling.mjs';

const blocked = { at: 'lib/a.js:9:5', rule: 'blocking-call', level: 'warning', message: '`fs.readFileSync` blocks.' };
const judged = { ...blocked, judgement: 'true: every request reads the page' };

describe('the ruling of a project', () => {
  it('lists what the command line found in the order of the places', () => {
    const message = (/** @type {number} */ line, /** @type {number} */ column) => ({
      ruleId: 'unblock/blocking-call',
      level: 'hint',
      message: 'It blocks.',
      line,
      column,
    });
    const output = JSON.stringify([
      { filePath: '/project/b.js', messages: [message(10, 2), message(9, 1), message(10, 1)] },
      { filePath: '/project/a.js', messages: [message(1, 1)] },
    ]);
    const found = readReport(output, (path) => path.replace('/project/', ''));
    expect(found.map(({ at }) => at)).toEqual(['a.js:1:1', 'b.js:9:1', 'b.js:10:1', 'b.js:10:2']);
    expect(found[0]).toEqual({ at: 'a.js:1:1', rule: 'blocking-call', level: 'hint', message: 'It blocks.' });
  });

  it('reads what it has written', () => {
    const findings = [judged, { ...blocked, at: 'lib/b c.js:1:1' }];
    expect(read(write(findings))).toEqual(findings);
    expect(read(write(findings).replaceAll('\n', '\r\n'))).toEqual(findings);
    expect(read(write([]))).toEqual([]);
  });

  it.each([
    ['no message', 'lib/a.js:9:5 blocking-call warning\n'],
    ['no place', 'lib/a.js blocking-call warning\n  It blocks.\n'],
    ['a judgement that is neither true nor false', write([blocked]).trimEnd() + '\n  maybe: who knows\n'],
    ['a judgement without a reason', write([blocked]).trimEnd() + '\n  true:\n'],
  ])('refuses an entry with %s', (_, text) => {
    expect(() => read(text)).toThrow('This is no expected finding');
  });

  it('keeps a judgement while the rule reports the place, at whatever level', () => {
    const now = { ...blocked, level: 'information' };
    expect(keepJudgements([now], [judged])).toEqual([{ ...now, judgement: judged.judgement }]);
    expect(keepJudgements([{ ...now, rule: 'blocking-loop' }], [judged])[0]).not.toHaveProperty('judgement');
  });

  it('tells what is new, gone and changed', () => {
    const other = { ...blocked, at: 'lib/a.js:10:5' };
    expect(compare([judged], [other])).toEqual({ added: [other], gone: [judged], changed: [] });
    const weaker = { ...blocked, level: 'hint' };
    expect(compare([judged], [weaker])).toEqual({ added: [], gone: [], changed: [{ before: judged, after: weaker }] });
    expect(isSame(compare([judged], [blocked]))).toBe(true);
    expect(isSame(compare([judged], [weaker]))).toBe(false);
  });
});
