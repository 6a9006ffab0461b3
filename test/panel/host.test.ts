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
    external: ['esbuild'],
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

beforeEach(() => {
  memory.clear();
  writingMs = 0;
  Object.assign(fake, { trusted: true, answer: undefined, questions: [], views: [], executed: [], shown: [] });
  const workspaceState = {
    get: (key: string, otherwise?: unknown) => memory.get(key) ?? otherwise,
    update: async (key: string, value: unknown) => {
      await setTimeout(writingMs);
      memory.set(key, value);
    },
  };
  context = { extensionUri: { fsPath: folder }, workspaceState } as unknown as typeof context;
  told = [];
  registered = host.registerBenchmark(
    context,
    (all) => void told.push(...all),
    () => host,
  );
});

afterEach(() => void registered.dispose());

const run = (name: string, argument?: unknown): unknown => fake.commands.get(name)?.(argument);
const view = (): FakeView => {
  const last = fake.views.at(-1);
  if (!last) throw new Error('No panel is open.');
  return last;
};
const send = (message: object): void => view().receive({ version: 2, ...message });
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
    expect(view().html()).toMatch(/default-src 'none'; style-src https:\/\/csp\.test; script-src 'nonce-[\w-]{22}'/);
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
    send({ type: 'run-function', input: '[]', setup: '', sizes: [1], calls: 1 });
    await vi.waitFor(() => expect(fake.questions).toEqual(['Run “f” to measure it?']));
    await vi.waitFor(() => expect(runState()).toBe('idle'));
    fake.answer = 'Run It';
    send({ type: 'run-function', input: '[]', setup: '', sizes: [1], calls: 1 });
    await vi.waitFor(() => expect(fake.statusItems).toBe(1));
    send({ type: 'cancel' });
    await vi.waitFor(() => expect(runState()).toBe('failed'));
    expect(last()).toMatchObject({ run: { message: expect.stringContaining('cancelled') as string } });
    send({ type: 'run-function', input: '[]', setup: '', sizes: [1], calls: 1 });
    await vi.waitFor(() => expect(fake.statusItems).toBe(1));
    expect(fake.questions).toHaveLength(2);
    view().close();
    await vi.waitFor(() => expect(fake.statusItems).toBe(0));
  });

  it('can be cancelled, and starts nothing twice, while it still keeps what it was asked', async () => {
    memory.set('unblock.mayRunCode', true);
    writingMs = 1000;
    await run('unblock.measure', ownCode);
    const asked = { type: 'run-function', input: '[]', setup: '', sizes: [1], calls: 1 };
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
    send({ type: 'run-function', input: '[n + 1]', setup: 'const a = 1;', sizes: [50_000], calls: 1 });
    await vi.waitFor(() => expect(runState()).toBe('done'), { timeout: 120_000, interval: 100 });
    expect(told).toMatchObject([{ uri: 'file:///a.ts', functionName: 'f', digest: 'abc' }]);
    expect(told[0]?.sentence).toMatch(/^Measured: it held up the event loop for .* at n = 50,000; .*pool/);
    expect(last()).toMatchObject({ history: [{ medians: [{ label: 'Main thread' }, { label: 'Worker pool' }] }] });

    send({ type: 'fixes' });
    await vi.waitFor(() => expect(fake.executed).toContain('editor.action.quickFix'));
    expect(fake.shown).toEqual([{ uri: 'file:///a.ts', line: 0 }]);
    send({ type: 'export', format: 'markdown' });
    await vi.waitFor(() => expect(fake.saved.get('file:///measurement')).toContain('| Main thread |'));

    await run('unblock.measure', { ...ownCode, source, input: '[n]', size: 100_000, origin });
    expect(last()).toMatchObject({
      subject: { input: '[n + 1]', setup: 'const a = 1;', sizes: [50_000], hasPlace: true },
    });
  }, 150_000);

  it('survives messages that are none and scenarios that do not exist', async () => {
    await run('unblock.measure', { kind: 'scenario', id: 'waiting' });
    for (const junk of [null, 1, {}, { version: 2 }, { version: 9, type: 'ready' }]) view().receive(junk);
    expect(view().posted).toEqual([]);
    host.openBenchmarkPanel(context, () => undefined, { kind: 'scenario', id: 'none' });
    expect(fake.questions[0]).toContain('no such benchmark scenario');
  });
});
