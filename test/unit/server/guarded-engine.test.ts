import { expect, test } from 'vitest';
import { defaultConfig } from '../../../src/model/config.ts';
import { guarded } from '../../../src/server/guarded-engine.ts';
import { fakeEngine } from './fake-engine.ts';

test('what throws beside a finding is logged, and the finding stays', () => {
  const logs: string[] = [];
  const fail = (): never => {
    throw new Error('half a measurement');
  };
  const broken = {
    ...fakeEngine(),
    measureRequest: fail,
    measuredFunction: fail,
    remediesFor: () => ({ fixes: [], obstacles: [{ id: 'fast', reason: 'It failed.', fault: 'at half-a-fix.ts:1' }] }),
  };
  const engine = guarded(broken, (message) => logs.push(message));
  const analysis = engine.analyze('/work/a.ts', 'SLOW', { config: defaultConfig });
  const [finding] = analysis.findings;
  if (!finding) throw new Error('There is nothing to ask about.');
  expect(engine.measureRequest(analysis, finding)).toBeUndefined();
  expect(engine.measuredFunction(analysis, finding)).toBeUndefined();
  expect(engine.remediesFor(analysis, finding).obstacles).toHaveLength(1);
  expect(logs.map((log) => log.split('\n')[0])).toEqual([
    'What to measure failed at /work/a.ts',
    'What was measured failed at /work/a.ts',
    'The fix fast failed at /work/a.ts',
  ]);
});
