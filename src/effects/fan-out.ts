import type { FunctionId, ValueId } from '../model/facts.ts';
import type { Loop } from '../model/step.ts';
import { lengthOf, tripsOf } from './constants.ts';
import { graphOf, type Call } from './graph.ts';
import { reachBy, reachOf, type Reach } from './io.ts';
import { bindingOf, settle, valueOf, type File, type FunctionRef, type Program } from './program.ts';
import { sitesOf } from './sites.ts';
import { entryOf, resolveValue, type Resolved } from './symbols.ts';

/** One task per element of a list, all started at once, and a combinator that waits for them. */
export interface FanOut {
  /** `Promise.all(…)`. */
  readonly combinator: Call;
  readonly shape: 'mapped' | 'pushed';
  /** `list.map(…)` or `list.push(…)`. */
  readonly call: ValueId;
  /** The callback of `map`, or the promise that is pushed. */
  readonly task: ValueId;
  /** The list that the tasks are made from; for `pushed` what the loop runs over, where it runs over something. */
  readonly source?: ValueId;
  readonly loop?: Loop;
}

/** The fan-outs whose combinator stands in this function. */
export function fanOutsOf(program: Program, ref: FunctionRef): FanOut[] {
  const { file } = ref;
  return (graphOf(program, file).calls[ref.function] ?? []).flatMap((call) => {
    const kind = call.entry?.combinator;
    const value = valueOf(file, call.value);
    if (kind === undefined || kind === 'race' || value.kind !== 'call') return [];
    const list = value.args[0];
    if (!list || list.spread) return [];
    const found = mapped(program, file, call, list.value) ?? pushed(program, file, call, list.value);
    return found ? [found] : [];
  });
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

/** What `map` is called on may be unknown, but must not be known to be something else, such as a limiter. */
function isArrayLike(program: Program, file: File, id: ValueId): boolean {
  const receiver = resolveValue(program, file, id);
  if (!receiver || receiver.kind === 'literal') return true;
  return receiver.kind === 'instance' && receiver.type === 'global#Array';
}

/** `const tasks = []; for (…) tasks.push(work(…)); await Promise.all(tasks)`. */
function pushed(program: Program, file: File, combinator: Call, list: ValueId): FanOut | undefined {
  const name = valueOf(file, list);
  if (name.kind !== 'name') return undefined;
  const { init, scope } = bindingOf(file, name.binding);
  const array = init === undefined ? undefined : valueOf(file, init);
  if (array?.kind !== 'array' || array.elements.length > 0 || scope !== combinator.function) return undefined;
  const pushes = (graphOf(program, file).calls[combinator.function] ?? []).filter((call) =>
    isPush(file, call, name.binding),
  );
  const [push, ...others] = pushes;
  if (!push) return undefined;
  const value = valueOf(file, push.value);
  // The loop that is around the push but not around the combinator: one batch of it is all that runs at once.
  const loop = push.loops.find((each) => !combinator.loops.includes(each));
  if (value.kind !== 'call' || others.length > 0 || !loop) return undefined;
  const task = value.args[0];
  if (!task || task.spread || value.args.length !== 1 || waitsInside(program, file, loop, combinator.function))
    return undefined;
  return {
    combinator,
    shape: 'pushed',
    call: push.value,
    task: task.value,
    loop,
    ...(loop.source === undefined ? {} : { source: loop.source }),
  };
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
  if (fanOut.shape === 'mapped') {
    if (target?.kind === 'function') return reachOf(program, target);
    return callReach(program, file, fanOut.combinator, target, fanOut.task);
  }
  const promise = valueOf(file, fanOut.task);
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
export function fanOutWidth(program: Program, file: File, { source, loop }: FanOut): number | undefined {
  if (source !== undefined) return lengthOf(program, file, source);
  const trips = loop && tripsOf(program, file, loop);
  return typeof trips === 'number' ? trips : undefined;
}
