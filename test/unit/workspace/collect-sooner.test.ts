import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const sooner = pathToFileURL(resolve('src/workspace/collect-sooner.ts')).href;

/** The most megabytes of heap that a process takes which always holds about the same, and keeps replacing it. */
function peakOf(before: string): number {
  const script = `
    ${before}
    const held = [];
    let peak = 0;
    for (let at = 0; at < 1_500_000; at++) {
      held[at % 300_000] = { at, list: new Array(20).fill(at) };
      if (at % 10_000 === 0) peak = Math.max(peak, process.memoryUsage().heapTotal);
    }
    console.log(peak / 2 ** 20);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }));
}

test('what is let go of leaves the heap sooner', () => {
  const usual = peakOf('');
  expect(peakOf(`(await import(${JSON.stringify(sooner)})).collectSooner();`)).toBeLessThan(0.85 * usual);
}, 60_000);
