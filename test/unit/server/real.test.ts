import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction } from 'vscode-languageserver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ScanSummary, ServerCommand } from '../../../src/protocol/server.ts';
import { bundle, startClient, temporaryFolder } from './spawned.ts';

const uri = 'file:///nowhere/handler.ts';
const text = `import { readFileSync } from 'node:fs';

export async function load(path: string): Promise<string> {
  return readFileSync(path, 'utf8');
}
`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let script: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  script = await bundle('src/server/main.ts', folder.path);
}, 60_000);
afterAll(() => folder[Symbol.asyncDispose]());

test('the server that is shipped finds, cures and is content', async () => {
  await using client = await startClient(script);
  const { connection } = client;
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'typescript', version: 1, text },
  });
  const { diagnostics } = await client.diagnostics(uri, 1);
  expect(diagnostics).toMatchObject([{ code: 'unblock/blocking-call', range: { start: { line: 3, character: 9 } } }]);

  const [first]: CodeAction[] = await connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: diagnostics[0]?.range,
    context: { diagnostics },
  });
  const [change] = first?.edit?.documentChanges ?? [];
  const edits = change && 'edits' in change ? change.edits : [];
  // Last one first, so that the positions of the others still hold.
  const contentChanges = edits
    .map((edit) => ({ range: edit.range, text: 'newText' in edit ? edit.newText : '' }))
    .sort((a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character);
  expect(contentChanges).not.toEqual([]);
  await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges });
  expect((await client.diagnostics(uri, 2)).diagnostics).toEqual([]);
});

const page = `import { readFileSync } from 'node:fs';

export function page(): string {
  return readFileSync('page.html', 'utf8');
}
`;

const handler = `import express from 'express';
import { page } from './page';

express().get('/', (request, response) => {
  response.send(page());
});
`;

test('a scan follows calls from file to file, and says that a parser is missing', async () => {
  await using project = await temporaryFolder();
  await mkdir(join(project.path, 'src'));
  await writeFile(join(project.path, 'src/page.ts'), page);
  await writeFile(join(project.path, 'src/server.ts'), handler);
  // The bundle stands alone: the parser for Python is not beside it.
  await writeFile(join(project.path, 'src/a.py'), 'import time\n');
  await using client = await startClient(script, {
    workspaceFolders: [{ uri: pathToFileURL(project.path).href, name: 'project' }],
  });
  const { connection } = client;
  const scan = (): Promise<ScanSummary> =>
    connection.sendRequest('workspace/executeCommand', { command: ServerCommand.scan });
  expect(await scan()).toMatchObject({
    findings: 1,
    message: '1 finding in 1 file; 2 files scanned. 1 file left out: 1 without a parser.',
  });
  const server = pathToFileURL(join(project.path, 'src/server.ts')).href;
  const { diagnostics } = await client.diagnostics(server, undefined);
  expect(diagnostics).toMatchObject([{ range: { start: { line: 4 } } }]);
  expect(diagnostics[0]?.relatedInformation?.at(-1)?.location).toMatchObject({
    uri: pathToFileURL(join(project.path, 'src/page.ts')).href,
    range: { start: { line: 3 } },
  });

  // An edit of one file that changes what is found in the other.
  const uri = pathToFileURL(join(project.path, 'src/page.ts')).href;
  const textDocument = { uri, languageId: 'typescript', version: 1, text: page };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  const calm = page.replace("readFileSync('page.html', 'utf8')", "'page'");
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: calm }],
  });
  await expect
    .poll(() => client.published.filter((each) => each.uri === server).at(-1)?.diagnostics, { timeout: 20_000 })
    .toEqual([]);
}, 60_000);
