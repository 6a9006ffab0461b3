import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { message, rule } from '../expected.ts';
import {
  closeAll,
  findingOf,
  findings,
  findingsOf,
  openNew,
  placeCaret,
  rangeOf,
  ruleOf,
  type,
  waitFor,
} from '../helpers.ts';

const blocking = `import { readFileSync } from 'node:fs';

export async function load(path: string) {
  return readFileSync(path, 'utf8');
}
`;

describe('findings', () => {
  afterEach(closeAll);

  it('appear when blocking code is typed', async () => {
    const { document } = await openNew('');
    for (const line of blocking.trimEnd().split('\n')) await type(`${line}\n`);
    assert.equal(document.getText(), blocking);
    const finding = await findingOf(document, rule.call);
    assert.deepEqual(finding.range, rangeOf(document, 'readFileSync', 2));
    assert.equal(finding.message, message.call);
    // Once the workspace is read: the sample serves, and nothing that serves calls this.
    await waitFor(
      () => findings(document.uri).some(({ severity }) => severity === vscode.DiagnosticSeverity.Hint),
      'the finding to become a hint',
    );
  });

  it('tell the way from the handler to what blocks', async () => {
    const { document } = await openNew(`import { readFileSync } from 'node:fs';
import express from 'express';

const read = (name: string) => readFileSync(name, 'utf8');

function renderInvoice(name: string) {
  return read(name);
}

express().get('/', async (request, response) => {
  response.send(renderInvoice('a'));
});
`);
    const finding = await findingOf(document, rule.call);
    assert.equal(finding.message, message.chain);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(finding.range, rangeOf(document, 'renderInvoice', 2));
    const related = (finding.relatedInformation ?? []).map(({ location }) => {
      assert.equal(location.uri.toString(), document.uri.toString());
      return document.lineAt(location.range.start).text.trim();
    });
    assert.deepEqual(related.slice(-2), [
      'return read(name);',
      "const read = (name: string) => readFileSync(name, 'utf8');",
    ]);
  });

  it('see a fan-out that is mapped and one that is pushed', async () => {
    const { document } = await openNew(`export async function mapped(ids: string[]) {
  return Promise.all(ids.map(async (id) => fetch(id)));
}

export async function pushed(ids: string[]) {
  const all: Promise<Response>[] = [];
  for (const id of ids) all.push(fetch(id));
  await Promise.all(all);
}
`);
    const [first, second] = await findingsOf(document, rule.fanOut, rule.fanOut);
    assert.equal(first?.message, message.fanOut);
    assert.deepEqual(first.range, rangeOf(document, 'Promise.all', 1));
    assert.deepEqual(second?.range, rangeOf(document, 'Promise.all', 2));
  });

  it('are linked to the page of their rule', async () => {
    const { document } = await openNew(blocking);
    const { code } = await findingOf(document, rule.call);
    assert.ok(typeof code === 'object');
    assert.match(code.target.path, /\/media\/rules\/blocking-call\.md$/);
  });

  it('stay while broken code is typed elsewhere', async () => {
    const editor = await openNew(blocking);
    const { document } = editor;
    await findingOf(document, rule.call);
    placeCaret(editor, document.lineAt(document.lineCount - 1).range.end);
    let lost = 0;
    const watcher = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const ours = uris.some((uri) => uri.toString() === document.uri.toString());
      if (ours && findings(document.uri).length === 0) lost++;
    });
    try {
      for (const character of '\nexport function half(a: { if (a. => [`') await type(character);
      // A second finding behind what is broken: once it is there, everything typed so far has been looked at.
      await editor.edit((edit) =>
        edit.insert(rangeOf(document, '  return readFileSync').start, "  readFileSync('first');\n"),
      );
      await findingsOf(document, rule.call, rule.call);
    } finally {
      watcher.dispose();
    }
    assert.equal(lost, 0, 'The finding never went away in between.');
  });

  it('go when the code is mended, and come back with undo', async () => {
    const editor = await openNew(blocking);
    const { document } = editor;
    await findingOf(document, rule.call);
    await editor.edit((edit) => edit.replace(rangeOf(document, 'async '), ''));
    await findingsOf(document);
    await vscode.commands.executeCommand('undo');
    await findingOf(document, rule.call);
  });

  it('go when the file is closed', async () => {
    const { document } = await openNew(blocking);
    await findingOf(document, rule.call);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await waitFor(() => findings(document.uri).length === 0, 'the findings of a closed file to go');
  });

  it('are in a file that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: blocking });
    await vscode.window.showTextDocument(document);
    assert.equal(ruleOf(await findingOf(document, rule.call)), rule.call);
  });

  it('appear in Python, with the way from the endpoint to what blocks', async () => {
    const { document } = await openNew(
      `import requests
from fastapi import FastAPI

app = FastAPI()

def fetch(url):
    return requests.get(url).json()

@app.get("/")
async def root():
    return fetch("http://example.com")
`,
      'py',
    );
    const found = await findingOf(document, rule.call);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(document.getText(found.range), 'fetch');
    assert.match(found.relatedInformation?.at(-1)?.message ?? '', /`requests\.get`/);
  });

  it('come back after the language server was restarted', async () => {
    const { document } = await openNew(blocking);
    await findingOf(document, rule.call);
    const gone = new Promise<void>((done) => {
      const watcher = vscode.languages.onDidChangeDiagnostics(() => {
        if (findings(document.uri).length > 0) return;
        watcher.dispose();
        done();
      });
    });
    await vscode.commands.executeCommand('unblock.restartServer');
    await gone;
    await findingOf(document, rule.call);
  });

  it('are turned off by a setting, at once', async () => {
    const { document } = await openNew(blocking);
    await findingOf(document, rule.call);
    const settings = vscode.workspace.getConfiguration('unblock', document.uri);
    const { Workspace } = vscode.ConfigurationTarget;
    try {
      await settings.update('rules', { [rule.call]: 'off' }, Workspace);
      await findingsOf(document);
    } finally {
      await settings.update('rules', undefined, Workspace);
    }
    await findingOf(document, rule.call);
  });
});
