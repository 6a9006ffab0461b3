import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { rule, title } from '../expected.ts';
import {
  actionNamed,
  actionsAt,
  apply,
  closeAll,
  findingOf,
  findingsOf,
  openNew,
  waitFor,
  workspaceFolder,
} from '../helpers.ts';

const blocking = `import { readFileSync } from 'node:fs';

export async function load(path: string) {
  return readFileSync(path, 'utf8');
}
`;

const awaited = `import { readFile } from 'node:fs/promises';

export async function load(path: string) {
  return await readFile(path, 'utf8');
}
`;

const fanOut = `export async function prices(ids: string[]) {
  return Promise.all(ids.map(async (id) => fetch(id)));
}
`;

const loop = `import express from 'express';

export function countPrimes(limit: number): number {
  let count = 0;
  for (let candidate = 2; candidate <= limit; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) {
      if (candidate % divisor === 0) prime = false;
    }
    if (prime) count++;
  }
  return count;
}

export const app = express();

app.get('/primes/:limit', async (request, response) => {
  response.json(countPrimes(Number(request.params.limit)));
});
`;

describe('quick fixes', () => {
  afterEach(closeAll);

  it('offer the cure first, then measuring, explaining and keeping quiet', async () => {
    const { document } = await openNew(blocking);
    const finding = await findingOf(document, rule.call);
    const actions = await actionsAt(document, finding.range);
    assert.deepEqual(
      actions.map((action) => action.title).filter((each) => each !== title.measure),
      [title.awaitReadFile, title.explain(rule.call), title.disableLine(rule.call), title.disableFile(rule.call)],
    );
    for (const action of actions) {
      assert.equal(action.kind?.value, vscode.CodeActionKind.QuickFix.value);
      // A suggestion changes what the code does: it is never done without being asked for.
      assert.notEqual(action.isPreferred, true, action.title);
    }
  });

  it('await the twin of a blocking call; one undo takes it back', async () => {
    const { document } = await openNew(blocking);
    const { range } = await findingOf(document, rule.call);
    await apply(actionNamed(await actionsAt(document, range), title.awaitReadFile));
    assert.equal(document.getText(), awaited);
    await findingsOf(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), blocking);
    await findingOf(document, rule.call);
  });

  it('limit a fan-out; one undo takes it back', async () => {
    const { document } = await openNew(fanOut);
    const { range } = await findingOf(document, rule.fanOut);
    await apply(actionNamed(await actionsAt(document, range), title.limit));
    assert.match(document.getText(), /^import pLimit from 'p-limit';\n/);
    assert.match(document.getText(), /const limit = pLimit\(10\);/);
    assert.match(document.getText(), /ids\.map\(\(id\) => limit\(async \(\) => fetch\(id\)\)\)/);
    await findingsOf(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), fanOut);
  });

  it('move a long computation to a file of its own that a pool of workers runs', async () => {
    const { document } = await openNew(loop);
    const { range } = await findingOf(document, rule.loop);
    const action = actionNamed(await actionsAt(document, range), title.worker('countPrimes'));
    await apply(action);
    assert.match(document.getText(), /import \{ Piscina \} from 'piscina';/);
    assert.match(document.getText(), /await countPrimesPool\.run\(Number\(request\.params\.limit\)\)/);
    const created = (action.edit?.entries() ?? []).map(([uri]) => uri).find(({ path }) => path.includes('worker'));
    assert.ok(created, 'The edit names the new file.');
    const worker = await vscode.workspace.openTextDocument(created);
    assert.match(worker.getText(), /export default countPrimes;/);
    await findingsOf(document);
  });

  it('keep quiet about one line, or about a file, and know what is silenced', async () => {
    for (const wanted of [title.disableLine(rule.call), title.disableFile(rule.call)]) {
      const { document } = await openNew(blocking);
      const { range } = await findingOf(document, rule.call);
      await apply(actionNamed(await actionsAt(document, range), wanted));
      assert.match(document.getText(), /unblock-ignore/);
      await findingsOf(document);
    }
  });

  it('explain a rule with its page', async () => {
    const { document } = await openNew(blocking);
    const { range } = await findingOf(document, rule.call);
    await apply(actionNamed(await actionsAt(document, range), title.explain(rule.call)));
    await waitFor(
      () =>
        vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label.includes('blocking-call')),
      'the page of the rule',
    );
  });

  it('are none where nothing is found', async () => {
    const { document } = await openNew(awaited);
    await findingsOf(document);
    const actions = await actionsAt(document, new vscode.Range(0, 0, document.lineCount, 0));
    assert.deepEqual(
      actions.map((action) => action.title),
      [],
    );
  });

  it('of fix-all never include a suggestion', async () => {
    const { document } = await openNew(blocking);
    const { range } = await findingOf(document, rule.call);
    const kind = vscode.CodeActionKind.SourceFixAll.value;
    const all = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      kind,
      100,
    );
    for (const action of all.filter((each) => each.kind?.value.includes('unblock'))) await apply(action);
    assert.equal(document.getText(), blocking);
  });

  it('of fix-all take what is safe, in one step that one undo takes back', async () => {
    const silenced = `// unblock-ignore-file -- of old\n${awaited}// unblock-ignore-next-line -- of old\nload('a');\n`;
    const { document } = await openNew(silenced);
    await findingsOf(document, 'unblock/unused-suppression', 'unblock/unused-suppression');
    const [all] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(0, 0, 0, 0),
      vscode.CodeActionKind.SourceFixAll.append('unblock').value,
      100,
    );
    assert.ok(all, 'There is a safe fix.');
    await apply(all);
    assert.equal(document.getText(), `${awaited}load('a');\n`);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), silenced);
  });

  it('install what they need in a terminal that one sees, once one has agreed', async () => {
    const before = vscode.window.terminals.length;
    // By a package manager that hardly any test machine has: nothing is to be downloaded here.
    const request = { packages: ['piscina'], manager: 'bun', folder: workspaceFolder().fsPath, isRoot: false };
    await vscode.commands.executeCommand('unblock.install', { ...request, packages: ['a; touch b'] });
    await vscode.commands.executeCommand('unblock.install', request);
    assert.equal(vscode.window.terminals.length, before, 'Nothing runs before the person has agreed.');
    const terminal = await waitFor(async () => {
      await vscode.commands.executeCommand('notification.acceptPrimaryAction');
      return vscode.window.terminals.find(({ name }) => name === 'Unblock: install');
    }, 'the terminal');
    await waitFor(() => vscode.window.activeTerminal === terminal, 'the terminal before the person’s eyes');
    terminal.dispose();
  });
});
