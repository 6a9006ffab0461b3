import { PassThrough } from 'node:stream';
import type { CodeAction, Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { beforeAll, expect, test } from 'vitest';
import * as engine from '../../../src/engine/analyze.ts';
import { hoverMarkdown } from '../../../src/engine/hover.ts';
import { measurableFunctions, measuredFunction, measureRequest } from '../../../src/engine/measure.ts';
import { remediesFor } from '../../../src/engine/remedies.ts';
import { suppressionEdits } from '../../../src/engine/suppression-edits.ts';
import { serve } from '../../../src/server/serve.ts';
import { startPython } from '../../python.ts';

beforeAll(startPython);

interface Server {
  readonly connection: ProtocolConnection;
  /** What is shown for this version of a document, as soon as it is. */
  diagnosticsOf(uri: string, version: number): Promise<Diagnostic[]>;
}

/** A server in this process, with the real engine. */
async function startServer(): Promise<Server> {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const own = createConnection(ProposedFeatures.all, new StreamMessageReader(there), new StreamMessageWriter(back));
  const readFacts = (path: string, text: string) => engine.readFacts(path, text).facts;
  const others = {
    hoverMarkdown,
    measurableFunctions,
    measuredFunction,
    measureRequest,
    remediesFor,
    suppressionEdits,
  };
  serve(own, { ...engine, ...others, readFacts, prepare: startPython });
  const connection = createProtocolConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
  const published: PublishDiagnosticsParams[] = [];
  let wake = (): void => undefined;
  connection.onNotification('textDocument/publishDiagnostics', (next: PublishDiagnosticsParams) => {
    published.push(next);
    wake();
  });
  connection.listen();
  const capabilities = { workspace: { workspaceEdit: { documentChanges: true } } };
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    async diagnosticsOf(uri, version) {
      for (;;) {
        const found = published.find((each) => each.uri === uri && each.version === version);
        if (found) return found.diagnostics;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

test('the cells of a notebook know each other, and are cured one by one', async () => {
  const server = await startServer();
  const { connection } = server;
  const notebook = 'file:///nowhere/analysis.ipynb';
  const cell = (id: string): string => `vscode-notebook-cell:/nowhere/analysis.ipynb#${id}`;
  const texts = [
    ['a', '%matplotlib inline\nimport asyncio\nimport time\nasync def save(): ...'],
    ['b', 'async def load():\n    await asyncio.sleep(1)\n    time.sleep(1)'],
    ['c', 'asyncio.run(save())'],
  ] as const;
  await connection.sendNotification('notebookDocument/didOpen', {
    notebookDocument: {
      uri: notebook,
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: texts.map(([id]) => ({ kind: 2, document: cell(id) })),
    },
    cellTextDocuments: texts.map(([id, code]) => ({ uri: cell(id), languageId: 'python', version: 1, text: code })),
  });
  expect(await server.diagnosticsOf(cell('b'), 1)).toMatchObject([
    { code: 'unblock/blocking-call', range: { start: { line: 2, character: 4 } } },
  ]);
  const diagnostics = await server.diagnosticsOf(cell('c'), 1);
  expect(diagnostics).toMatchObject([
    { code: 'unblock/event-loop-misuse', range: { start: { line: 0, character: 0 } } },
  ]);
  const [first]: CodeAction[] = await connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: cell('c') },
    range: diagnostics[0]?.range,
    context: { diagnostics },
  });
  expect(first?.edit?.documentChanges).toEqual([
    {
      textDocument: { uri: cell('c'), version: 1 },
      edits: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 12 } }, newText: 'await ' },
        { range: { start: { line: 0, character: 18 }, end: { line: 0, character: 19 } }, newText: '' },
      ],
    },
  ]);
  await connection.sendNotification('notebookDocument/didChange', {
    notebookDocument: { uri: notebook, version: 2 },
    change: {
      cells: {
        textContent: [{ document: { uri: cell('c'), version: 2 }, changes: [{ text: 'await save()' }] }],
      },
    },
  });
  expect(await server.diagnosticsOf(cell('c'), 2)).toEqual([]);
});
