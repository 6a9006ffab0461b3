import { expect, it } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import { remediesFor } from '../../../src/engine/remedies.ts';

/** What a person is told about the fixes of one remedy, wherever it is offered. */
function changesIn(id: string, text: string): readonly string[] {
  const analysis = analyze('subject.mjs', text);
  const fixes = analysis.findings.flatMap((finding) => remediesFor(analysis, finding).fixes);
  return fixes.filter((fix) => fix.id === id).map(({ changes }) => changes);
}

it('tells what blocks on although its function waits now', () => {
  const sizes = (each: string): string => `
    import fs from 'node:fs';
    const sizes = (dir) => {
      const names = fs.readdirSync(dir);
      ${each}
    };
    export async function report(dir) {
      return sizes(dir).length;
    }
  `;
  const inCallback = changesIn('async-callers', sizes('return names.map((name) => fs.statSync(name).size);'));
  expect(inCallback).toEqual([expect.stringContaining('`statSync` on the way cannot be waited for')]);
  const inLoop = changesIn('async-callers', sizes('for (const name of names) fs.statSync(name); return names;'));
  expect(inLoop).toEqual([expect.not.stringContaining('cannot be waited for')]);
});

it('tells what a limiter is made of when the file is loaded', () => {
  const load = (room: string): string => `
    import pLimit from 'p-limit';
    import { settings } from './settings.mjs';
    export const load = (urls) => Promise.all(urls.map((url) => {
      const limit = pLimit(${room});
      return limit(() => fetch(url));
    }));
  `;
  expect(changesIn('hoist-limiter', load('settings.room'))).toEqual([
    expect.stringContaining('when the file is loaded, of what `settings.room` is by then'),
  ]);
  expect(changesIn('hoist-limiter', load('5'))).toEqual([expect.not.stringContaining('is loaded')]);
});
