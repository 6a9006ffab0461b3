import type { Limits } from '../../knowledge/schema.ts';
import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Loop, Range } from '../../model/step.ts';
import type { Argument } from '../../model/value.ts';
import { isArrayLike } from '../calls/callbacks.ts';
import { countOf } from '../values/counts.ts';
import { fileCache } from '../file-cache.ts';
import { gathered } from './gathered.ts';
import { callAt, graphOf, type Call } from '../calls/graph.ts';
import { reachBy, reachOf, type Reach } from '../calls/io.ts';
import { lengthOfSource, writtenLength, type Length } from '../values/list-length.ts';
import { told } from '../values/options.ts';
import {
  bindingOf,
  functionOf,
  isPython,
  settle,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { boundOf } from '../loops/rounds.ts';
import { sitesOf } from '../calls/sites.ts';
import { spawned } from './spawned.ts';
import { entryOf, resolveValue, type Resolved } from '../symbols.ts';
import { tripsOf } from '../loops/trips.ts';
import { unawaited } from './unawaited-rounds.ts';
import { usesOf } from '../values/uses.ts';

/** One task per element of a list, all started at once, and a combinator that waits for them. */
export interface FanOut {
  /** `Promise.all(…)`, or `pMap(…)` without a limit. */
  readonly combinator: Call;
  /** `spawned`: nobody waits for all of them together in one place; the combinator is the call that starts one. */
  readonly shape: 'mapped' | 'pushed' | 'spawned';
  /** `list.map(…)` or `tasks.push(…)`; of a mapper without a limit, and of what is spawned, the combinator itself. */
  readonly call: ValueId;
  /** The callback of `map`, the promise that is pushed, or the coroutine that is spawned. */
  readonly task: ValueId;
  /** The list that the tasks are made from; for `pushed` what the loop runs over, where it runs over something. */
  readonly source?: ValueId;
  readonly loop?: Loop;
  /** Other places fill the same list. */
  readonly isPart?: true;
}

/** The fan-outs whose combinator stands in this function. */
export function fanOutsOf(program: Program, { file, function: id }: FunctionRef): readonly FanOut[] {
  return fanOuts.of(program, file)[id] ?? [];
}

/** By function: several rules ask. */
const fanOuts = fileCache(
  (program, file) => graphOf(program, file).calls.map((calls) => fanOutsAmong(program, file, calls)),
  { reachesFar: true },
);

function fanOutsAmong(program: Program, file: File, calls: readonly Call[]): FanOut[] {
  return calls.flatMap((call) => {
    const kind = call.entry?.combinator;
    if (file.facts.language === 'python') {
      if (kind === undefined) return spawned(file, call) ?? [];
      return kind === 'race' ? [] : gathered(program, file, call);
    }
    const value = valueOf(file, call.value);
    const list = value.kind === 'call' ? value.args[0] : undefined;
    if (!list || list.spread) return kind === undefined ? (unawaited(program, file, call) ?? []) : [];
    const unlimited = mapper(program, file, call, list.value);
    if (unlimited) return [unlimited];
    if (kind === undefined) return unawaited(program, file, call) ?? [];
    if (kind === 'race') return [];
    const found = mapped(program, file, call, list.value) ?? pushed(program, file, call, list.value);
    return found ? [found] : [];
  });
}

/** `pMap(list, task)`: a mapper that could limit, called without the number. */
function mapper(program: Program, file: File, call: Call, list: ValueId): FanOut | undefined {
  const { limits, callbacks, promise } = call.entry ?? {};
  const value = valueOf(file, call.value);
  const callback = callbacks?.find(({ runs, argument }) => runs === 'task' && argument === 1);
  if (!limits || !callback || promise !== true || value.kind !== 'call') return undefined;
  const task = value.args[1];
  if (!task || value.args.some(({ spread }) => spread) || isCapped(program, file, value.args, limits)) return undefined;
  return { combinator: call, shape: 'mapped', call: call.value, task: task.value, source: list };
}

/** Whether it is capped, or may be: an object that we cannot look into counts as one that has the number. */
function isCapped(program: Program, file: File, args: readonly Argument[], limits: Limits): boolean {
  const given = told(program, file, args, limits);
  if (given === 'nothing') return limits.default !== undefined;
  return given === 'unknown' || !isInfinite(given.file, given.value);
}

function isInfinite(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  return value.kind === 'global' ? value.name === 'Infinity' : value.kind === 'literal' && value.value === undefined;
}

function mapped(program: Program, file: File, combinator: Call, list: ValueId): FanOut | undefined {
  const id = unwrapList(file, list);
  const call = valueOf(file, id);
  if (call.kind !== 'call') return undefined;
  const callee = valueOf(file, call.callee);
  if (callee.kind !== 'member') return undefined;
  if (callee.name === 'map' || callee.name === 'flatMap') {
    const task = call.args[0];
    if (!task || task.spread || !isArrayLike(program, file, callee.object)) return undefined;
    return { combinator, shape: 'mapped', call: id, task: task.value, source: callee.object };
  }
  // Array.from(list, callback)
  const [source, task] = call.args;
  const object = valueOf(file, callee.object);
  if (callee.name !== 'from' || object.kind !== 'global' || object.name !== 'Array' || !source || !task)
    return undefined;
  return { combinator, shape: 'mapped', call: id, task: task.value, source: source.value };
}

/** `[...list]` and a name stand for the list itself. */
function unwrapList(file: File, id: ValueId): ValueId {
  const settled = settle(file, id);
  const value = valueOf(file, settled);
  const only = value.kind === 'array' && value.elements.length === 1 ? value.elements[0] : undefined;
  return only?.spread ? settle(file, only.value) : settled;
}

/** `const tasks = []; for (…) tasks.push(work(…)); await Promise.all(tasks)`, also with `forEach` for the loop. */
function pushed(program: Program, file: File, combinator: Call, list: ValueId): FanOut | undefined {
  const name = valueOf(file, list);
  if (name.kind !== 'name') return undefined;
  const { init, scope } = bindingOf(file, name.binding);
  const array = init === undefined ? undefined : valueOf(file, init);
  if (array?.kind !== 'array' || array.elements.length > 0 || scope !== combinator.function) return undefined;
  const pushes = graphOf(program, file).calls.flatMap((calls) =>
    calls.filter((call) => isPush(file, call, name.binding)),
  );
  // Of several, as in the branches of an `if`, the first that repeats.
  for (const push of pushes) {
    const value = valueOf(file, push.value);
    const task = value.kind === 'call' && value.args.length === 1 ? value.args[0] : undefined;
    if (!task || task.spread) return undefined;
    const rounds = roundsOf(program, file, push, combinator);
    if (rounds) return { combinator, shape: 'pushed', call: push.value, task: settle(file, task.value), ...rounds };
  }
  return undefined;
}

/** What a push is repeated by, as long as nothing waits in between. */
function roundsOf(
  program: Program,
  file: File,
  push: Call,
  combinator: Call,
): Pick<FanOut, 'loop' | 'source'> | undefined {
  const visit =
    push.function === combinator.function ? undefined : visitAround(program, file, push, combinator.function);
  const site = visit?.call ?? push;
  if (site.function !== combinator.function) return undefined;
  // The loop that is around the push but not around the combinator: one batch of it is all that runs at once.
  const loop = site.loops.find((each) => !combinator.loops.includes(each));
  if (loop && waitsInside(program, file, loop, combinator.function)) return undefined;
  if (visit) return { source: visit.source };
  return loop && { loop, ...(loop.source === undefined ? {} : { source: loop.source }) };
}

/** `list.forEach((each) => { … push … })`, called by `owner`. */
function visitAround(
  program: Program,
  file: File,
  { function: callback }: Call,
  owner: FunctionId,
): { readonly call: Call; readonly source: ValueId } | undefined {
  if (functionOf(file, callback).isAsync) return undefined;
  const uses = usesOf(file);
  const by = uses.functions(callback).flatMap((each) => uses.of(each))[0]?.by;
  const call = by === undefined ? undefined : callAt(program, file, by);
  const value = call && valueOf(file, call.value);
  const callee = value?.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (call?.function !== owner || callee?.kind !== 'member' || callee.name !== 'forEach') return undefined;
  return isArrayLike(program, file, callee.object) ? { call, source: callee.object } : undefined;
}

function isPush(file: File, { value: id }: Call, binding: number): boolean {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (callee?.kind !== 'member' || callee.name !== 'push') return false;
  const object = valueOf(file, callee.object);
  return object.kind === 'name' && object.binding === binding;
}

/** A loop that itself waits, for a free place or for a batch, limits what it starts. */
function waitsInside(program: Program, file: File, loop: Loop, owner: FunctionId): boolean {
  const awaits = (sitesOf(file)[owner] ?? []).some(
    ({ value, loops }) => loops.includes(loop) && valueOf(file, value).kind === 'await',
  );
  const combines = (graphOf(program, file).calls[owner] ?? []).some(
    ({ entry, loops }) => entry?.combinator !== undefined && loops.includes(loop),
  );
  return awaits || combines;
}

/** What one task of the fan-out reaches; undefined when it starts no I/O that we know of, or is limited already. */
export function taskReach(program: Program, file: File, fanOut: FanOut): Reach | undefined {
  const target = resolveValue(program, file, fanOut.task);
  const promise = valueOf(file, fanOut.task);
  if (fanOut.shape === 'mapped' || (fanOut.shape === 'spawned' && promise.kind !== 'call')) {
    if (target?.kind === 'function') return reachOf(program, target);
    return callReach(program, file, fanOut.combinator, target, fanOut.task);
  }
  if (promise.kind !== 'call') return undefined;
  const callee = resolveValue(program, file, promise.callee);
  if (callee?.kind === 'function') return reachOf(program, callee);
  return callReach(program, file, fanOut.combinator, callee, fanOut.task);
}

/** The task is a library function itself: `urls.map(fetch)`. */
function callReach(
  program: Program,
  file: File,
  at: Call,
  symbol: Resolved | undefined,
  task: ValueId,
): Reach | undefined {
  if (!symbol) return undefined;
  const entry = entryOf(program, symbol);
  if (!entry?.io || entry.promise !== true) return undefined;
  return reachBy(program, symbol, entry.io, { ...at, value: task }, { file, function: at.function });
}

/** How many tasks there are at most; undefined when the code sets no limit. */
export function fanOutWidth(program: Program, file: File, { source, loop }: FanOut): Length | undefined {
  if (source !== undefined) return lengthOfSource(program, file, source);
  return loop?.range && loop.range.grows !== '*' ? roundsIn(program, file, loop.range) : undefined;
}

function roundsIn(program: Program, file: File, range: Range): Length | undefined {
  const trips = tripsOf(program, file, { range });
  return typeof trips === 'number' ? trips : countOf(program, file, boundOf(range));
}

/**
 * Whether each task takes one thing after the other until nothing is left: `Array.from({ length: n }, worker)` is how one writes a
 * limit by hand, and `[worker() for _ in range(n)]` in Python. Tasks that are made of an element of a list each are none.
 */
export function isWorkers(program: Program, file: File, { source, task, shape }: FanOut): boolean {
  const promise = valueOf(file, task);
  const isCounted = isPython(file) && promise.kind === 'call' && promise.args.length === 0;
  if (source !== undefined && !isCounted && writtenLength(program, file, source) === undefined) return false;
  const id = shape !== 'mapped' && promise.kind === 'call' ? promise.callee : task;
  const target = resolveValue(program, file, id);
  return target?.kind === 'function' && worksOff(program, target, new Set());
}

function worksOff(program: Program, { file, function: id }: FunctionRef, seen: Set<FunctionId>): boolean {
  seen.add(id);
  const waits = (sitesOf(file)[id] ?? []).some(
    ({ value, loops }) => loops.length > 0 && valueOf(file, value).kind === 'await',
  );
  // `() => worker(i)`
  return (
    waits ||
    (graphOf(program, file).out[id] ?? []).some(
      ({ how, to }) =>
        how === 'call' && to.file === file && !seen.has(to.function) && seen.size < 3 && worksOff(program, to, seen),
    )
  );
}
