import type { FunctionId } from '../../model/facts.ts';
import { isSynchronous } from '../blocking/blocking.ts';
import { edgesFrom } from '../calls/callers.ts';
import type { Edge } from '../calls/graph.ts';
import { fileCache } from '../file-cache.ts';
import type { FunctionRef, Program } from '../program.ts';
import { nestsOf, type Nests } from './cost.ts';
import { growingRecursion } from './recursion.ts';

/** What a function does that may take long, and what it surely runs before it returns. */
export interface HeavySteps extends Nests {
  /** As in {@link growingRecursion}. */
  readonly recursion: boolean;
  readonly runs: readonly Edge[];
}

const memos = fileCache(() => new Map<FunctionId, HeavySteps>(), { reachesFar: true });

/** Made once per function: most are reached from many entries of the event loop. */
export function heavySteps(program: Program, ref: FunctionRef): HeavySteps {
  const memo = memos.of(program, ref.file);
  const known = memo.get(ref.function);
  if (known) return known;
  const runs = edgesFrom(program, ref).filter((edge) => !edge.confidence && isSynchronous(program, edge));
  const steps = { ...nestsOf(program, ref), recursion: growingRecursion(program, ref), runs };
  memo.set(ref.function, steps);
  return steps;
}
