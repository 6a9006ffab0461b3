import type { Diagnostic } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Config, defaultConfig } from '../../../src/model/config.ts';
import type { Status } from '../../../src/protocol/server.ts';
import { changeBetween } from '../../../src/server/engine.ts';
import { LONG_FILE, pauseFor } from '../../../src/server/schedule.ts';
import { Session, type SessionOptions } from '../../../src/server/session.ts';
import { fakeEngine } from './fake-engine.ts';

const a = 'file:///work/a.ts';
const b = 'file:///work/b.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(options?: SessionOptions) {
  const engine = fakeEngine();
  const documents = new Map<string, TextDocument>();
  const published: { uri: string; version: number | undefined; diagnostics: Diagnostic[] }[] = [];
  const statuses: Status[] = [];
  const logs: string[] = [];
  let config: () => Promise<Config> = () => Promise.resolve(defaultConfig);
  const session = new Session(
    engine,
    {
      document: (uri) => documents.get(uri),
      projectOf: () => Promise.resolve({}),
      configOf: async () => ({ config: await config() }),
      closed: (uri) => void published.push({ uri, version: undefined, diagnostics: [] }),
      publish: (uri, version, diagnostics) => void published.push({ uri, version, diagnostics }),
      status: (status) => void statuses.push(status),
      log: (message) => void logs.push(message),
    },
    options,
  );
  let version = 0;
  return {
    engine,
    session,
    published,
    statuses,
    logs,
    put: (uri: string, text: string) => {
      const document = TextDocument.create(uri, 'typescript', ++version, text);
      documents.set(uri, document);
      session.changed(document);
    },
    close: (uri: string) => {
      documents.delete(uri);
      session.closed(uri);
    },
    setConfig: (next: () => Promise<Config>) => {
      config = next;
    },
    counts: () => published.map(({ uri, version: of, diagnostics }) => [uri.slice(-4), of, diagnostics.length]),
  };
}

test('looks at a small file with every change, at once', async () => {
  const { put, counts } = setUp();
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  put(a, 'SLOW SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(counts()).toEqual([
    ['a.ts', 1, 1],
    ['a.ts', 2, 2],
  ]);
});

test('changes that come together cost one look', async () => {
  const { put, engine, counts } = setUp();
  put(a, 'S');
  put(a, 'SL');
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(engine.calls).toHaveLength(1);
  expect(counts()).toEqual([['a.ts', 3, 1]]);
});

test('a long file waits for a pause', async () => {
  const { put, counts } = setUp();
  put(a, '\n'.repeat(LONG_FILE) + 'SLOW');
  await vi.advanceTimersByTimeAsync(100);
  expect(counts()).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(counts()).toEqual([['a.ts', 1, 1]]);
});

test('the pause grows with what a look costs', () => {
  expect(pauseFor(10, 5)).toBe(0);
  expect(pauseFor(10, 200)).toBe(400);
  expect(pauseFor(10, 60_000)).toBeLessThan(2_000);
  expect(pauseFor(LONG_FILE, 0)).toBeGreaterThan(0);
});

test('what was true of an older version is not published', async () => {
  const { put, setConfig, counts } = setUp();
  const answers: ((config: Config) => void)[] = [];
  setConfig(() => new Promise((resolve) => answers.push(resolve)));
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  put(a, 'SLOW SLOW SLOW');
  await vi.advanceTimersByTimeAsync(1);
  for (const answer of answers) answer(defaultConfig);
  await vi.advanceTimersByTimeAsync(1);
  expect(counts()).toEqual([['a.ts', 2, 3]]);
});

test('closing clears, also while a look is on its way', async () => {
  const { put, close, setConfig, counts } = setUp();
  let answer: (config: Config) => void = () => undefined;
  setConfig(() => new Promise((resolve) => (answer = resolve)));
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  close(a);
  answer(defaultConfig);
  await vi.advanceTimersByTimeAsync(1);
  expect(counts()).toEqual([['a.ts', undefined, 0]]);
});

test('a file that fails keeps its findings, says so, and disturbs no other', async () => {
  const { put, counts, statuses, logs } = setUp();
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  put(a, 'SLOW THROW');
  put(b, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(counts()).toEqual([
    ['a.ts', 1, 1],
    ['b.ts', 3, 1],
  ]);
  expect(statuses.at(-1)).toMatchObject({
    state: 'problem',
    message: 'Could not analyse a.ts: half a thought',
    findings: 2,
  });
  expect(logs.join('\n')).toContain('/work/a.ts');
  put(a, 'fine');
  await vi.advanceTimersByTimeAsync(1);
  expect(counts().at(-1)).toEqual(['a.ts', 4, 0]);
  expect(statuses.at(-1)).toMatchObject({ state: 'ok', message: '' });
});

test('says what it looks at before it looks', async () => {
  const { put, statuses } = setUp();
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(statuses.map(({ state, uri }) => [state, uri])).toEqual([
    ['busy', a],
    ['ok', undefined],
  ]);
});

test('settings take effect at once', async () => {
  const { put, session, setConfig, counts } = setUp();
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  setConfig(() => Promise.resolve({ ...defaultConfig, enable: false }));
  session.refresh();
  await vi.advanceTimersByTimeAsync(1);
  expect(counts().at(-1)).toEqual(['a.ts', 1, 0]);
});

test('an edit reuses what was known before it', async () => {
  const { put, engine } = setUp();
  put(a, 'one SLOW');
  await vi.advanceTimersByTimeAsync(1);
  put(a, 'one two SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(engine.calls[1]?.options?.previous).toMatchObject({
    analysis: { text: 'one SLOW' },
    change: { start: 4, length: 0, newLength: 4 },
  });
});

test('a rule that fails is told once, and what the others found is shown', async () => {
  const { put, counts, statuses, logs } = setUp();
  for (const text of ['SLOW FAULT', 'SLOW FAULT ']) {
    put(a, text);
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(counts().at(-1)).toEqual(['a.ts', 2, 1]);
  expect(statuses.at(-1)).toMatchObject({
    state: 'problem',
    message: 'unblock/await-race failed at a.ts: half a rule',
    findings: 1,
  });
  expect(logs).toEqual(['unblock/await-race failed at /work/a.ts\nat half-a-rule.ts:1']);
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(statuses.at(-1)).toMatchObject({ state: 'ok' });
});

test('a look that fails before it begins is logged, and disturbs no other', async () => {
  const { put, setConfig, counts, logs } = setUp();
  setConfig(() => Promise.reject(new Error('no settings today')));
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(logs.join('\n')).toContain('no settings today');
  setConfig(() => Promise.resolve(defaultConfig));
  put(b, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(counts()).toEqual([['b.ts', 2, 1]]);
});

test('a request never gets the findings of another version', async () => {
  const { put, session } = setUp();
  put(a, 'SLOW');
  const seen = await session.current(a);
  expect(seen?.analysis.text).toBe('SLOW');
  put(a, 'SLOW THROW');
  expect(await session.current(a)).toBeUndefined();
});

test('a file that an earlier server died of is left alone until it is reopened', async () => {
  const { put, close, counts, statuses } = setUp({ quarantine: [a] });
  put(a, 'SLOW');
  put(b, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(counts()).toEqual([['b.ts', 2, 1]]);
  expect(statuses.at(-1)?.state).toBe('problem');
  close(a);
  put(a, 'SLOW');
  await vi.advanceTimersByTimeAsync(1);
  expect(counts().at(-1)).toEqual(['a.ts', 3, 1]);
});

test('the change between two texts is the part that differs', () => {
  expect(changeBetween('abc', 'abc')).toEqual({ start: 3, length: 0, newLength: 0 });
  expect(changeBetween('aaa', 'aaaa')).toEqual({ start: 3, length: 0, newLength: 1 });
  expect(changeBetween('', 'x')).toEqual({ start: 0, length: 0, newLength: 1 });
  expect(changeBetween('one two three', 'one 2 three')).toEqual({ start: 4, length: 3, newLength: 1 });
});
