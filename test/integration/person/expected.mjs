/** What a person reads, as far as the steps look for it. */
export const expected = {
  chain: '`renderInvoice` blocks the event loop in an Express handler',
  advice: 'What to do',
  why: 'Why it matters',
  limit: 'Run at most 10 at a time with p-limit',
  fanOutMenu: [
    'Run at most 10 at a time with p-limit',
    'Measure this',
    'Explain unblock/unbounded-concurrency',
    'Disable unblock/unbounded-concurrency for this line',
    'Disable unblock/unbounded-concurrency for this file',
  ],
  worker: 'to a worker pool (Piscina)',
  scanned: { file: 'primes.ts', told: /\d+ findings in \d+ files; \d+ files scanned\./ },
  index: /Unblock index: \d+ files/,
  measure: 'Measure this',
  measured: 'Measured: it held up the event loop for',
  scenario: 'Computing work: main thread or worker pool',
  python: {
    file: 'totals.py',
    text: `import math


def count_squares(limit: int) -> int:
    found = 0
    for each in range(limit):
        if math.isqrt(each) ** 2 == each:
            found += 1
    return found


async def squares(limit: int) -> dict[str, int]:
    return {"squares": count_squares(limit)}
`,
    found: '`count_squares` counts up to a number it is given',
    pool: 'Pool of processes',
  },
  twoFiles: {
    own: 'src/legal.ts',
    other: 'src/terms.ts',
    texts: {
      'src/legal.ts': `import { readTerms } from './terms.js';

export async function legal(name: string): Promise<string> {
  return name + readTerms();
}
`,
      'src/terms.ts': `import { readFileSync } from 'node:fs';

export function readTerms(): string {
  return readFileSync('terms.txt', 'utf8');
}
`,
    },
    fix: '(changes another file)',
  },
  panelHeading: 'Measure both, then decide',
};
