import { expect, test } from 'vitest';
import { Quarantine } from '../../../src/extension/quarantine.ts';
import { describe as say } from '../../../src/extension/status-text.ts';
import { isStatus, readInitializationOptions, type Status } from '../../../src/protocol/server.ts';

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
