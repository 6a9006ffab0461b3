import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
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
      'bench/sandbox.py',
      'esbuild-wasm/lib/main.js',
      'esbuild-wasm/esbuild.wasm',
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

  it('measures a function with what it imports', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder.uri, name);
    const write = (name: string, text: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
    await write('step.ts', 'export enum Step { wide = 3 }\n');
    await write(
      'sum.ts',
      `import { Step } from './step';
export function sum(n: number): number {
  let found = 0;
  for (let each = 0; each < n; each += Step.wide) found += each;
  return found;
}
`,
    );
    const program = vscode.Uri.joinPath(extension().extensionUri, 'dist/cli.mjs').fsPath;
    const args = [program, 'bench', 'sum.ts#sum', '--input', '[3000]', '--format', 'json'];
    // As the panel does it: with the runtime that the extension runs in.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder.uri.fsPath, env });
    const evidence = JSON.parse(stdout) as { equality: { kind: string }; measurements: unknown[] };
    assert.equal(evidence.equality.kind, 'equal');
    assert.equal(evidence.measurements.length, 2);
  }).timeout(240_000);

  it('opens the panel', async () => {
    const { document } = await open('src/primes.ts');
    const { range } = await findingOf(document, rule.loop);
    await apply(actionNamed(await actionsAt(document, range), title.measure));
    await waitFor(() => panelTabs().length === 1, 'the panel');
  });
});
