import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { temporaryFolder } from '../unit/workspace/folder.ts';
import { bundleCommandLine } from './unblock.ts';

const { script, unblock } = await bundleCommandLine('test/cli/fake/main.ts');

test('unblock lsp says when the server is missing', async () => {
  const { code, err } = await unblock(temporaryFolder({}), ['lsp']);
  expect(err).toMatch(/^unblock: The language server is missing from this installation: /);
  expect(code).toBe(2);
});

test('unblock lsp is the language server, from the first word to goodbye', async () => {
  await build({
    entryPoints: ['src/server/main.ts'],
    outfile: join(dirname(script), 'server.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    logLevel: 'error',
  });
  const child = spawn(process.execPath, [script, 'lsp']);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const ended = new Promise((resolve) => child.on('close', resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  // A server that dies would leave the request without an answer for ever.
  const died = ended.then((code) => Promise.reject(new Error(`It ended with ${String(code)}: ${complaints}`)));
  died.catch(() => undefined);
  const request = connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  const answer: unknown = await Promise.race([request, died]);
  expect(answer).toMatchObject({ serverInfo: { name: 'unblock' } });
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});
