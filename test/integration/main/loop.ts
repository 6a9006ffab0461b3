import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { rule } from '../expected.ts';
import { measureLoop, tellMeasured } from '../event-loop.ts';
import { fileUri, removeFromDisk, writeOnDisk } from '../files.ts';
import { closeAll, findings, open, type, waitFor } from '../helpers.ts';
import { say } from '../report.ts';
import { clearScan, scan } from '../scanning.ts';

const FILES = 600;
const KEYS = 100;

const handler = (index: number): string => `import { readFileSync } from 'node:fs';
import express from 'express';

export const app${index} = express();

app${index}.get('/', (request, response) => {
  response.send(readFileSync('page-${index}.html'));
});
`;

const quick = (index: number): string => `export function add${index}(left: number, right: number): number {
  const sum = left + right;
  return sum * ${index};
}
`;

/** About 2,000 lines, with as many findings as would make a person think. */
const FINDINGS = 20;
const long = [
  ...Array.from({ length: FINDINGS }, (_, index) => handler(index).replace(/^import .*\n/gm, '')),
  ...Array.from({ length: 380 }, (_, index) => quick(index)),
].join('\n');

async function typeAtEnd(path: string): Promise<void> {
  await open(path);
  await vscode.commands.executeCommand('cursorBottom');
  for (let key = 0; key < KEYS; key++) {
    await type('const value = 1;\n'.charAt(key % 17));
    // As fast as fingers get.
    await new Promise((done) => setTimeout(done, 20));
  }
}

describe('the loop of the extension host', () => {
  before(async () => {
    await closeAll();
    await writeOnDisk('src/long.txt', long);
    await writeOnDisk(
      'src/long.ts',
      `import { readFileSync } from 'node:fs';\nimport express from 'express';\n${long}`,
    );
    for (let index = 0; index < FILES; index++) await writeOnDisk(`src/many/file-${index}.ts`, handler(index));
  });
  after(async () => {
    await closeAll();
    await clearScan();
    for (const path of ['src/long.txt', 'src/long.ts', 'src/many']) await removeFromDisk(path);
  });

  it('is not held by reading or parsing while a person types and the workspace is scanned', async function () {
    this.timeout(240_000);
    const idle = await measureLoop(() => typeAtEnd('src/long.txt'));
    await closeAll();
    await open('src/long.ts');
    await waitFor(() => findings(fileUri('src/long.ts')).length === FINDINGS, 'the findings of the long file');
    let found = 0;
    const busy = await measureLoop(async () => {
      const [summary] = await Promise.all([scan(), typeAtEnd('src/long.ts')]);
      found = summary.findings;
    });
    assert.ok(found >= FILES, `The scan has come through: ${found}`);
    // Told, not asserted: this machine may be busy with other things.
    tellMeasured('typing in a text', idle);
    tellMeasured('typing in code, while scanning', busy);
    assert.deepEqual(busy.fileCalls, []);
    assert.ok(busy.ours.blocks > 0, 'What is ours was seen.');
  });

  it('has no parser in it', async () => {
    const extension = vscode.extensions.getExtension('unblock.unblock');
    assert.ok(extension);
    for (const name of ['extension.cjs', 'client.cjs']) {
      const text = await readFile(vscode.Uri.joinPath(extension.extensionUri, 'dist', name).fsPath, 'utf8');
      assert.ok(!/createSourceFile|tree-sitter/.test(text), name);
      assert.ok(!text.includes(rule.call), `${name} knows no rules.`);
    }
  });

  it('was not held long by activation', async () => {
    await vscode.commands.executeCommand('perfview.show');
    const line = await waitFor(
      () =>
        vscode.workspace.textDocuments
          .find(({ uri }) => uri.scheme === 'perf')
          ?.getText()
          .split('\n')
          .find((each) => /unblock/.test(each)),
      'the report of the editor',
    );
    say(`      activation, as the editor tells it: ${line.trim()}`);
  });
});
