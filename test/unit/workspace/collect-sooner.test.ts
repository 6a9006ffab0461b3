import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const sooner = pathToFileURL(resolve('src/workspace/collect-sooner.ts')).href;

/**
 * How often the whole heap is collected in a process which always holds about the same, and keeps replacing it. Counted, since how large
 * the heap becomes meanwhile depends on how busy the machine is.
 */
function collectionsOf(before: string): number {
  const script = `
    ${before}
    const held = [];
    for (let at = 0; at < 1_500_000; at++) held[at % 300_000] = { at, list: new Array(20).fill(at) };`;
  const log = execFileSync(process.execPath, ['--trace-gc', '--input-type=module', '--eval', script]);
  return log.toString().split('Mark-Compact').length - 1;
}

test('what is let go of leaves the heap sooner', () => {
  const usual = collectionsOf('');
  expect(collectionsOf(`(await import(${JSON.stringify(sooner)})).collectSooner();`)).toBeGreaterThan(usual);
}, 60_000);
