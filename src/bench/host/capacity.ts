// How much of the machine there is for a pool.
import { median } from '../statistics/summary.ts';
import { scenarioRequest } from '../requests.ts';
import type { Bundle } from './bundle.ts';
import { makePlan } from './plan.ts';
import { measure, openLab, type LabOptions } from './repetition.ts';

/** Large enough that handing it over does not count: about ten milliseconds. */
const thousandSteps = 4000;

/**
 * How many times as much work `threads` threads do as one, measured just now with work of our own: it is what a pool can gain
 * at most, and less than the number of processors where others use them or where two share one core.
 */
export async function parallelCapacity(threads: number, bundle: Bundle, options: LabOptions): Promise<number> {
  const request = scenarioRequest('cpu', { tasks: threads, thousandSteps });
  const plan = makePlan({ ...request, settings: { threads, warmupMs: 20, rounds: 4, blockMs: 1, delayMs: 0 } });
  const lab = await openLab(plan, bundle, { ...options, ownCode: false }, true);
  const times = { main: [] as number[], pool: [] as number[] };
  try {
    await measure(lab, plan, 0, {
      sample: (variantId, { ms }) => times[variantId === 'main' ? 'main' : 'pool'].push(ms),
      delay: () => undefined,
      spent: () => undefined,
      memory: () => undefined,
      handOver: () => undefined,
      clockDisagrees: () => undefined,
      blockDone: () => undefined,
    });
  } finally {
    lab.end();
  }
  return median(times.main) / median(times.pool);
}
