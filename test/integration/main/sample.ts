import { rule } from '../expected.ts';
import { closeAll, findingsOf, open } from '../helpers.ts';

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
});
