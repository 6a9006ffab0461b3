import { expect, test } from 'vitest';
import { moreToCauses, notYetTold, type Causes } from '../../src/cli/check/causes.ts';
import type { FileReport, Message } from '../../src/cli/check/report.ts';

const at = { line: 3, character: 4 };

function message(rule: Message['rule'], chain: boolean): Message {
  const loop = { path: '/shop/app.py', message: 'On the event loop.', start: at };
  const leaf = { path: '/shop/text.py', message: '`translate` calls `requests.get`', start: at };
  const related = chain ? [loop, leaf] : [loop];
  return { rule, level: 'warning', message: '', start: at, end: at, line: '', related, suggestions: [] };
}

function report(count: number, rule: Message['rule'] = 'unblock/blocking-call', chain = true): FileReport {
  return { path: '/shop/app.py', messages: Array.from({ length: count }, () => message(rule, chain)) };
}

test('of many findings that lead to one place a few are shown, whatever file they are in', () => {
  const causes: Causes = new Map();
  expect(notYetTold(causes, report(3)).messages).toHaveLength(3);
  expect(moreToCauses({ cwd: '/shop' }, causes)).toBe('');
  expect(notYetTold(causes, report(4)).messages).toHaveLength(2);
  expect(notYetTold(causes, report(20)).messages).toHaveLength(0);
  expect(moreToCauses({ cwd: '/shop' }, causes)).toBe(
    'text.py:4:5 `translate` calls `requests.get`: 22 more findings here, shown with --every\n\n',
  );
});

test('findings that stand at their own cause, and those of other rules, are all shown', () => {
  const causes: Causes = new Map();
  expect(notYetTold(causes, report(9, 'unblock/blocking-call', false)).messages).toHaveLength(9);
  expect(notYetTold(causes, report(9, 'unblock/await-race')).messages).toHaveLength(9);
  expect(moreToCauses({ cwd: '/shop' }, causes)).toBe('');
});

test('so it is with what a version of a library leaves to every handler', () => {
  const cause = 'Before version 5 nobody hears of it when an Express handler fails';
  const [one] = report(1, 'unblock/unhandled-async-handler', false).messages;
  const causes: Causes = new Map();
  const messages = Array.from({ length: 8 }, () => ({ ...(one as Message), cause }));
  expect(notYetTold(causes, { path: '/shop/app.js', messages }).messages).toHaveLength(5);
  expect(notYetTold(causes, { path: '/shop/app.js', messages: [one as Message] }).messages).toHaveLength(1);
  expect(moreToCauses({ cwd: '/shop' }, causes)).toBe(`${cause}: 3 more findings here, shown with --every\n\n`);
});
