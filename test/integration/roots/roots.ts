import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { rule } from '../expected.ts';
import { fileUri, removeFromDisk, writeOnDisk } from '../files.ts';
import { closeAll, findingOf, open } from '../helpers.ts';
import { clearScan, problemsAre, scan } from '../scanning.ts';

const handler = `import express from 'express';
import { page } from './page';

express().get('/', (request, response) => {
  response.send(page());
});
`;

const page = `import { readFileSync } from 'node:fs';

export function page() {
  return readFileSync('page.html', 'utf8');
}
`;

function root(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.find((each) => each.name === name);
  assert.ok(folder, `There is a folder ${name}.`);
  return folder.uri;
}

const sample = {
  'src/invoices.ts': [rule.call],
  'src/prices.ts': [rule.fanOut, rule.fanOut],
  'src/primes.ts': [rule.loop],
  'src/status.ts': [rule.call, rule.call],
};

describe('in a workspace of several folders', () => {
  before(async () => {
    await writeOnDisk('server.ts', handler, root('worker'));
    await writeOnDisk('page.ts', page, root('worker'));
    await open('src/app.ts');
  });
  afterEach(closeAll);

  it('all are scanned, each with its own config', async () => {
    const summary = await scan();
    assert.equal(summary.state, 'done');
    await problemsAre({ ...sample, 'worker/server.ts': [rule.call] });
    await writeOnDisk('unblock.config.json', '{ "enable": false }', root('worker'));
    await problemsAre(sample);
    await removeFromDisk('unblock.config.json', root('worker'));
    await problemsAre({ ...sample, 'worker/server.ts': [rule.call] });
  });

  it('a file is seen with those of its folder', async () => {
    const uri = fileUri('server.ts', root('worker'));
    await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
    const document = await vscode.workspace.openTextDocument(uri);
    const { relatedInformation, severity } = await findingOf(document, rule.call);
    assert.equal(severity, vscode.DiagnosticSeverity.Warning);
    assert.match(relatedInformation?.at(-1)?.location.uri.path ?? '', /\/worker\/page\.ts$/);
  });

  it('folders come and go', async () => {
    const added = vscode.Uri.joinPath(root('worker'), '..', 'late');
    await writeOnDisk('server.ts', handler, added);
    await writeOnDisk('page.ts', page, added);
    const folders = vscode.workspace.workspaceFolders ?? [];
    assert.ok(vscode.workspace.updateWorkspaceFolders(folders.length, 0, { uri: added, name: 'late' }));
    await problemsAre({ ...sample, 'worker/server.ts': [rule.call], 'late/server.ts': [rule.call] });
    assert.ok(vscode.workspace.updateWorkspaceFolders(folders.length, 1));
    await problemsAre({ ...sample, 'worker/server.ts': [rule.call] });
  });

  it('a folder may go while it is read', async () => {
    for (let index = 0; index < 100; index++) await writeOnDisk(`many/file-${index}.ts`, page, root('worker'));
    await vscode.commands.executeCommand('unblock.indexWorkspace');
    await removeFromDisk('.', root('worker'));
    await problemsAre(sample);
    const summary = await scan();
    assert.match(summary.message, /The folder \S+worker is not there\./);
    await writeOnDisk('server.ts', handler, root('worker'));
    await writeOnDisk('page.ts', page, root('worker'));
    await problemsAre({ ...sample, 'worker/server.ts': [rule.call] });
  });

  it('folders that lie elsewhere than on disk are left alone, and their open files are analysed', async () => {
    const provider = memory({ '/a.ts': Buffer.from(page.replace('export function', 'export async function')) });
    const registered = vscode.workspace.registerFileSystemProvider('vscode-vfs', provider);
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('vscode-vfs://memory/a.ts'));
      await vscode.window.showTextDocument(document, { preview: false });
      await findingOf(document, rule.call);
      const summary = await scan();
      assert.equal(summary.state, 'done');
    } finally {
      await closeAll();
      registered.dispose();
    }
    await clearScan();
  });
});

/** A file system of these files that nobody changes. */
function memory(files: Readonly<Record<string, Uint8Array>>): vscode.FileSystemProvider {
  const never = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat({ path }) {
      const file = files[path];
      if (!file) throw vscode.FileSystemError.FileNotFound(path);
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: file.length };
    },
    readDirectory: () => Object.keys(files).map((path) => [path.slice(1), vscode.FileType.File]),
    readFile({ path }) {
      const file = files[path];
      if (!file) throw vscode.FileSystemError.FileNotFound(path);
      return file;
    },
    createDirectory: never,
    writeFile: never,
    delete: never,
    rename: never,
  };
}
