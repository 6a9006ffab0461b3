import type { ValueId } from '../../model/facts.ts';
import { runsBeside } from '../contexts/beside.ts';
import { isArrayLike } from '../calls/callbacks.ts';
import { edgesInto } from '../calls/callers.ts';
import { contextOf } from '../contexts/contexts.ts';
import { suspends } from '../concurrency/gathered.ts';
import type { Edge } from '../calls/graph.ts';
import { isLimited } from '../concurrency/held.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { namesALock } from '../silence.ts';
import { entryOf, resolveValue } from '../symbols.ts';

/**
 * What says that a function may begin again before it is done. `elements`: it is started for every element of a list at once;
 * `request`: for each request or message that arrives; `event`: for each event, gesture or tick; `likely`: it is async and open to callers that are not seen.
 */
export interface Overlap {
  readonly by: 'elements' | 'request' | 'event' | 'likely';
  /** The edge that says so. */
  readonly edge?: Edge;
}

/** Whether two runs of a function may meet; undefined where nothing says so, or where somebody lets them in one at a time. */
export function overlapOf(program: Program, ref: FunctionRef): Overlap | undefined {
  const edges = edgesInto(program, ref);
  if (isSerialised(program, ref, edges)) return undefined;
  const perElement = edges.find(
    (edge) => isPerElement(program, edge) || isCalledPerElement(program, edge) || isTaskPerElement(program, edge),
  );
  if (perElement) return { by: 'elements', edge: perElement };
  const { kind, handler, edge, others } = contextOf(program, ref);
  // Of tasks that run beside others there may be one of each.
  if ((kind !== 'proven' && kind !== 'likely') || others === 'beside') return undefined;
  if (kind === 'proven' && edge?.how !== 'once') {
    // A person clicks now and then; requests come as they like.
    const isGesture = edge !== undefined && valueOf(edge.from.file, edge.site.value).kind === 'markup';
    return { by: handler && !isGesture ? 'request' : 'event', ...(edge && { edge }) };
  }
  return edges.every(runsOnce) && edges.length > 0 ? undefined : { by: 'likely', ...(edge && { edge }) };
}

/** Called only where a lasting place is still empty, or as the process ends; or when one piece of work is done. */
function runsOnce({ site, how }: Edge): boolean {
  return site.excuse !== undefined || how === 'once' || how === 'lifecycle';
}

const startsAll = new Set(['map', 'flatMap', 'forEach']);

/** `list.map(async (each) => …)`: all start before the first is done. */
function isPerElement(program: Program, { how, from, site, to }: Edge): boolean {
  const call = valueOf(from.file, site.value);
  const callee = call.kind === 'call' ? valueOf(from.file, call.callee) : undefined;
  if (how !== 'inline' || callee?.kind !== 'member' || !functionOf(to.file, to.function).isAsync) return false;
  return startsAll.has(callee.name) && isArrayLike(program, from.file, callee.object);
}

/** `gather(*[add(each) for each in list])`, and `create_task(add(each))` in a loop. */
function isTaskPerElement(program: Program, edge: Edge): boolean {
  const { from, site } = edge;
  if (site.loops.length === 0 || (site.held ?? []).some((held) => namesALock(from.file, held))) return false;
  return !site.loops.some((loop) => suspends(from.file, loop, from.function)) && runsBeside(program, edge);
}

/** `list.map((each) => this.add(each))`. */
function isCalledPerElement(program: Program, { how, from, site, to }: Edge): boolean {
  if (how !== 'call' || site.loops.length > 0 || (site.held ?? []).length > 0 || from.function === 0) return false;
  if (!functionOf(to.file, to.function).isAsync) return false;
  return edgesInto(program, from).some((edge) => {
    const call = valueOf(edge.from.file, edge.site.value);
    const callee = call.kind === 'call' ? valueOf(edge.from.file, call.callee) : undefined;
    if (edge.how !== 'inline' || callee?.kind !== 'member' || edge.from.file !== from.file) return false;
    return startsAll.has(callee.name) && isArrayLike(program, from.file, callee.object);
  });
}

/** Handed to a lock or a queue, or called only by what is: `mutex.runExclusive(async () => …)`. */
function isSerialised(program: Program, ref: FunctionRef, edges: readonly Edge[], depth = 0): boolean {
  if (isHandedToLock(program, ref)) return true;
  if (edges.length === 0 || depth > 2) return false;
  return edges.every((edge) => {
    if (edge.inTurn || edge.how === 'task' || isLimited(program, edge.from.file, edge.site)) return true;
    const isInner = edge.how === 'call' && edge.from.function !== 0 && edge.from.function !== ref.function;
    return isInner && isSerialised(program, edge.from, edgesInto(program, edge.from), depth + 1);
  });
}

/** The call that takes this very function as an argument, or the call of the function around it, is one of a lock or a queue. */
function isHandedToLock(program: Program, { file, function: id }: FunctionRef): boolean {
  const { start, end } = functionOf(file, id);
  return takers(file).some(({ args, callee }) => {
    if (!args.some((each) => valueOf(file, each).start <= start && end <= valueOf(file, each).end)) return false;
    const symbol = resolveValue(program, file, callee);
    const entry = symbol && entryOf(program, symbol);
    if (entry?.lock === 'run' || entry?.limits || entry?.callbacks?.some(({ runs }) => runs === 'task')) return true;
    return namesALock(file, callee);
  });
}

interface Taker {
  readonly callee: ValueId;
  /** The functions it is given. */
  readonly args: readonly ValueId[];
}

const takersOf = new WeakMap<File['facts'], readonly Taker[]>();

/** The calls of a file that are given functions written in place. */
function takers(file: File): readonly Taker[] {
  const known = takersOf.get(file.facts);
  if (known) return known;
  const found = file.facts.values.flatMap((value): Taker[] => {
    if (value.kind !== 'call') return [];
    const args = value.args.map((each) => each.value).filter((each) => valueOf(file, each).kind === 'function');
    return args.length > 0 ? [{ callee: value.callee, args }] : [];
  });
  takersOf.set(file.facts, found);
  return found;
}
