import type { Call } from '../calls/graph.ts';
import { allHandedOff, handedOffBy } from '../calls/handed-off.ts';
import { settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { resourcesMadeIn, type MadeResource } from '../workers/resource-lifecycle.ts';
import { tripsOf } from '../loops/trips.ts';
import type { Loop } from '../../model/step.ts';

/** A pool of threads or processes of Python's that a function makes, uses and lets go of. */
export interface ShortPool {
  readonly made: MadeResource;
  readonly of: 'threads' | 'processes';
  /** It is handed a list, or tasks in a loop: worth its start, where that happens once in a while. */
  readonly hasMany: boolean;
  /** The loop over data in each round of which it is made anew. */
  readonly loop?: Loop;
}

/** The pools of a function that nobody else has. */
export function shortPoolsIn(program: Program, ref: FunctionRef): ShortPool[] {
  const { file } = ref;
  return resourcesMadeIn(program, ref).flatMap((made): ShortPool[] => {
    const { call, what, kept, escapes } = made;
    if ((what !== 'threads' && what !== 'processes') || call.entry?.offloads === undefined || call.excuse) return [];
    if ((made.made !== 'call' && made.made !== 'round') || kept !== 'local') return [];
    const tasks = tasksOf(program, file, call);
    // Handed to anybody but `run_in_executor` it may be kept there.
    const own = new Set(tasks.map(({ value }) => value));
    if (tasks.length === 0 || escapes.some(({ as, value }) => as !== 'passed' || !own.has(value))) return [];
    const loop = call.loops.findLast((each) => isOverData(program, file, each));
    const isMany = tasks.length > 1 || tasks.some((task) => isBatch(program, file, task, call));
    return [{ made, of: what, hasMany: isMany, ...(loop ? { loop } : {}) }];
  });
}

/** The calls that hand work to the pool. */
function tasksOf(program: Program, file: File, pool: Call): Call[] {
  return allHandedOff(program, file).flatMap((ofFunction) =>
    ofFunction.flatMap((handed) =>
      handed.pool !== undefined && settle(file, handed.pool) === pool.value ? [handed.call] : [],
    ),
  );
}

function isBatch(program: Program, file: File, task: Call, pool: Call): boolean {
  if (task.function !== pool.function || handedOffBy(program, file, task)?.each === true) return true;
  return task.loops.some((loop) => !pool.loops.includes(loop));
}

function isOverData(program: Program, file: File, loop: Loop): boolean {
  if (loop.form !== 'for-of' && loop.form !== 'for-await') return false;
  const trips = tripsOf(program, file, loop);
  return (
    loop.source !== undefined &&
    valueOf(file, loop.source).kind !== 'array' &&
    (trips === 'input' || (trips ?? 0) >= MANY)
  );
}

const MANY = 16;
