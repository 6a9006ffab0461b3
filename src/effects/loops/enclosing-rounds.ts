import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Loop } from '../../model/step.ts';
import { isInlineLiteral } from '../blocking/blocking.ts';
import { graphOf } from '../calls/graph.ts';
import { lengthOfSource } from '../values/list-length.ts';
import { functionOf, valueOf, type File, type Program } from '../program.ts';
import { sitesOf } from '../calls/sites.ts';
import { tripsOf } from './trips.ts';

/** A loop, or a list whose callback it is, around some place in a file. */
export interface EnclosingRound {
  readonly loop?: Loop;
  /** What is iterated. */
  readonly source?: ValueId;
  /** As in {@link tripsOf}. */
  readonly trips: number | 'input' | undefined;
  /** Where it stands, from the first character to the last. */
  readonly start: number;
  readonly end: number;
}

const visitors = new Set([
  'forEach',
  'map',
  'flatMap',
  'filter',
  'reduce',
  'reduceRight',
  'some',
  'every',
  'find',
  'findIndex',
]);

/**
 * The loops around a place, from the innermost out, as far as nothing else runs in between: callbacks of array methods are gone through,
 * and loops that await end it.
 */
export function roundsAround(
  program: Program,
  file: File,
  owner: FunctionId,
  loops: readonly Loop[],
  found: EnclosingRound[] = [],
): EnclosingRound[] {
  for (const loop of loops.toReversed()) {
    if (suspends(file, owner, loop)) return found;
    const { source, start, end } = loop;
    found.push({ loop, ...(source === undefined ? {} : { source }), trips: tripsOf(program, file, loop), start, end });
  }
  if (functionOf(file, owner).isAsync || found.length > 8) return found;
  const edge = (graphOf(program, file).into[owner] ?? []).find(
    (each) => each.how === 'inline' && isInlineLiteral(each),
  );
  const call = edge && valueOf(file, edge.site.value);
  const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (!edge || callee?.kind !== 'member' || !visitors.has(callee.name)) return found;
  const length = lengthOfSource(program, file, callee.object) ?? 'input';
  const { start, end } = valueOf(file, edge.site.value);
  found.push({ source: callee.object, trips: length === 'chosen' ? undefined : length, start, end });
  return roundsAround(program, file, edge.from.function, edge.site.loops, found);
}

function suspends(file: File, owner: FunctionId, loop: Loop): boolean {
  if (loop.form === 'for-await') return true;
  const { isAsync } = functionOf(file, owner);
  return (
    isAsync &&
    (sitesOf(file)[owner] ?? []).some(
      ({ value, loops }) => loops.includes(loop) && valueOf(file, value).kind === 'await',
    )
  );
}
