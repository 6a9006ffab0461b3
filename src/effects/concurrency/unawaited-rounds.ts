import type { ValueId } from '../../model/facts.ts';
import type { FanOut } from './fan-out.ts';
import { suspends } from './gathered.ts';
import type { Call } from '../calls/graph.ts';
import type { File, Program } from '../program.ts';
import { fatesOf } from '../promises/promise-fates.ts';
import { promiseValue } from '../promises/promise-values.ts';

/**
 * A loop that starts a task in each round and waits for none, on purpose: `for (const url of urls) void load(url)`, or with
 * `.catch(report)`. What nobody awaits by accident, as in `forEach(async …)`, is a smell of its own, whose cure ends this one, too.
 */
export function unawaited(program: Program, file: File, call: Call): FanOut | undefined {
  const loop = call.loops.find(({ source, range }) => source !== undefined || range !== undefined);
  if (!loop || suspends(file, loop, call.function)) return undefined;
  if (promiseValue(program, file, call.value)?.kind !== 'promise' || !isLetGo(program, file, call.value))
    return undefined;
  const source = loop.range || loop.source === undefined ? {} : { source: loop.source };
  return { combinator: call, shape: 'spawned', call: call.value, task: call.value, loop, ...source };
}

/** Somebody chose not to wait for it, and said so by `void` or by taking its failure. */
function isLetGo(program: Program, file: File, id: ValueId): boolean {
  return fatesOf(program, file, id).every(({ as, handled }) => as === 'voided' || (as === 'discarded' && handled));
}
