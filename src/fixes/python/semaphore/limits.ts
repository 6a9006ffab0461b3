import { fanOutsOf, taskReach } from '../../../effects/concurrency/fan-out.ts';
import type { FanOutSubject } from '../../../model/subjects/index.ts';
import type { FixRequest } from '../../remedy.ts';

/** How many at a time to begin with, and why so many. */
export interface Limit {
  readonly count: number;
  /** A sentence. */
  readonly because: string;
}

const cautious: Limit = { count: 10, because: 'ten is a cautious start for what answers over a network.' };

/** By what the tasks use up. */
const byResource: Readonly<Record<string, Limit>> = {
  network: cautious,
  database: { count: 10, because: 'ten is as many connections as most pools have.' },
  file: {
    count: 32,
    because: 'files are read by threads, of which asyncio has 32 at most, and often 1,024 can be open.',
  },
  process: { count: 4, because: 'beyond the number of cores, processes only slow each other down.' },
  worker: { count: 4, because: 'beyond the number of cores, workers only slow each other down.' },
};

export function limitFor({ program, file }: FixRequest, { function: owner, combinator }: FanOutSubject): Limit {
  const fanOut = fanOutsOf(program, { file, function: owner }).find((each) => each.combinator.value === combinator);
  const reach = fanOut && taskReach(program, file, fanOut);
  return (reach && byResource[reach.resource]) ?? cautious;
}
