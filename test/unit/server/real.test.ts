import type { CodeAction } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { bundle, startClient, temporaryFolder } from './spawned.ts';

const uri = 'file:///nowhere/handler.ts';
const text = `import { readFileSync } from 'node:fs';

export async function load(path: string): Promise<string> {
  return readFileSync(path, 'utf8');
}
`;

test('the server that is shipped finds, cures and is content', async () => {
  await using folder = await temporaryFolder();
  await using client = await startClient(await bundle('src/server/main.ts', folder.path));
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
