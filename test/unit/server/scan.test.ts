import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type IndexStatus,
  INDEX_STATUS,
  isIndexStatus,
  isScanSummary,
  ServerCommand,
} from '../../../src/protocol/server.ts';
import { bundle, type Client, startClient, temporaryFolder } from './spawned.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let script: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  script = await bundle('test/unit/server/fake-server.ts', folder.path);
});
afterAll(() => folder[Symbol.asyncDispose]());

interface Workspace extends AsyncDisposable {
  readonly root: string;
  readonly client: Client;
  readonly indexes: readonly IndexStatus[];
  uri(name: string): string;
  write(name: string, text: string | Uint8Array, type?: 1 | 2): Promise<void>;
  remove(name: string): Promise<void>;
  open(name: string, text: string): Promise<void>;
  close(name: string): Promise<void>;
  run(command: string): Promise<unknown>;
  /** How many findings the editor shows, by file. */
  shown(): Record<string, number>;
}

async function workspace(files: Record<string, string | Uint8Array>, settings?: unknown): Promise<Workspace> {
  const project = await temporaryFolder();
  const put = async (name: string, text: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(project.path, name)), { recursive: true });
    await writeFile(join(project.path, name), text);
  };
  for (const [name, text] of Object.entries(files)) await put(name, text);
  const indexes: IndexStatus[] = [];
  const client = await startClient(script, {
    workspaceFolders: [{ uri: pathToFileURL(project.path).href, name: 'project' }],
    initializationOptions: { settings },
  });
  client.connection.onNotification(INDEX_STATUS, (status) => {
    if (isIndexStatus(status)) indexes.push(status);
  });
  const uri = (name: string): string => pathToFileURL(join(project.path, name)).href;
  const tell = (name: string, type: number): Promise<void> =>
    client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(name), type }] });
  return {
    root: project.path,
    client,
    indexes,
    uri,
    async write(name, text, type = 2) {
      await put(name, text);
      await tell(name, type);
    },
    async remove(name) {
      await rm(join(project.path, name), { recursive: true });
      await tell(name, 3);
    },
    open: (name, text) =>
      client.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(name), languageId: 'typescript', version: 1, text },
      }),
    close: (name) => client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(name) } }),
    run: (command) => client.connection.sendRequest('workspace/executeCommand', { command }),
    shown() {
      const last = new Map(client.published.map(({ uri, diagnostics }) => [uri, diagnostics.length]));
      const prefix = `${pathToFileURL(project.path).href}/`;
      return Object.fromEntries(
        [...last].flatMap(([each, n]) => (n > 0 && each.startsWith(prefix) ? [[each.slice(prefix.length), n]] : [])),
      );
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await project[Symbol.asyncDispose]();
    },
  };
}

describe('a scan of the workspace', () => {
  test('shows the findings of files that nobody has opened, and takes them back', async () => {
    await using project = await workspace({ 'a.ts': 'SLOW', 'src/b.ts': 'SLOW SLOW', 'c.ts': '' });
    const summary = await project.run(ServerCommand.scan);
    expect(isScanSummary(summary)).toBe(true);
    expect(summary).toMatchObject({
      state: 'done',
      findings: 3,
      filesWithFindings: 2,
      files: 3,
      message: '3 findings in 2 files; 3 files scanned.',
    });
    expect(project.shown()).toEqual({ 'a.ts': 1, 'src/b.ts': 2 });
    await project.run(ServerCommand.clearScan);
    expect(project.shown()).toEqual({});
  });

  test('says what was left out, and why', async () => {
    await using project = await workspace({
      'large.js': `SLOW${' '.repeat(2_200_000)}`,
      'binary.js': new Uint8Array([1, 0, 2]),
      'fails.ts': 'THROW',
      'a.ts': 'SLOW',
    });
    expect(await project.run(ServerCommand.scan)).toMatchObject({
      files: 1,
      leftOut: 3,
      message:
        '1 finding in 1 file; 1 file scanned. 3 files left out: 1 too large, 1 binary, 1 on which Unblock itself failed.',
    });
  });

  test('says where a rule failed, and shows what the others found', async () => {
    await using project = await workspace({ 'a.ts': 'SLOW FAULT', 'b.ts': 'FAULT', 'c.ts': '' });
    expect(await project.run(ServerCommand.scan)).toMatchObject({
      files: 3,
      leftOut: 0,
      message: '1 finding in 1 file; 3 files scanned. A rule of Unblock itself failed in 2 files.',
    });
    expect(project.shown()).toEqual({ 'a.ts': 1 });
  });

  test('leaves what is open to the editor, and takes it over again when it is closed', async () => {
    await using project = await workspace({ 'a.ts': 'SLOW' });
    await project.open('a.ts', 'SLOW SLOW SLOW');
    await project.client.diagnostics(project.uri('a.ts'), 1);
    expect(await project.run(ServerCommand.scan)).toMatchObject({ findings: 3 });
    expect(project.client.published).toHaveLength(1);
    await project.close('a.ts');
    // What was typed and not saved does not count any more.
    await expect.poll(() => project.shown()).toEqual({ 'a.ts': 1 });
  });

  test('follows what happens on disk', async () => {
    await using project = await workspace({ 'a.ts': 'SLOW', 'src/b.ts': 'SLOW' });
    await project.run(ServerCommand.scan);
    await project.write('a.ts', 'SLOW SLOW');
    await project.write('src/c.ts', 'SLOW', 1);
    await expect.poll(() => project.shown(), { timeout: 10_000 }).toEqual({ 'a.ts': 2, 'src/b.ts': 1, 'src/c.ts': 1 });
    await project.remove('src');
    await expect.poll(() => project.shown(), { timeout: 10_000 }).toEqual({ 'a.ts': 2 });
    await project.write('.gitignore', 'a.ts\n', 1);
    await expect.poll(() => project.shown(), { timeout: 10_000 }).toEqual({});
  });

  test('sees no more files than allowed, and says so', async () => {
    const settings = { index: { maxFiles: 2 }, exclude: ['**/vendor'] };
    await using project = await workspace({ 'a.ts': 'SLOW', 'b.ts': '', 'c.ts': 'SLOW', 'vendor/d.ts': '' }, settings);
    const summary = await project.run(ServerCommand.scan);
    expect(summary).toMatchObject({ findings: 1, files: 2 });
    expect((summary as { message: string }).message).toMatch(
      /Only 2 of 3 files of \S+ were scanned: raise `unblock\.index\.maxFiles` or exclude folders\.$/,
    );
    expect(project.indexes.at(-1)).toMatchObject({ state: 'limited', wayOut: 'settings' });
  });

  test('follows the settings', async () => {
    await using project = await workspace({ 'a.ts': 'SLOW', 'b.ts': 'SLOW' });
    await project.run(ServerCommand.scan);
    await project.client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { unblock: { exclude: ['b.ts'] } },
    });
    await expect.poll(() => project.shown(), { timeout: 10_000 }).toEqual({ 'a.ts': 1 });
  });

  test('begins by itself where a person wants that', async () => {
    await using project = await workspace({ 'a.ts': 'SLOW' }, { scanOnStart: true });
    await expect.poll(() => project.shown()).toEqual({ 'a.ts': 1 });
  });
});

describe('the index', () => {
  test('tells how far it is, and when it is ready', async () => {
    await using project = await workspace({ 'a.ts': '', 'b.ts': '' });
    await expect.poll(() => project.indexes.at(-1)).toMatchObject({ state: 'ready', total: 2 });
    expect(project.indexes[0]).toMatchObject({ state: 'indexing' });
  });

  test('is off where a person does not want it, and says how to have it', async () => {
    await using project = await workspace({ 'a.ts': '' }, { index: { enable: false } });
    await expect.poll(() => project.indexes.at(-1)).toMatchObject({ state: 'off', wayOut: 'settings' });
  });

  test('says so when its folder is gone, and comes back with it', async () => {
    await using project = await workspace({ 'a.ts': '' });
    await expect.poll(() => project.indexes.at(-1)?.state).toBe('ready');
    await project.remove('');
    await expect.poll(() => project.indexes.at(-1), { timeout: 10_000 }).toMatchObject({ state: 'off' });
    expect(project.indexes.at(-1)?.message).toContain('is not there');
    await project.write('a.ts', '', 1);
    await expect.poll(() => project.indexes.at(-1), { timeout: 10_000 }).toMatchObject({ state: 'ready', total: 1 });
  });

  test('takes folders in and lets them go while it runs', async () => {
    await using project = await workspace({ 'a.ts': 'SLOW' });
    await using other = await temporaryFolder();
    await writeFile(join(other.path, 'b.ts'), 'SLOW SLOW');
    await project.run(ServerCommand.scan);
    const change = (added: string[], removed: string[]): Promise<void> =>
      project.client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: {
          added: added.map((path) => ({ uri: pathToFileURL(path).href, name: 'x' })),
          removed: removed.map((path) => ({ uri: pathToFileURL(path).href, name: 'x' })),
        },
      });
    const total = (): number =>
      [...new Map(project.client.published.map((each) => [each.uri, each.diagnostics.length])).values()].reduce(
        (all, each) => all + each,
        0,
      );
    await change([other.path], []);
    await expect.poll(total, { timeout: 10_000 }).toBe(3);
    await change([], [project.root]);
    await expect.poll(total, { timeout: 10_000 }).toBe(2);
    expect(project.shown()).toEqual({});
  });

  test('is off without a folder', async () => {
    await using client = await startClient(script);
    const indexes: unknown[] = [];
    client.connection.onNotification(INDEX_STATUS, (status) => void indexes.push(status));
    await expect
      .poll(() => indexes.at(-1))
      .toMatchObject({ state: 'off', message: 'There is no folder on disk to read.' });
    expect(
      await client.connection.sendRequest('workspace/executeCommand', { command: ServerCommand.scan }),
    ).toMatchObject({
      state: 'done',
      message: 'There is no JavaScript, TypeScript or Python file to scan.',
    });
  });
});
