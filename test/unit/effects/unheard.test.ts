import { expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';

const text = `import express from 'express';
express().get('/', async (request, response) => {
  response.send(await (await fetch('/users')).text());
});
`;

/** The levels of what is found about handlers, with this range of Express in `package.json`. */
function levelsWith(range: string | undefined): string[] {
  const dependencies: Record<string, string> = range === undefined ? {} : { express: range };
  const project = { packageOf: () => ({ dependencies, engines: {} }) };
  const { findings } = analyze('src/server.ts', text, { project });
  return findings.filter(({ rule }) => rule === 'unblock/unhandled-async-handler').map(({ level }) => level);
}

test.each([
  ['^4.18.0', ['warning']],
  ['^5.0.0', []],
  ['>=4', ['hint']],
  [undefined, ['hint']],
])('Express %s', (range, levels) => {
  expect(levelsWith(range)).toEqual(levels);
});

test('a package that another one has brought along may see to it', () => {
  const levels = (patchedBy: readonly string[]): number =>
    analyze('src/server.ts', text, {
      project: { packageOf: () => ({ dependencies: { express: '^4.18.0' }, engines: {}, patchedBy }) },
    }).findings.filter(({ rule }) => rule === 'unblock/unhandled-async-handler').length;
  expect(levels(['express-async-errors'])).toBe(0);
  expect(levels([])).toBe(1);
});
