import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { actionNamed, actionsAt, apply, closeAll, findingOf, waitFor, workspaceFolder } from '../helpers.ts';

const cells = ['%matplotlib inline\nimport asyncio', 'async def save():\n    return 1', 'asyncio.run(save())'];

/** A notebook as Jupyter writes it. */
const notebook = {
  cells: cells.map((text) => ({
    cell_type: 'code',
    metadata: {},
    execution_count: null,
    outputs: [],
    source: text.split(/(?<=\n)/),
  })),
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

describe('a notebook', () => {
  afterEach(closeAll);

  it('shows in each cell what is wrong there, and mends it', async () => {
    const uri = vscode.Uri.joinPath(workspaceFolder(), `src/case-${randomUUID().slice(0, 8)}.ipynb`);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(JSON.stringify(notebook)));
    await vscode.commands.executeCommand('vscode.openWith', uri, 'jupyter-notebook');
    const open = await waitFor(
      () => vscode.workspace.notebookDocuments.find((each) => each.uri.toString() === uri.toString()),
      'the notebook',
    );
    const last = open.cellAt(2).document;
    const { range } = await findingOf(last, 'unblock/event-loop-misuse');
    const action = actionNamed(await actionsAt(last, range), 'Await it in the loop that runs, without `asyncio.run`');
    await apply(action);
    assert.equal(last.getText(), 'await save()');
    await waitFor(() => vscode.languages.getDiagnostics(last.uri).length === 0, 'the cell without findings');
  });
});
