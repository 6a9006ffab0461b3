import { afterEach, describe, expect, test, vi } from 'vitest';
import { analyze, isSilent, programOf, readFacts } from '../../../src/engine/analyze.ts';
import type { Analysis } from '../../../src/engine/analysis.ts';
import { hoverMarkdown } from '../../../src/engine/hover.ts';
import { remediesFor } from '../../../src/engine/remedies.ts';
import { whyAt } from '../../../src/engine/why.ts';
import { awaitAsyncTwin } from '../../../src/fixes/javascript/await-async-twin.ts';
import { awaitRace } from '../../../src/rules/await-race.ts';
import { blockingCall } from '../../../src/rules/blocking-call.ts';

const server = `import { readFileSync } from 'node:fs';
import express from 'express';
express().get('/', async (request, response) => {
  // unblock-ignore-next-line unblock/await-race
  response.send(readFileSync('/a'));
});`;

function fail(): never {
  throw new TypeError('Not even wrong.');
}

/** The server's analysis while one rule throws. */
function whileRaceFails(): Analysis {
  vi.spyOn(awaitRace, 'check').mockImplementation(fail);
  return analyze('src/server.ts', server);
}

afterEach(() => vi.restoreAllMocks());

describe('a rule that throws', () => {
  test('takes nothing with it but its own findings, and is told', () => {
    const { findings, faults } = whileRaceFails();
    expect(findings.map(({ rule }) => rule)).toContain('unblock/blocking-call');
    expect(faults).toEqual([
      {
        rule: 'unblock/await-race',
        message: 'Not even wrong.',
        stack: expect.stringContaining('faults.test') as string,
      },
    ]);
  });

  test('is no reason to call the comment unused that silences it', () => {
    const unused = ({ findings }: Analysis): number =>
      findings.filter(({ rule }) => rule === 'unblock/unused-suppression').length;
    expect(unused(analyze('src/server.ts', server))).toBe(1);
    expect(unused(whileRaceFails())).toBe(0);
    expect(unused(analyze('src/server.ts', server.replace('next-line unblock/await-race', 'next-line')))).toBe(0);
  });

  test('leaves no file silent', () => {
    const path = 'src/quiet.ts';
    const { facts } = readFacts(path, 'export const quiet = 1;');
    const program = programOf({ paths: [path], factsOf: () => facts });
    expect(isSilent(program, path)).toBe(true);
    vi.spyOn(awaitRace, 'check').mockImplementation(fail);
    expect(isSilent(program, path)).toBe(false);
  });

  test('is named where a person asks why', () => {
    expect(whyAt(whileRaceFails(), 4).lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Reported: warning unblock\/blocking-call/),
        'Failed: unblock/await-race threw at this file (Not even wrong.). Please report it.',
      ]),
    );
  });
});

test('a fix that throws leaves the finding and its other fixes, and says so in the hover', () => {
  const analysis = analyze('src/server.ts', server);
  const finding = analysis.findings.find(({ rule }) => rule === blockingCall.meta.id);
  if (!finding) throw new Error('There is nothing to cure.');
  const before = remediesFor(analysis, finding);
  vi.spyOn(awaitAsyncTwin, 'propose').mockImplementation(fail);
  const { fixes, obstacles } = remediesFor(analysis, finding);
  expect(fixes).toEqual(before.fixes.filter(({ id }) => id !== awaitAsyncTwin.id));
  expect(before.fixes.length).toBe(fixes.length + 1);
  const [obstacle] = obstacles.filter(({ id }) => id === awaitAsyncTwin.id);
  expect(obstacle?.fault).toContain('faults.test');
  expect(hoverMarkdown(finding, { fixes: [], obstacles })).toContain('Unblock itself failed on it (Not even wrong.)');
});
