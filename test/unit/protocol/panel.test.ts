import { describe, expect, it } from 'vitest';
import { parseFromPanel, parseToPanel, type FromPanel } from '../../../src/protocol/panel.ts';
import {
  different,
  evidence,
  failed,
  functionSubject,
  running,
  scenarioSubject,
  snapshot,
} from '../../panel/snapshots.ts';

const version = 3;

describe('messages from the panel', () => {
  const good: FromPanel[] = [
    { version, type: 'ready' },
    { version, type: 'cancel' },
    { version, type: 'choose', scenario: 'cpu' },
    { version, type: 'run-scenario', parameters: { tasks: 3 } },
    { version, type: 'run-function', input: '[n]', setup: 'const a = 1;', sizes: [1, 10], calls: 2, against: ['pool'] },
    { version, type: 'add-choice', against: ['pool'] },
    { version, type: 'apply', fix: 'move-to-worker' },
    { version, type: 'copy' },
    { version, type: 'export', format: 'markdown' },
    { version, type: 'fixes' },
  ];

  it.each(good)('$type is read, and nothing is read from it that it does not declare', (message) => {
    expect(parseFromPanel({ ...message, extra: 'x' })).toEqual(message);
  });

  it.each([
    [null],
    ['ready'],
    [[]],
    [{ type: 'ready' }],
    [{ version: 2, type: 'ready' }],
    [{ version, type: 'unknown' }],
    [{ version, type: 'choose' }],
    [{ version, type: 'choose', scenario: 'x'.repeat(101) }],
    [{ version, type: 'run-scenario', parameters: { tasks: '3' } }],
    [{ version, type: 'run-scenario', parameters: { tasks: Number.NaN } }],
    [{ version, type: 'run-function', input: 1, setup: '', sizes: [1], calls: 2, against: ['pool'] }],
    [{ version, type: 'run-function', input: '[1]', setup: '', sizes: [1], calls: 2 }],
    [{ version, type: 'apply' }],
    [{ version, type: 'run-function', input: '[1]', setup: '', sizes: ['1'], calls: 2, against: [] }],
    [{ version, type: 'export', format: 'exe' }],
    [{ version, type: 'run-function', input: 'x'.repeat(100_001), setup: '', sizes: [1], calls: 2, against: [] }],
  ])('%j is refused', (message) => {
    expect(parseFromPanel(message)).toBeUndefined();
  });
});

describe('messages to the panel', () => {
  const done = snapshot(scenarioSubject, { state: 'done', evidence: evidence() });

  it.each([
    snapshot(scenarioSubject, { state: 'idle' }),
    snapshot(functionSubject, running),
    snapshot(functionSubject, failed),
    snapshot(functionSubject, { state: 'done', evidence: different() }),
    done,
  ])('a snapshot survives the wire', (message) => {
    expect(parseToPanel(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });

  it('progress survives the wire', () => {
    if (running.state !== 'running') throw new Error('not running');
    const message = { version: 3, type: 'progress', progress: running.progress };
    expect(parseToPanel(message)).toEqual(message);
  });

  // Every part of every message is needed: leaving one out, or putting something else there, is noticed.
  it.each(paths(done).filter((path) => !optional.test(path)))('a snapshot with a broken %s is refused', (path) => {
    const broken = structuredClone(done) as object;
    breakAt(broken, path.split('.'));
    expect(parseToPanel(broken)).toBeUndefined();
  });
});

const optional = /^subject\.(note|scenario\.parameters\.\d+\.unit)$|\.(factor|interval|confidence)$/;

/** Dotted paths of all leaves; of long lists only the first entry. */
function paths(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value)
    .filter(([key]) => !Array.isArray(value) || key === '0')
    .flatMap(([key, child]) => paths(child, prefix === '' ? key : `${prefix}.${key}`));
}

function breakAt(target: object, [key = '', ...rest]: string[]): void {
  const record = target as Record<string, unknown>;
  if (rest.length === 0) record[key] = { unexpected: true };
  else breakAt(record[key] as object, rest);
}
