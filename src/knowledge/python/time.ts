import type { Library } from '../schema.ts';
import { blocking, each, sameArguments } from './build.ts';

const sleep = blocking(
  'sleep',
  'unbounded',
  sameArguments('asyncio#sleep', 'A negative number raises ValueError only in time.sleep.'),
);

export const time: Library = {
  language: 'python',
  modules: ['time'],
  source: 'https://docs.python.org/3/library/time.html',
  exports: {
    sleep: {
      delay: { argument: 0, unit: 's' },
      blocks: { what: 'sleep', weight: 'unbounded', ...sleep.blocks, quick: [{ argument: 0, values: [0] }] },
    },
    ...each(['monotonic', 'monotonic_ns', 'perf_counter', 'perf_counter_ns', 'time', 'time_ns'], { clock: true }),
    ...each(['process_time', 'thread_time'], { clock: true }),
  },
};
