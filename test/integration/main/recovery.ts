import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { rule } from '../expected.ts';
import { removeFromDisk, writeOnDisk } from '../files.ts';
import { closeAll, findingOf, findings, findingsOf, open, openNew, type } from '../helpers.ts';
import { clearScan, problems, scan } from '../scanning.ts';
import { killServer, serverOtherThan } from '../server-process.ts';

const blocking = `import { readFileSync } from 'node:fs';

export async function load(path: string) {
  return readFileSync(path, 'utf8');
}
`;

const MANY = 200;

describe('when the language server dies', () => {
  before(async function () {
    // There is no `ps` there.
    if (process.platform === 'win32') this.skip();
    for (let index = 0; index < MANY; index++) await writeOnDisk(`src/many/file-${index}.ts`, blocking);
    await open('src/app.ts');
  });
  afterEach(closeAll);
  after(async () => {
    await clearScan();
    await removeFromDisk('src/many');
    // Failures count for some minutes, and other tests have their own.
    await vscode.commands.executeCommand('unblock.restartServer');
  });

  it('findings stay, and go on being true', async () => {
    const { document } = await openNew(blocking);
    await findingOf(document, rule.call);
    let lost = 0;
    const watcher = vscode.languages.onDidChangeDiagnostics(() => {
      if (findings(document.uri).length === 0) lost++;
    });
    try {
      await serverOtherThan(await killServer());
      await vscode.commands.executeCommand('cursorBottom');
      await type("\nexport async function more() {\n  return readFileSync('more.txt');\n}\n");
      await findingsOf(document, rule.call, rule.call);
    } finally {
      watcher.dispose();
    }
    assert.equal(lost, 0, 'The finding never went away in between.');
  });

  it('a scan is begun again', async () => {
    const scanning = scan();
    await new Promise((done) => setTimeout(done, 300));
    const killed = await killServer();
    const summary = await scanning;
    assert.equal(summary.state, 'done');
    assert.ok(summary.findings >= MANY, summary.message);
    await serverOtherThan(killed);
  });

  it('what a scan has found is found again, and what is gone meanwhile goes', async () => {
    const before = Object.keys(problems()).length;
    assert.ok(before >= MANY, 'The scan is still shown.');
    const killed = await killServer();
    await removeFromDisk('src/many/file-0.ts');
    await serverOtherThan(killed);
    for (let end = Date.now() + 60_000; 'many/file-0.ts' in problems();) {
      assert.ok(Date.now() < end, 'What is gone went.');
      assert.ok(Object.keys(problems()).length >= MANY - 1, 'The rest stays.');
      await new Promise((done) => setTimeout(done, 20));
    }
    assert.equal(Object.keys(problems()).length, before - 1);
  });
});
