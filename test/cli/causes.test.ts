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
