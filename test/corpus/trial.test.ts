import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProject } from '../../scripts/try-fixes/project.ts';
import { describeFailure, table } from '../../scripts/try-fixes/table.ts';
import { tryAll, type Trial } from '../../scripts/try-fixes/trial.ts';
import { syntaxErrors, typeErrors } from '../../scripts/try-fixes/type-errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'unblock-trial-'));
const source = `import { readFileSync } from 'node:fs';
import express from 'express';
express().get('/', (request, response) => {
  response.send(readFileSync('page.html'));
});
export const all = async (urls) => await Promise.all(urls.map((url) => fetch(url)));
`;

beforeAll(() => {
  writeFileSync(join(folder, 'server.js'), source);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('every fix of a project, one at a time', () => {
  it('leaves all that must hold', async () => {
    const project = await loadProject(folder);
    const trials = (await tryAll(project)).filter(({ kind }) => kind === 'applied');
    expect(trials.length).toBeGreaterThan(0);
    for (const trial of trials) expect(describeFailure(trial, false)).toBeUndefined();
    expect(await tryAll(project, 'no-such-fix')).toEqual([]);
    expect(project.made.size).toBe(0);
  });

  it('counts in a table what holds and what does not', () => {
    const place = { project: folder, at: 'a.js:1' };
    const applied = { kind: 'applied', id: 'cure', safety: 'safe', after: new Map(), ...place } as const;
    const trials: Trial[] = [
      { ...applied, failures: [] },
      { ...applied, failures: [{ check: 'types', detail: 'TS2304 Cannot find name.' }] },
      { kind: 'refused', id: 'cure', reason: 'Nobody waits.', ...place },
    ];
    expect(table(trials).split('\n')[1]?.split(/ +/)).toEqual(['cure', '1', '2', '2', '1', '2', '2', '2']);
    expect(trials.flatMap((trial) => describeFailure(trial, false) ?? [])).toEqual([
      expect.stringMatching(/a\.js:1 cure\n {2}types: TS2304 Cannot find name\.$/),
    ]);
  });
});

describe('what the compiler says of a file by itself', () => {
  const errors = (text: string, path = '/a.js'): readonly string[] => typeErrors(new Map([[path, text]]));

  it.each([
    ['a wait where nobody can', 'function f() { return await g(); } function g() {}', /^TS1308 /],
    ['a name that is gone', 'export const a = () => lost();', /^TS2304 /],
    ['a value of another type', 'const a = async () => 1;\nexport const b: number = a();', /^TS2322 /],
  ])('tells of %s', (_, text, message) => {
    expect(errors(text, '/a.ts')).toEqual([expect.stringMatching(message)]);
  });

  it('has nothing against what comes from elsewhere', () => {
    expect(
      errors("import { b } from './b.js';\nconst { c } = require('c');\nexport const a = b(c, __dirname);"),
    ).toEqual([]);
    expect(typeErrors(new Map([['/a.py', 'import os']]))).toEqual([]);
  });

  it('reads what the parsers cannot', () => {
    expect(syntaxErrors(new Map([['/a.js', 'const = 1;']]))).not.toEqual([]);
  });
});
