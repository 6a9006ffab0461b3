import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Loop } from '../../model/step.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { isGiven } from '../values/options.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { stepsWithin } from '../calls/steps.ts';
import { tripsOf } from '../loops/trips.ts';
import { usesOf } from '../values/uses.ts';

/** A queue between tasks or threads, with all that is done with it where all of that is seen. */
export interface QueueUse {
  readonly made: Call;
  readonly name: string;
  /** It takes as many items as it is given. */
  readonly isUnbounded: boolean;
  readonly calls: readonly QueueCall[];
  /** By function that has the queue from elsewhere: how often that is called, undefined where nobody can tell. */
  readonly runs: ReadonlyMap<FunctionId, number | undefined>;
}

/** `queue.put(…)` and its kin. */
export interface QueueCall {
  readonly method: string;
  readonly call: Call;
  readonly in: FunctionId;
}

/** The queues that the code of a file makes, keeps in names and hands to functions of the same file, and to nobody else. */
export function queuesIn(program: Program, file: File): QueueUse[] {
  const all = graphOf(program, file).calls.flat();
  return all.flatMap((made): QueueUse[] => {
    const type = made.symbol?.kind === 'library' ? resolveValue(program, file, made.value) : undefined;
    if (type?.kind !== 'instance' || !isQueue(program, type.type) || made.loops.length > 0) return [];
    const followed = follow(program, file, made, all);
    return followed ? [{ made, isUnbounded: hasNoBound(program, file, made), ...followed }] : [];
  });
}

function isQueue(program: Program, type: string): boolean {
  return program.knowledge.type(type)?.queue === true || /^(asyncio|queue)#(Lifo|Priority)Queue$/.test(type);
}

function hasNoBound(program: Program, file: File, { value: id, entry }: Call): boolean {
  const value = valueOf(file, id);
  if (value.kind !== 'call' || !entry?.capacity) return false;
  return value.args.length === 0 || isGiven(program, file, value.args, entry.capacity);
}

type Followed = Pick<QueueUse, 'name' | 'calls' | 'runs'>;

/** Follows the names that hold it; undefined as soon as it gets to where nobody can follow. */
function follow(program: Program, file: File, made: Call, all: readonly Call[]): Followed | undefined {
  const uses = usesOf(file);
  const [first, ...others] = uses.of(made.value);
  const target = first?.as === 'written' && first.by !== undefined ? valueOf(file, first.by) : undefined;
  if (others.length > 0 || target?.kind !== 'name') return undefined;
  const { name, reassigned } = bindingOf(file, target.binding);
  if (reassigned > 0) return undefined;
  const calls: QueueCall[] = [];
  const runs = new Map<FunctionId, number | undefined>();
  const bindings = new Set([target.binding]);
  // A set that grows while it is walked.
  for (const binding of bindings) {
    for (const mention of uses.names(binding)) {
      for (const { as, by } of uses.of(mention)) {
        if (as === 'target' || (as === 'exported' && bindingOf(file, binding).scope === 0)) continue;
        if (by === undefined) return undefined;
        if (as === 'object') {
          const call = methodCall(file, by, all);
          if (!call) return undefined;
          calls.push(call);
          if (call.in !== bindingOf(file, binding).scope && !runs.has(call.in))
            runs.set(call.in, startsOf(program, file, call.in, made.function, all));
          continue;
        }
        const given =
          as === 'argument' || as === 'element' ? parameterGiven(program, file, by, mention, all) : undefined;
        if (!given) return undefined;
        bindings.add(given.binding);
        const known = runs.get(given.function);
        const before = runs.has(given.function) ? known : 0;
        runs.set(given.function, before === undefined || given.times === undefined ? undefined : before + given.times);
      }
    }
  }
  return { name, calls, runs };
}

function methodCall(file: File, member: ValueId, all: readonly Call[]): QueueCall | undefined {
  const value = valueOf(file, member);
  const [use] = usesOf(file).of(member);
  const call = use?.as === 'callee' ? all.find(({ value: each }) => each === use.by) : undefined;
  return value.kind === 'member' && call ? { method: value.name, call, in: call.function } : undefined;
}

/** How often a function is called that finds the queue around it, for each run of the one that makes the queue. */
function startsOf(
  program: Program,
  file: File,
  id: FunctionId,
  maker: FunctionId,
  all: readonly Call[],
  depth = 0,
): number | undefined {
  if (id === maker) return 1;
  if (depth > DEEPEST || functionOf(file, id).owner !== undefined) return undefined;
  const uses = usesOf(file);
  let starts = 0;
  for (const mention of uses.functions(id)) {
    for (const { as, by } of uses.of(mention)) {
      if (as === 'target' || as === 'written' || as === 'exported') continue;
      const call = all.find(({ value }) => value === by);
      if (!call || !(as === 'callee' || (as === 'argument' && isStarted(file, call, mention)))) return undefined;
      const times = timesOf(program, file, call);
      const runs = startsOf(program, file, call.function, maker, all, depth + 1);
      if (times === undefined || runs === undefined) return undefined;
      starts += times * runs;
    }
  }
  return starts;
}

const DEEPEST = 4;

/** `Thread(target=work)`, `pool.submit(work)`. Nobody waits for the end of a daemon. */
function isStarted(file: File, { value: id, symbol }: Call, work: ValueId): boolean {
  const value = valueOf(file, id);
  const starter = symbol && symbolName(symbol);
  if (value.kind !== 'call' || starter === undefined) return false;
  if (value.args.some(({ spread, keyword }) => spread || keyword === 'daemon')) return false;
  const given = value.args.find((each) => each.value === work);
  return threads.test(starter) ? given?.keyword === 'target' : starting.test(starter) && given === value.args[0];
}

const threads = /^threading#Thread$|^multiprocessing#Process$/;
const starting = /^(concurrent\.futures#\w+\.submit|asyncio#to_thread)$/;

interface Given {
  readonly function: FunctionId;
  readonly binding: number;
  /** How often the call is made each time its function runs. */
  readonly times: number | undefined;
}

/** `worker(queue)`, `Thread(target=worker, args=(queue,))`, `pool.submit(worker, queue)`: the parameter that is given the queue. */
function parameterGiven(
  program: Program,
  file: File,
  by: ValueId,
  mention: ValueId,
  all: readonly Call[],
): Given | undefined {
  const holder = valueOf(file, by);
  // `args=(queue,)`
  const list =
    holder.kind === 'array'
      ? usesOf(file)
          .of(by)
          .find(({ as }) => as === 'argument')?.by
      : undefined;
  const id = holder.kind === 'array' ? list : by;
  const call = id === undefined ? undefined : all.find(({ value }) => value === id);
  const value = id === undefined ? undefined : valueOf(file, id);
  if (!call || value?.kind !== 'call' || value.args.some(({ spread }) => spread)) return undefined;
  const position = (args: readonly { readonly value: ValueId }[]): number =>
    args.findIndex((each) => each.value === mention);
  const times = timesOf(program, file, call);
  if (call.symbol?.kind === 'function' && holder.kind === 'call') {
    const index = position(value.args);
    return parameterOf(file, call.symbol, index, value.args[index]?.keyword, times);
  }
  const starter = call.symbol && symbolName(call.symbol);
  if (starter === undefined) return undefined;
  const placed = value.args.find(({ keyword }) => keyword === 'target');
  if (threads.test(starter) && holder.kind === 'array' && placed) {
    if (value.args.some(({ keyword }) => keyword === 'daemon')) return undefined;
    const target = resolveValue(program, file, placed.value);
    return target?.kind === 'function'
      ? parameterOf(file, target, position(holder.elements), undefined, times)
      : undefined;
  }
  if (starting.test(starter) && holder.kind === 'call') {
    const target = value.args[0] && resolveValue(program, file, value.args[0].value);
    const index = position(value.args) - 1;
    return target?.kind === 'function'
      ? parameterOf(file, target, index, value.args[index + 1]?.keyword, times)
      : undefined;
  }
  return undefined;
}

function parameterOf(
  file: File,
  target: FunctionRef,
  index: number,
  keyword: string | undefined,
  times: number | undefined,
): Given | undefined {
  if (target.file !== file || index < 0) return undefined;
  const { parameters, owner } = functionOf(file, target.function);
  if (owner !== undefined) return undefined;
  const parameter = keyword === undefined ? parameters[index] : parameters.find(({ name }) => name === keyword);
  if (!parameter || parameter.isRest || bindingOf(file, parameter.binding).reassigned > 0) return undefined;
  return { function: target.function, binding: parameter.binding, times };
}

/** How often a call is made each time its function runs; undefined where nobody can tell. */
export function timesOf(program: Program, file: File, { loops }: Call): number | undefined {
  let times = 1;
  for (const loop of loops) {
    const trips = tripsOf(program, file, loop);
    if (typeof trips !== 'number') return undefined;
    times *= trips;
  }
  return times;
}

/** `while True:` */
export function isEndless(file: File, { form, test }: Loop): boolean {
  if (form !== 'while') return false;
  const value = test === undefined ? undefined : valueOf(file, test);
  return !value || (value.kind === 'literal' && (value.value === true || value.value === 1));
}

/** What a function takes as the sign to stop, where it takes items for ever and leaves at that one. */
export function stopSign(file: File, { call }: QueueCall): ValueId | undefined {
  const loop = call.loops.at(-1);
  if (!loop || !isEndless(file, loop)) return undefined;
  const item = itemOf(file, call.value);
  if (item === undefined) return undefined;
  for (const step of stepsWithin(loop.body)) {
    if (step.kind !== 'branch' || step.form !== 'if') continue;
    const sign = comparedWith(file, step.test, item);
    const leaves = step.arms[0]?.some(({ kind }) => kind === 'break' || kind === 'return') ?? false;
    if (sign !== undefined && leaves) return sign;
  }
  return undefined;
}

/** The variable that is given what `queue.get()` gives. */
function itemOf(file: File, id: ValueId): number | undefined {
  const uses = usesOf(file);
  const awaited = uses.of(id).find(({ as }) => as === 'awaited')?.by;
  const [use] = uses.of(awaited ?? id);
  const target = use?.as === 'written' && use.by !== undefined ? valueOf(file, use.by) : undefined;
  return target?.kind === 'name' ? target.binding : undefined;
}

function comparedWith(file: File, test: ValueId, item: number): ValueId | undefined {
  const value = valueOf(file, test);
  if (value.kind !== 'operation' || !/^(is|==)$/.test(value.operator)) return undefined;
  const [left = -1, right = -1] = value.operands;
  const isItem = (id: ValueId): boolean => {
    const each = valueOf(file, id);
    return each.kind === 'name' && each.binding === item;
  };
  return isItem(left) ? right : isItem(right) ? left : undefined;
}

/** Whether two mentions are the same sign: the same literal, or the same name of the module. */
export function isSameSign(file: File, one: ValueId, other: ValueId): boolean {
  const [a, b] = [valueOf(file, settle(file, one)), valueOf(file, settle(file, other))];
  if (a.kind === 'literal' && b.kind === 'literal') return a.value === b.value;
  return settle(file, one) === settle(file, other);
}
