import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { panel, rule, title } from '../expected.ts';
import { actionNamed, actionsAt, apply, closeAll, findingOf, open, waitFor } from '../helpers.ts';
import { panelTabs } from '../tabs.ts';

describe('the benchmark panel', () => {
  afterEach(closeAll);

  it('opens from a finding, once', async () => {
    const { document } = await open('src/primes.ts');
    const { range } = await findingOf(document, rule.loop);
    const measure = actionNamed(await actionsAt(document, range), title.measure);
    await apply(measure);
    const [tab] = await waitFor(() => panelTabs().length > 0 && panelTabs(), 'the panel');
    assert.equal(tab?.label, panel.tab);
    await apply(measure);
    assert.equal(panelTabs().length, 1);
  });

  it('closes without a trace, and opens again', async () => {
    const { document } = await open('src/primes.ts');
    const { range } = await findingOf(document, rule.loop);
    const measure = actionNamed(await actionsAt(document, range), title.measure);
    await apply(measure);
    await waitFor(() => panelTabs().length === 1, 'the panel');
    await vscode.window.tabGroups.close(panelTabs());
    await waitFor(() => panelTabs().length === 0, 'the panel to close');
    await apply(measure);
    await waitFor(() => panelTabs().length === 1, 'the panel');
  });

  it('is not opened by arguments that ask for nothing there is', async () => {
    await vscode.commands.executeCommand('unblock.measure', { kind: 'scenario', id: 'no-such-scenario' });
    assert.equal(panelTabs().length, 0);
  });
});
