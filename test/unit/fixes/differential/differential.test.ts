import { describe, expect, it } from 'vitest';
import { programsOf, runBoth } from './run.ts';

describe.each(['limit-concurrency', 'await-async-twin', 'move-to-worker'])('%s', (remedy) => {
  it.each(programsOf(remedy))('changes nothing that %s can see', async (program) => {
    const { before, after, changed } = await runBoth(remedy, program);
    expect(after.stderr).toBe(before.stderr);
    expect(after.code).toBe(0);
    expect(after.reports).toEqual(before.reports);
    expect(before.reports.length).toBeGreaterThan(0);
    expect(after.calls.toSorted()).toEqual(before.calls.toSorted());
    if (remedy === 'limit-concurrency') {
      expect(before.peak).toBeGreaterThan(10);
      expect(after.peak).toBe(10);
      expect(after.calls).toEqual(before.calls);
    }
    expect(changed).toHaveLength(remedy === 'move-to-worker' ? 2 : 1);
  });
});
