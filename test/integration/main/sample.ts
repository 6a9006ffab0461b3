import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { rule } from '../expected.ts';
import { closeAll, findings, findingsOf, open, waitFor } from '../helpers.ts';

/** What the sample promises in its README. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'src/invoices.ts': [rule.call],
  'src/status.ts': [rule.call, rule.call],
  'src/prices.ts': [rule.fanOut, rule.fanOut],
  'src/primes.ts': [rule.loop],
  'src/app.ts': [],
  'src/careful.ts': [],
  'bin/monthly-report.ts': [],
};

describe('the sample', () => {
  after(closeAll);

  for (const [path, rules] of Object.entries(expected)) {
    it(`${path}: ${rules.join(', ') || 'nothing to report'}`, async () => {
      const { document } = await open(path);
      await findingsOf(document, ...rules);
    });
  }

  it('is known as a whole: a handler in app.ts proves what status.ts does', async () => {
    const { document } = await open('src/status.ts');
    const warnings = await waitFor(() => {
      const found = findings(document.uri);
      return (
        found.length === 2 && found.every(({ severity }) => severity === vscode.DiagnosticSeverity.Warning) && found
      );
    }, 'warnings in status.ts');
    for (const { relatedInformation } of warnings) {
      assert.match(relatedInformation?.[0]?.location.uri.path ?? '', /\/src\/app\.ts$/);
      assert.match(relatedInformation?.[0]?.message ?? '', /an Express handler calls it/);
    }
  });
});
