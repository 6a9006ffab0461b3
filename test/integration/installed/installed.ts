import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { rule, title } from '../expected.ts';
import { actionNamed, actionsAt, apply, closeAll, findingOf, findingsOf, openNew, open, waitFor } from '../helpers.ts';
import { panelTabs } from '../tabs.ts';

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('unblock.unblock');
  assert.ok(found, 'The package is installed.');
  return found;
}

describe('the installed package', () => {
  afterEach(closeAll);

  it('is what runs, and not the repository', () => {
    assert.ok(!existsSync(vscode.Uri.joinPath(extension().extensionUri, 'esbuild.mjs').fsPath));
  });

  it('carries everything that is loaded later', () => {
    const files = [
      'client.cjs',
      'benchmark.cjs',
      'server.cjs',
      'cli.mjs',
      'bench/sandbox.cjs',
      'bench/worker.js',
      'panel/panel.js',
    ];
    const missing = files.filter(
      (file) => !existsSync(vscode.Uri.joinPath(extension().extensionUri, 'dist', file).fsPath),
    );
    assert.deepEqual(missing, []);
  });

  it('carries no sources, tests or maps', async () => {
    const stray = await vscode.workspace.findFiles(
      new vscode.RelativePattern(extension().extensionUri, '{src,test,scripts,node_modules}/**'),
    );
    const maps = await vscode.workspace.findFiles(new vscode.RelativePattern(extension().extensionUri, '**/*.map'));
    assert.deepEqual(
      [...stray, ...maps].map(({ path }) => path),
      [],
    );
  });

  it('finds and fixes', async () => {
    const { document } = await openNew(`import { readFileSync } from 'node:fs';

export async function load(path: string) {
  return readFileSync(path, 'utf8');
}
`);
    const { range, code } = await findingOf(document, rule.call);
    assert.ok(typeof code === 'object');
    assert.ok(existsSync(code.target.fsPath), 'The page of the rule is in the package.');
    await apply(actionNamed(await actionsAt(document, range), title.awaitReadFile));
    await findingsOf(document);
  });

  it('opens the panel', async () => {
    const { document } = await open('src/primes.ts');
    const { range } = await findingOf(document, rule.loop);
    await apply(actionNamed(await actionsAt(document, range), title.measure));
    await waitFor(() => panelTabs().length === 1, 'the panel');
  });
});
