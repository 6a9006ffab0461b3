import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../../src/engine/analysis.ts';
import { analyze } from '../../../src/engine/analyze.ts';
import { hoverMarkdown } from '../../../src/engine/hover.ts';
import { whyAt } from '../../../src/engine/why.ts';
import type { Finding } from '../../../src/model/finding.ts';

const server = `import { createServer } from 'node:http';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { other } from './other';

createServer((request, response) => {
  response.end(hash(String(request.headers.authorization)));
});

function hash(password: string) {
  other(password);
  randomBytes(8);
  return pbkdf2Sync(password, 'salt', 600_000, 32, 'sha512');
}

let salt: Buffer | undefined;

export async function kept() {
  salt ??= pbkdf2Sync('', '', 1, 1, 'sha1');
  return salt;
}
`;

const analysis = analyze('src/server.ts', server);

function lineOf(text: string): number {
  return server.slice(0, server.indexOf(text)).split('\n').length - 1;
}

function firstFinding({ findings }: Analysis): Finding {
  const [finding] = findings;
  if (!finding) throw new Error('There should be a finding.');
  return finding;
}

describe('the hover', () => {
  const finding = firstFinding(analysis);

  test('says why, what to do and what it may cost, and names the rule', () => {
    const text = hoverMarkdown(finding, { fixes: [], obstacles: [] });
    expect(text).toContain(finding.advice.why);
    expect(text).toContain(finding.advice.instead);
    expect(text).toContain('280–410 ms');
    expect(text).toMatch(/`unblock\/blocking-call`$/);
  });

  test('says what stands in the way of a cure only where there is none', () => {
    const obstacles = [{ id: 'a', reason: 'A constructor cannot wait.' }];
    expect(hoverMarkdown(finding, { fixes: [], obstacles })).toContain('A constructor cannot wait.');
    const fix = { id: 'b', title: 'Do it', safety: 'safe', changes: '', packages: [], edits: [] } as const;
    expect(hoverMarkdown(finding, { fixes: [fix], obstacles })).not.toContain('A constructor');
  });

  test('says what a cure changes', () => {
    const fix = { id: 'b', title: 'Do it', safety: 'suggestion', changes: 'Later.', packages: [], edits: [] } as const;
    expect(hoverMarkdown(finding, { fixes: [fix], obstacles: [] })).toContain('**Do it** Later.');
  });
});

describe('why', () => {
  const why = (text: string): string => whyAt(analysis, lineOf(text)).lines.join('\n');

  test('tells of a handler and of the finding in it', () => {
    const text = why('response.end(hash');
    expect(text).toMatch(/Runs: .*proven: .*HTTP request handler/);
    expect(text).toContain('is a function of this project');
    expect(text).toMatch(/Reported: warning unblock\/blocking-call/);
  });

  test('tells of a call that blocks, and that it is reported elsewhere', () => {
    const text = why('return pbkdf2Sync');
    expect(text).toContain('`node:crypto#pbkdf2Sync`, which blocks (cpu, heavy)');
    expect(text).toContain('Reported: nothing');
  });

  test('tells what is not resolved, and what does not block', () => {
    expect(why('other(password);')).toMatch(/`other\(password\)` .*(not resolved|nothing is known)/);
    expect(why('randomBytes(8)')).toMatch(/`node:crypto#randomBytes`.*does not block/);
  });

  test('tells that something is kept', () => {
    expect(why('salt ??= pbkdf2Sync')).toContain('its result is kept, so it runs once');
  });

  test('tells of the top level', () => {
    expect(why('createServer((request')).toContain('top level of the module');
  });

  test('tells what a file was taken for', () => {
    const lines = whyAt(analyze('test/server.ts', server), lineOf('return pbkdf2Sync')).lines.join('\n');
    expect(lines).toContain('test folder');
    expect(lines).toContain('Reported: nothing');
  });

  test('tells of a handler that is written on the line', () => {
    const text =
      "import express from 'express';\nexpress().get('/', (request, response) => response.send(String(load())));\nfunction load() {}\n";
    const { lines } = whyAt(analyze('src/app.ts', text), 1);
    expect(lines.filter((line) => line.startsWith('Runs'))).toEqual([
      'Runs: at the top level of the module, once at start-up. Nobody waits yet.',
      expect.stringMatching(/^Runs: in .* on the event loop, proven: it is an Express handler/) as string,
    ]);
  });

  test('has an answer for lines that are not there, and for files that are left out', () => {
    expect(whyAt(analysis, 10_000).lines).toEqual([expect.stringMatching(/^There is no line 10001/) as string]);
    expect(whyAt(analyze('src/a.ts', '// @generated\n'), 0).lines).toHaveLength(1);
  });

  test('counts lines with Windows line ends alike', () => {
    const windows = analyze('src/server.ts', server.replaceAll('\n', '\r\n'));
    const line = lineOf('response.end(hash');
    expect(whyAt(windows, line).lines).toEqual(whyAt(analysis, line).lines);
  });
});
