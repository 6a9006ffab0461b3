import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { rule, title } from '../expected.ts';
import { actionNamed, actionsAt, apply, closeAll, findingOf, findingsOf, open } from '../helpers.ts';
import { panelTabs } from '../tabs.ts';

describe('in a workspace that is not trusted', () => {
  afterEach(closeAll);

  it('nothing is trusted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('findings and fixes work as usual', async () => {
    const { document } = await open('src/prices.ts');
    const [first] = await findingsOf(document, rule.fanOut, rule.fanOut);
    assert.ok(first);
    await apply(actionNamed(await actionsAt(document, first.range), title.limit));
    await findingOf(document, rule.fanOut);
  });

  it('measuring from a finding is refused', async () => {
    const { document } = await open('src/primes.ts');
    const { range } = await findingOf(document, rule.loop);
    const measure = (await actionsAt(document, range)).find((action) => action.title === title.measure);
    if (measure) await apply(measure);
    assert.equal(panelTabs().length, 0);
  });

  it('measuring is refused whatever the command is given', async () => {
    const code = {
      kind: 'function',
      title: 'x',
      source: 'function f() {}',
      functionName: 'f',
      language: 'js',
      input: '[]',
    };
    for (const argument of [undefined, code]) {
      await vscode.commands.executeCommand('unblock.openBenchmarkPanel', argument);
      await vscode.commands.executeCommand('unblock.measure', argument);
      assert.equal(panelTabs().length, 0);
    }
  });
});
