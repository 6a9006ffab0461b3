import { strict as assert } from 'node:assert';
import { rename } from 'node:fs/promises';
import * as vscode from 'vscode';
import { rule } from '../expected.ts';
import { fileUri, removeFromDisk, writeOnDisk } from '../files.ts';
import { closeAll, findings, findingsOf, open } from '../helpers.ts';
import { clearScan, problemsAre, scan } from '../scanning.ts';

/** What the sample promises, all of it. */
const sample = {
  'src/invoices.ts': [rule.call],
  'src/prices.ts': [rule.fanOut, rule.fanOut],
  'src/primes.ts': [rule.loop],
  'src/status.ts': [rule.call, rule.call],
};

const blocking = `import { readFileSync } from 'node:fs';

export async function load(path: string) {
  return readFileSync(path, 'utf8');
}
`;

describe('scanning the workspace', () => {
  // What earlier suites have made.
  before(async () => {
    await closeAll();
    for (const uri of await vscode.workspace.findFiles('src/case-*')) await vscode.workspace.fs.delete(uri);
  });
  afterEach(async () => {
    await closeAll();
    await clearScan();
  });
  after(async () => {
    for (const path of ['src/made.ts', 'src/deep', 'src/moved', 'src/bundle.js', '.gitignore'])
      await removeFromDisk(path);
  });

  it('shows what is in files that nobody has opened, and takes it back', async () => {
    const summary = await scan();
    assert.equal(summary.state, 'done');
    assert.equal(summary.findings, 6, summary.message);
    assert.match(summary.message, /^6 findings in 4 files; \d+ files scanned\.$/);
    await problemsAre(sample);
    const related = findings(fileUri('src/status.ts')).map(
      ({ relatedInformation }) => relatedInformation?.[0]?.location,
    );
    for (const location of related) {
      assert.ok(location);
      const text = (await vscode.workspace.openTextDocument(location.uri)).lineAt(location.range.start).text;
      assert.match(text, /await revision\(\)/, 'The way begins where the handler is.');
    }
    await clearScan();
    await problemsAre({});
  });

  it('shows what is in open files once', async () => {
    const { document } = await open('src/prices.ts');
    await findingsOf(document, rule.fanOut, rule.fanOut);
    await scan();
    await problemsAre(sample);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await problemsAre(sample);
    await clearScan();
    await problemsAre({});
  });

  it('follows files that are made, changed, moved and deleted', async () => {
    await scan();
    await writeOnDisk('src/made.ts', blocking);
    await problemsAre({ ...sample, 'src/made.ts': [rule.call] });
    await writeOnDisk('src/made.ts', 'export {};\n');
    await problemsAre(sample);
    await removeFromDisk('src/made.ts');
    await writeOnDisk('src/deep/made.ts', blocking);
    await problemsAre({ ...sample, 'deep/made.ts': [rule.call] });
    await rename(fileUri('src/deep').fsPath, fileUri('src/moved').fsPath);
    await problemsAre({ ...sample, 'moved/made.ts': [rule.call] });
    await removeFromDisk('src/moved');
    await problemsAre(sample);
  });

  it('follows an edit into the files that call what was edited', async () => {
    await writeOnDisk('src/deep/page.ts', "export function page() {\n  return 'page';\n}\n");
    await writeOnDisk(
      'src/deep/server.ts',
      "import express from 'express';\nimport { page } from './page';\n\nexpress().get('/', (request, response) => {\n  response.send(page());\n});\n",
    );
    await scan();
    await problemsAre(sample);
    const editor = await open('src/deep/page.ts');
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), "import { readFileSync } from 'node:fs';\n");
      edit.replace(new vscode.Range(1, 9, 1, 15), "readFileSync('page.html', 'utf8')");
    });
    await problemsAre({ ...sample, 'deep/server.ts': [rule.call] });
    await vscode.commands.executeCommand('undo');
    await problemsAre(sample);
    await closeAll();
    await removeFromDisk('src/deep');
  });

  it('leaves out what git ignores, what the settings exclude, and what is too large, and says the last', async () => {
    await writeOnDisk('src/made.ts', blocking);
    await writeOnDisk('src/deep/made.ts', blocking);
    await writeOnDisk('src/bundle.js', 'a();'.repeat(2_500_000));
    const settings = vscode.workspace.getConfiguration();
    const { Workspace } = vscode.ConfigurationTarget;
    try {
      const summary = await scan();
      assert.match(summary.message, /1 file left out: 1 too large\.$/);
      await problemsAre({ ...sample, 'src/made.ts': [rule.call], 'deep/made.ts': [rule.call] });
      await settings.update('files.exclude', { '**/deep': true }, Workspace);
      await problemsAre({ ...sample, 'src/made.ts': [rule.call] });
      await writeOnDisk('.gitignore', 'made.ts\n');
      await problemsAre(sample);
    } finally {
      await settings.update('files.exclude', undefined, Workspace);
      await removeFromDisk('.gitignore');
    }
    await problemsAre({ ...sample, 'src/made.ts': [rule.call], 'deep/made.ts': [rule.call] });
    for (const path of ['src/made.ts', 'src/deep', 'src/bundle.js']) await removeFromDisk(path);
  });

  it('is stopped and begun again by commands, and goes on without an index', async () => {
    const settings = vscode.workspace.getConfiguration('unblock');
    const { Workspace } = vscode.ConfigurationTarget;
    await open('src/app.ts');
    try {
      await settings.update('index.enable', false, Workspace);
      const summary = await scan();
      assert.match(summary.message, /Turned off in the settings\. Each file is seen by itself\.$/);
      await vscode.commands.executeCommand('unblock.stopIndexing');
    } finally {
      await settings.update('index.enable', undefined, Workspace);
    }
    await vscode.commands.executeCommand('unblock.indexWorkspace');
    await problemsAre(sample);
  });

  it('goes on with the defaults where a config file is broken', async () => {
    await writeOnDisk('unblock.config.json', '{ "enable": no }');
    try {
      await scan();
      await problemsAre(sample);
      await writeOnDisk('unblock.config.json', `{ "rules": { "${rule.fanOut}": "off" } }`);
      await problemsAre(Object.fromEntries(Object.entries(sample).filter(([path]) => path !== 'src/prices.ts')));
    } finally {
      await removeFromDisk('unblock.config.json');
    }
    await problemsAre(sample);
  });
});
