import { expect, test } from 'vitest';
import { Quarantine } from '../../../src/extension/quarantine.ts';
import { describe as say, describeIndex, describeScan } from '../../../src/extension/status-text.ts';
import {
  isIndexStatus,
  isScanSummary,
  isStatus,
  readInitializationOptions,
  type Status,
} from '../../../src/protocol/server.ts';

const ok: Status = { state: 'ok', message: '', files: 1, findings: 2, lastMs: 3.2 };

test('says how things stand', () => {
  expect(say({ kind: 'running' }, ok)).toMatchObject({
    text: 'Unblock: 2 findings',
    detail: '1 open file, last look 4 ms',
  });
  expect(say({ kind: 'running' }, { ...ok, findings: 0 }).text).toBe('Unblock: no findings');
  expect(say({ kind: 'running' }, { ...ok, state: 'busy' }).busy).toBe(true);
  expect(say({ kind: 'running' }, undefined).text).toBe('Unblock: ready');
});

test('a problem says which, and the way out', () => {
  const problem = say({ kind: 'running' }, { ...ok, state: 'problem', message: 'Could not analyse a.ts: oops' });
  expect(problem).toMatchObject({ severity: 'warning', detail: 'Could not analyse a.ts: oops', action: 'output' });
  const long = { ...ok, state: 'problem', message: 'x'.repeat(500) } as const;
  expect(say({ kind: 'running' }, long).detail).toHaveLength(60);
  expect(say({ kind: 'waiting', delayMs: 2_000 }, undefined)).toMatchObject({ detail: 'restarting in 2 s' });
  expect(say({ kind: 'gave-up' }, undefined)).toMatchObject({ severity: 'error', action: 'restart' });
});

test('the document a server died of is remembered, one it had finished is not', () => {
  const quarantine = new Quarantine();
  quarantine.note({ ...ok, state: 'busy', uri: 'file:///a.ts' });
  quarantine.note(ok);
  quarantine.serverGone();
  expect(quarantine.uris).toEqual([]);
  quarantine.note({ ...ok, state: 'busy', uri: 'file:///b.ts' });
  quarantine.serverGone();
  quarantine.serverGone();
  expect(quarantine.uris).toEqual(['file:///b.ts']);
  quarantine.release('file:///b.ts');
  expect(quarantine.uris).toEqual([]);
});

test('what comes over the wire is checked', () => {
  expect(isStatus(ok)).toBe(true);
  expect(isStatus({ ...ok, files: '1' })).toBe(false);
  expect(isStatus(null)).toBe(false);
  expect(readInitializationOptions({ extensionRoot: 3, commands: true, quarantine: ['a', 1] })).toEqual({
    commands: true,
    quarantine: ['a'],
  });
  expect(readInitializationOptions(undefined)).toEqual({});
});

test('says how much of the workspace is known, and the way out of a limit', () => {
  expect(describeIndex({ state: 'indexing', done: 1_203, total: 4_000, message: '' })).toMatchObject({
    text: 'Unblock index: 1,203 of 4,000 files',
    busy: true,
    action: 'stopIndex',
  });
  expect(describeIndex({ state: 'indexing', done: 0, total: 0, message: '' }).text).toContain('looking for files');
  expect(describeIndex({ state: 'ready', done: 1, total: 1, message: '' })).toMatchObject({
    text: 'Unblock index: 1 file',
    severity: 'information',
  });
  const limited = { state: 'limited', done: 0, total: 9, message: 'Too many.', wayOut: 'settings' } as const;
  expect(describeIndex(limited)).toMatchObject({ detail: 'Too many.', severity: 'warning', action: 'settings' });
  expect(describeIndex({ state: 'off', done: 0, total: 0, message: 'Stopped.', wayOut: 'index' })).toMatchObject({
    text: 'Unblock index: off',
    action: 'index',
  });
});

test('says what a scan has found, and where to read of what it left out', () => {
  const scan = { state: 'done', findings: 1, filesWithFindings: 1, files: 2, leftOut: 0, message: 'All.' } as const;
  expect(describeScan(scan)).toMatchObject({ text: 'Unblock scan: done', detail: 'All.', action: 'clearScan' });
  expect(describeScan({ ...scan, leftOut: 1 }).action).toBe('output');
  expect(isScanSummary(scan)).toBe(true);
  expect(isScanSummary({ ...scan, state: 'over' })).toBe(false);
  expect(isIndexStatus({ state: 'ready', done: 1, total: 1, message: '', wayOut: 'none' })).toBe(false);
});
