import { describe, expect, it } from 'vitest';
import { lower } from './lowering.ts';

function told(code: string, path?: string): string[] {
  return lower(code, path).suppressions.map(
    ({ target, rules, reason }) =>
      `${target}: ${rules.join(' ') || 'all'}${reason === undefined ? '' : ` (${reason})`}`,
  );
}

describe('suppressions', () => {
  it.each([
    ['// unblock-ignore-next-line blocking-call -- start-up only', '1: unblock/blocking-call (start-up only)'],
    ['f(); // unblock-ignore-line unblock/blocking-call', '0: unblock/blocking-call'],
    [
      '/* unblock-ignore-file blocking-call, blocking-loop -- a -- b */',
      'file: unblock/blocking-call unblock/blocking-loop (a -- b)',
    ],
    ['// unblock-ignore-file', 'file: all'],
    ['/**\n * unblock-ignore-next-line blocking-call\n */', '2: unblock/blocking-call'],
    ['const x = <a>{/* unblock-ignore-line blocking-call */}</a>;', '0: unblock/blocking-call'],
    ['f(a, // unblock-ignore-line\n b);', '0: all'],
    ['`${f() /* unblock-ignore-line */}`;', '0: all'],
    ['f();\r\n// unblock-ignore-next-line\r\ng();', '2: all'],
  ])('%j', (code, expected) => {
    expect(told(code, 'file.tsx')).toEqual([expected]);
  });

  it.each([
    ['"// unblock-ignore-line";'],
    ["'unblock-ignore-file';"],
    ['`// unblock-ignore-line`;'],
    ['`${a} // unblock-ignore-line ${b} unblock-ignore-file`;'],
    ['const x = <a>// unblock-ignore-line</a>;'],
    ['const x = <a title="unblock-ignore-line" />;'],
    ['const r = /unblock-ignore-line/;'],
    ['f(unblock-ignore-line);'],
    ['// unblock-ignore'],
    ['// unblock-ignore-lines'],
  ])('%j is none', (code) => {
    expect(told(code, 'file.tsx')).toEqual([]);
  });

  it('cover the comment from the directive on', () => {
    const code = 'f(); // unblock-ignore-line blocking-call   \n';
    const [found] = lower(code).suppressions;
    expect(code.slice(found?.start, found?.end)).toBe('unblock-ignore-line blocking-call');
  });
});
