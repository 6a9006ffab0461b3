import { isSynchronous } from '../blocking/blocking.ts';
import { edgesFrom } from '../calls/callers.ts';
import type { Edge } from '../calls/graph.ts';
import { functionCache } from '../file-cache.ts';
import { nestsOf, type Nests } from './cost.ts';
import { growingRecursion } from './recursion.ts';

/** What a function does that may take long, and what it surely runs before it returns. */
export interface HeavySteps extends Nests {
  /** As in {@link growingRecursion}. */
  readonly recursion: boolean;
  readonly runs: readonly Edge[];
}

/** Made once per function: most are reached from many entries of the event loop. */
export const heavySteps = functionCache(
  (program, ref): HeavySteps => ({
    ...nestsOf(program, ref),
    recursion: growingRecursion(program, ref),
    runs: edgesFrom(program, ref).filter((edge) => !edge.confidence && isSynchronous(program, edge)),
  }),
  { reachesFar: true },
);
