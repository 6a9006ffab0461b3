import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CodeAction, Hover } from 'vscode-languageserver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PING } from '../../../src/protocol/server.ts';
import { bundle, startClient, temporaryFolder } from './spawned.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let script: string;
let page: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  page = pathToFileURL(join(folder.path, 'media/rules/blocking-call.md')).href;
  await mkdir(join(folder.path, 'media/rules'), { recursive: true });
  await writeFile(fileURLToPath(page), '# Blocking call\n');
  script = await bundle('test/unit/server/fake-server.ts', folder.path);
});
afterAll(() => folder[Symbol.asyncDispose]());

const uri = 'file:///nowhere/a.ts';
const open = (text: string, of = uri) => ({
  textDocument: { uri: of, languageId: 'typescript', version: 1, text },
});
const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const context = { diagnostics: [] };

test('speaks with an editor from hello to goodbye', async () => {
  await using client = await startClient(script, { initializationOptions: { extensionRoot: folder.path } });
  const { connection } = client;

  await connection.sendNotification('textDocument/didOpen', open('SLOW();\r\n'));
  expect((await client.diagnostics(uri, 1)).diagnostics).toMatchObject([
    { code: 'unblock/blocking-call', codeDescription: { href: page } },
  ]);

  const at = { line: 1, character: 0 };
  const contentChanges = [{ range: { start: at, end: at }, text: 'SLOW();\r\n' }];
  await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges });
  expect((await client.diagnostics(uri, 2)).diagnostics.map(({ range }) => range.start)).toEqual([
    { line: 0, character: 0 },
    { line: 1, character: 0 },
  ]);

  const range = { start: at, end: at };
  const actions: CodeAction[] = await connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context,
  });
  expect(actions.map(({ title }) => title)).toEqual([
    'Use FAST',
    'Use something else',
    'Disable unblock/blocking-call for this line',
    'Disable unblock/blocking-call for this file',
  ]);
  expect(actions[0]?.edit?.documentChanges).toEqual([
    {
      textDocument: { uri, version: 2 },
      edits: [{ range: { start: at, end: { line: 1, character: 4 } }, newText: 'FAST' }],
    },
  ]);

  const all: CodeAction[] = await connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: everything,
    context: { ...context, only: ['source.fixAll'] },
  });
  expect(all).toMatchObject([{ kind: 'source.fixAll.unblock' }]);

  const hover: Hover | null = await connection.sendRequest('textDocument/hover', {
    textDocument: { uri },
    position: at,
  });
  expect(hover).toMatchObject({
    contents: {
      kind: 'markdown',
      value: expect.stringMatching(/It blocks[^]*\[More about this rule\]\(file:/) as unknown,
    },
  });
  expect(await connection.sendRequest(PING)).toBeNull();

  await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  expect((await client.diagnostics(uri, undefined)).diagnostics).toEqual([]);

  await connection.sendRequest('shutdown');
  const exit = once(client.process, 'exit');
  await connection.sendNotification('exit');
  expect(await exit).toEqual([0, null]);
});

test('a file that makes the engine fail leaves the server and the other files alone', async () => {
  await using client = await startClient(script);
  const other = 'file:///nowhere/b.ts';
  await client.connection.sendNotification('textDocument/didOpen', open('THROW'));
  await client.connection.sendNotification('textDocument/didOpen', open('SLOW', other));
  expect((await client.diagnostics(other, 1)).diagnostics).toHaveLength(1);
  expect(await client.connection.sendRequest(PING)).toBeNull();
  expect(client.statuses.at(-1)).toMatchObject({ state: 'problem', message: 'Could not analyse a.ts: half a thought' });
});

test('a document without a telling name is known by its language', async () => {
  await using client = await startClient(script);
  const untitled = 'untitled:Untitled-1';
  await client.connection.sendNotification('textDocument/didOpen', open('SLOW', untitled));
  expect((await client.diagnostics(untitled, 1)).diagnostics).toHaveLength(1);
});

test('settings that are told, not asked for, count at once', async () => {
  await using client = await startClient(script, { initializationOptions: { settings: { enable: false } } });
  await client.connection.sendNotification('textDocument/didOpen', open('SLOW'));
  expect((await client.diagnostics(uri, 1)).diagnostics).toEqual([]);
  const before = client.published.length;
  await client.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { unblock: { enable: true } },
  });
  await expect.poll(() => client.published.slice(before).map(({ diagnostics }) => diagnostics.length)).toEqual([1]);
});

test('the config file of the project counts, and is read again when it changes', async () => {
  await using project = await temporaryFolder();
  await using client = await startClient(script);
  const config = join(project.path, 'unblock.config.json');
  const inside = pathToFileURL(join(project.path, 'a.ts')).href;
  await writeFile(config, '{ "enable": false }');
  await client.connection.sendNotification('textDocument/didOpen', open('SLOW', inside));
  expect((await client.diagnostics(inside, 1)).diagnostics).toEqual([]);
  await writeFile(config, '{ "enable": yes }');
  const changes = [{ uri: pathToFileURL(config).href, type: 2 }];
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  await expect.poll(() => client.published.at(-1)?.diagnostics.length).toBe(1);
  await expect.poll(() => client.statuses.at(-1)).toMatchObject({ state: 'problem' });
  expect(client.statuses.at(-1)?.message).toContain('unblock.config.json:1:');
});

test('a killed server is noticed by whoever speaks with it', async () => {
  await using client = await startClient(script);
  const closed = new Promise<void>((resolve) => client.connection.onClose(() => resolve()));
  client.process.kill('SIGKILL');
  await closed;
});
