// The extension's side of the panel, with a played editor and a real sandbox.
import { build } from 'esbuild';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Panel from '../../src/extension/panel/index.ts';
import type { Measured } from '../../src/model/measure.ts';
import type * as Registration from '../../src/extension/benchmark.ts';
import { harness } from '../unit/bench/harness.ts';
import type { FakeView, fake as Fake } from './fake-vscode.ts';

type Host = typeof Panel & typeof Registration;

let host: Host;
let fake: typeof Fake;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unblock-extension-'));
  await mkdir(join(folder, 'dist'));
  await cp(await harness(), join(folder, 'dist', 'bench'), { recursive: true });
  const entry = `export * from './src/extension/panel/index.ts'; export * from './src/extension/benchmark.ts'; export { fake } from 'vscode';`;
  await build({
    stdin: { contents: entry, resolveDir: process.cwd(), loader: 'ts' },
    alias: { vscode: join(process.cwd(), 'test/panel/fake-vscode.ts') },
    outfile: join(folder, 'host.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['esbuild-wasm'],
  });
  ({ fake, ...host } = createRequire(import.meta.url)(join(folder, 'host.cjs')) as Host & { fake: typeof Fake });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const memory = new Map<string, unknown>();
/** How long the editor takes to keep something. */
let writingMs = 0;
let registered: { dispose: () => unknown };
let context: Parameters<Host['registerBenchmark']>[0];
/** What findings were told to repeat. */
let told: Measured[];
/** What the language server answers, by request. */
const answers = new Map<string, unknown>();
let asked: { readonly method: string; readonly argument: unknown }[];
const server = {
  tell: (all: readonly Measured[]) => void told.push(...all),
  ask: (method: string, argument: unknown) => {
    asked.push({ method, argument });
    return Promise.resolve(answers.get(method));
  },
};

beforeEach(() => {
  memory.clear();
  writingMs = 0;
  Object.assign(fake, { trusted: true, answer: undefined, questions: [], views: [], executed: [], shown: [] });
  Object.assign(fake, { clipboard: '', interpreter: undefined, pythonApi: undefined, picks: [], pick: undefined });
  const workspaceState = {
    get: (key: string, otherwise?: unknown) => memory.get(key) ?? otherwise,
    update: async (key: string, value: unknown) => {
      await setTimeout(writingMs);
      memory.set(key, value);
    },
  };
  context = { extensionUri: { fsPath: folder }, workspaceState } as unknown as typeof context;
  told = [];
  asked = [];
  answers.clear();
  registered = host.registerBenchmark(context, server, () => host);
});

afterEach(() => void registered.dispose());

const run = (name: string, argument?: unknown): unknown => fake.commands.get(name)?.(argument);
const view = (): FakeView => {
  const last = fake.views.at(-1);
  if (!last) throw new Error('No panel is open.');
  return last;
};
const send = (message: object): void => view().receive({ version: 3, ...message });
const last = (): Record<string, unknown> => view().posted.at(-1) ?? {};
const runState = (): unknown => (last()['run'] as { state?: unknown } | undefined)?.state;
const small = { type: 'run-scenario', parameters: { tasks: 2, waitMs: 1, limit: 1 } };

const ownCode = {
  kind: 'function',
  title: 'Endless',
  source: 'function f() { for (;;); }',
  functionName: 'f',
  language: 'js',
  input: '[]',
};

describe('the host of the panel', () => {
  it('opens a scenario from the palette, runs it and shows evidence', async () => {
    await run('unblock.openBenchmarkPanel');
    expect(view().html()).toMatch(
      /default-src 'none'; style-src https:\/\/csp\.test; img-src blob:; script-src 'nonce-[\w-]{22}'/,
    );
    send({ type: 'ready' });
    expect(last()).toMatchObject({ type: 'snapshot', run: { state: 'idle' }, subject: { kind: 'scenario' } });
    send(small);
    await vi.waitFor(() => expect(runState()).toBe('done'), { timeout: 25_000 });
    expect(view().posted.some(({ type }) => type === 'progress')).toBe(true);
    expect(fake.statusItems).toBe(0);
    expect(last()).toMatchObject({ run: { evidence: { equality: { kind: 'equal' } } } });
  });

  it('names a finding’s scenario a model', async () => {
    await run('unblock.measure', { kind: 'scenario', scenario: 'cpu', parameters: { tasks: 4 } });
    send({ type: 'ready' });
    const subject = { note: 'A model of this pattern, not your code.', parameters: { tasks: 4 } };
    expect(last()).toMatchObject({ subject });
  });

  it('does not open in an untrusted workspace and says why', async () => {
    fake.trusted = false;
    await run('unblock.measure', { kind: 'scenario', id: 'cpu' });
    expect(fake.views).toEqual([]);
    expect(fake.questions[0]).toContain('until you trust this workspace');
  });

  it('does not run once trust is gone', async () => {
    await run('unblock.measure', { kind: 'scenario', id: 'waiting' });
    fake.trusted = false;
    send(small);
    await vi.waitFor(() => expect(runState()).toBe('idle'));
  });

  it('asks before code of one’s own runs, remembers a yes, and cancels at once', async () => {
    await run('unblock.measure', ownCode);
    send({ type: 'run-function', input: '[]', setup: '', sizes: [1], calls: 1, against: ['pool'] });
    await vi.waitFor(() => expect(fake.questions).toEqual(['Run “f” to measure it?']));
    await vi.waitFor(() => expect(runState()).toBe('idle'));
    fake.answer = 'Run It';
    send({ type: 'run-function', input: '[]', setup: '', sizes: [1], calls: 1, against: ['pool'] });
    await vi.waitFor(() => expect(fake.statusItems).toBe(1));
    send({ type: 'cancel' });
    await vi.waitFor(() => expect(runState()).toBe('failed'));
    expect(last()).toMatchObject({ run: { message: expect.stringContaining('cancelled') as string } });
    send({ type: 'run-function', input: '[]', setup: '', sizes: [1], calls: 1, against: ['pool'] });
    await vi.waitFor(() => expect(fake.statusItems).toBe(1));
    expect(fake.questions).toHaveLength(2);
    view().close();
    await vi.waitFor(() => expect(fake.statusItems).toBe(0));
  });

  it('can be cancelled, and starts nothing twice, while it still keeps what it was asked', async () => {
    memory.set('unblock.mayRunCode', true);
    writingMs = 1000;
    await run('unblock.measure', ownCode);
    const asked = { type: 'run-function', input: '[]', setup: '', sizes: [1], calls: 1, against: ['pool'] };
    send(asked);
    const running = { run: expect.objectContaining({ state: 'running' }) as unknown };
    await vi.waitFor(() => expect(view().posted).toContainEqual(expect.objectContaining(running)));
    send({ ...asked, input: '[2]' });
    send({ type: 'cancel' });
    await vi.waitFor(() => expect(runState()).toBe('failed'), { timeout: 5000 });
    expect(last()).toMatchObject({ subject: { input: '[]' } });
    expect(fake.statusItems).toBe(0);
  });

  it('tells findings what was measured, and remembers inputs and earlier runs', async () => {
    fake.answer = 'Run It';
    const origin = { uri: 'file:///a.ts', functionName: 'f', digest: 'abc', line: 0, character: 0 };
    const source = 'function f(n) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }';
    await run('unblock.measure', { ...ownCode, source, input: '[n]', size: 100_000, origin });
    send({ type: 'ready' });
    send({
      type: 'run-function',
      input: '[n + 1]',
      setup: 'const a = 1;',
      sizes: [50_000],
      calls: 1,
      against: ['pool'],
    });
    await vi.waitFor(() => expect(runState()).toBe('done'), { timeout: 120_000, interval: 100 });
    expect(told).toMatchObject([{ uri: 'file:///a.ts', functionName: 'f', digest: 'abc' }]);
    expect(told[0]?.sentence).toMatch(/^Measured: it held up the event loop for .* at n = 50,000; .*pool/);
    expect(last()).toMatchObject({ history: [{ medians: [{ label: 'Main thread' }, { label: 'Worker pool' }] }] });

    send({ type: 'fixes' });
    await vi.waitFor(() => expect(fake.executed).toContain('editor.action.quickFix'));
    expect(fake.shown).toEqual([{ uri: 'file:///a.ts', line: 0 }]);
    send({ type: 'copy' });
    await vi.waitFor(() => expect(fake.clipboard).toContain('| Main thread |'));
    send({ type: 'export', format: 'markdown' });
    await vi.waitFor(() => expect(fake.saved.get('file:///measurement')).toContain('| Main thread |'));

    await run('unblock.measure', { ...ownCode, source, input: '[n]', size: 100_000, origin });
    expect(last()).toMatchObject({
      subject: {
        input: '[n + 1]',
        setup: 'const a = 1;',
        sizes: [50_000],
        place: { uri: 'file:///a.ts', functionName: 'f' },
      },
    });
  }, 150_000);

  const slow = 'function f(n) { let s = 0; for (let i = 0; i < n * 20; i++) s = (s + i % 7) % 1e9; return n; }';
  const origin = { uri: 'file:///a.ts', functionName: 'f', digest: 'abc', line: 4, character: 2 };
  const found = {
    request: { ...ownCode, title: 'f', source: slow, input: '[n]', types: ['number'], size: 5000, origin },
    fixes: [
      { id: 'quicker', title: 'Count less', source: 'function f(n) { return n; }' },
      { id: 'move-to-worker', title: 'Move it to a worker pool' },
    ],
    others: [{ functionName: 'g', source: 'function g(n) { return n; }' }],
  };
  const choices = (): unknown =>
    (last()['subject'] as { choices?: { label: string }[] }).choices?.map((each) => each.label);

  it('measures a function against what a fix makes of it, says which is faster, and applies the fix', async () => {
    fake.answer = 'Run It';
    answers.set('unblock/measurable', found);
    await run('unblock.measure', found.request);
    await vi.waitFor(() => expect(choices()).toEqual(['After the fix', 'Worker pool']));
    expect(last()).toMatchObject({
      subject: { against: ['fix quicker'], choices: [{ detail: 'Count less' }, { fix: 'move-to-worker' }] },
    });
    send({ type: 'run-function', input: '[n]', setup: '', sizes: [5000], calls: 1, against: ['fix quicker'] });
    await vi.waitFor(() => expect(runState()).toBe('done'), { timeout: 120_000, interval: 100 });
    expect(last()).toMatchObject({
      run: {
        evidence: {
          verdict: { kind: 'better', variantId: 'fix quicker' },
          equality: { kind: 'equal' },
          measurements: [{ label: 'As it is' }, { label: 'After the fix' }],
        },
      },
    });
    expect(told[0]?.sentence).toMatch(/; the fix “Count less” is \d+(\.\d)? times as fast\.$/);

    answers.set('unblock/applyFix', { applied: true, install: { packages: [] } });
    send({ type: 'apply', fix: 'quicker' });
    await vi.waitFor(() => expect(fake.questions.at(-1)).toContain('Undo takes it back'));
    expect(asked.at(-1)).toEqual({
      method: 'unblock/applyFix',
      argument: { uri: 'file:///a.ts', functionName: 'f', fix: 'quicker' },
    });
    expect(fake.executed).toContain('unblock.install');
    expect(fake.shown).toEqual([{ uri: 'file:///a.ts', line: 0 }]);
    answers.set('unblock/applyFix', { applied: false });
    send({ type: 'apply', fix: 'quicker' });
    await vi.waitFor(() => expect(fake.questions.at(-1)).toContain('the code has changed'));
  }, 150_000);

  it('shows the fixes where the finding is now', async () => {
    await run('unblock.measure', { ...found.request, origin: { ...origin, line: 1 } });
    answers.set('unblock/measurable', found);
    send({ type: 'fixes' });
    await vi.waitFor(() => expect(fake.shown).toEqual([{ uri: 'file:///a.ts', line: 4 }]));
  });

  it('measures against another function that a person adds, and shows no winner where results differ', async () => {
    memory.set('unblock.mayRunCode', true);
    answers.set('unblock/measurable', {
      ...found,
      others: [{ functionName: 'g', source: 'function g(n) { return -n; }' }],
    });
    await run('unblock.measure', found.request);
    await vi.waitFor(() => expect(choices()).toHaveLength(2));
    send({ type: 'add-choice', against: ['pool'] });
    await vi.waitFor(() => expect(choices()).toEqual(['After the fix', 'Worker pool', 'g']));
    expect(fake.picks).toEqual(['g', 'A function of another file…']);
    const against = ['other a.ts#g'];
    expect(last()).toMatchObject({ subject: { against: ['other a.ts#g', 'pool'] } });
    send({ type: 'run-function', input: '[n]', setup: '', sizes: [50], calls: 1, against });
    await vi.waitFor(() => expect(runState()).toBe('done'), { timeout: 60_000, interval: 100 });
    const verdict = { kind: 'inconclusive', reason: 'results-differ' };
    expect(last()).toMatchObject({ run: { evidence: { verdict, equality: { kind: 'different' }, measurements: [] } } });
  }, 90_000);

  it('opens a function of the file in the editor again after a reload', async () => {
    answers.set('unblock/measurable', found);
    await run('unblock.openBenchmarkPanel', { kind: 'place', uri: 'file:///a.ts', functionName: 'f' });
    send({ type: 'ready' });
    expect(last()).toMatchObject({ subject: { functionName: 'f', input: '[n]' } });
    answers.set('unblock/measurable', null);
    await run('unblock.openBenchmarkPanel', { kind: 'place', uri: 'file:///a.ts', functionName: 'gone' });
    expect(fake.questions.at(-1)).toContain('“gone” cannot be measured by itself any more');
  });

  const python = {
    kind: 'function',
    title: 'total',
    source: 'def total(n):\n    found = 0\n    for each in range(n):\n        found += each % 7\n    return found',
    functionName: 'total',
    language: 'py',
    input: '[n]',
    size: 5000,
  };
  const runPython = (): void =>
    send({ type: 'run-function', input: '[n]', setup: '', sizes: [20_000], calls: 2, against: ['pool'] });

  it('measures a function of Python with the interpreter that the Python extension has picked', async () => {
    memory.set('unblock.mayRunCode', true);
    fake.interpreter = '/nowhere/python';
    const resolveEnvironment = (path: unknown) =>
      Promise.resolve(path === 'picked' ? { executable: { uri: { fsPath: 'python3' } } } : undefined);
    fake.pythonApi = { environments: { getActiveEnvironmentPath: () => 'picked', resolveEnvironment } };
    await run('unblock.measure', python);
    runPython();
    await vi.waitFor(() => expect(['done', 'failed']).toContain(runState()), { timeout: 120_000, interval: 100 });
    expect(last()).toMatchObject({
      run: {
        evidence: {
          equality: { kind: 'equal' },
          environment: { runtime: expect.stringMatching(/^Python 3/) as string },
          measurements: [{ label: 'One process' }, { label: 'Pool of processes' }],
        },
      },
    });
  }, 150_000);

  it('says where there is no Python, and how to choose one', async () => {
    memory.set('unblock.mayRunCode', true);
    fake.interpreter = '/nowhere/python';
    await run('unblock.measure', python);
    runPython();
    await vi.waitFor(() => expect(runState()).toBe('failed'), { timeout: 10_000 });
    const { message } = last()['run'] as { message: string };
    expect(message).toContain('There is no Python 3 behind `/nowhere/python`');
    expect(message).toContain('Python: Select Interpreter');
  });

  it('survives messages that are none and scenarios that do not exist', async () => {
    await run('unblock.measure', { kind: 'scenario', id: 'waiting' });
    for (const junk of [null, 1, {}, { version: 3 }, { version: 9, type: 'ready' }]) view().receive(junk);
    expect(view().posted).toEqual([]);
    await host.openBenchmarkPanel(context, server, { kind: 'scenario', id: 'none' });
    expect(fake.questions[0]).toContain('no such benchmark scenario');
  });
});
