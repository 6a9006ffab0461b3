import { describe, expect, it } from 'vitest';
import { startPython } from '../../../../python.ts';
import { pythonProgramsOf, runBothInPython, whyNoPython } from './run.ts';

await startPython();

const missing = whyNoPython();
const remedies = ['async-sleep', 'keep-and-log-task', 'keep-task', 'plain-endpoint', 'semaphore', 'to-thread'];
const unblocking = new Set(['async-sleep', 'plain-endpoint', 'to-thread']);

describe.each(remedies)('%s', (remedy) => {
  it.each(pythonProgramsOf(remedy))('changes nothing that %s can see', async (program) => {
    if (missing !== undefined) {
      console.warn(`Nothing was compared: ${missing}.`);
      return;
    }
    const { before, after } = await runBothInPython(remedy, program);
    expect([before.code, after.code]).toEqual([0, 0]);
    expect(after.reports).toEqual(before.reports);
    expect(after.errors).toEqual(before.errors);
    expect(before.reports.length + before.errors.length).toBeGreaterThan(0);
    expect(after.calls).toEqual(before.calls);
    expect(after.threads).toBe(before.threads);
    if (remedy === 'keep-and-log-task' && program === 'failure') {
      // The one thing that changes: who speaks of the exception, and when.
      expect(before.loopErrors).toEqual(['Task exception was never retrieved']);
      expect(after.loopErrors).toEqual([]);
      expect(after.stderr).toMatch(/A background task failed[^]*ValueError: broken/);
    } else {
      expect(after.loopErrors).toEqual(before.loopErrors);
      expect(after.stderr).toBe(before.stderr);
    }
    if (unblocking.has(remedy)) {
      expect(before.turned.length).toBeGreaterThan(0);
      expect(new Set(before.turned)).toEqual(new Set([0]));
      expect(after.turned).toEqual(before.turned.map(() => 5));
    }
    if (remedy === 'semaphore') {
      expect(before.peak).toBeGreaterThan(10);
      expect(after.peak).toBe(10);
    }
  });
});
