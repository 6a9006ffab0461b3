import type { Limits } from '../../knowledge/schema.ts';
import type { BindingId, ValueId } from '../../model/facts.ts';
import { numberOf } from '../values/constants.ts';
import { callAt, graphOf, type Call, type Edge } from '../calls/graph.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { entryOf, resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** Work that is handed to a limiter: `limit(task)`, `queue.add(task)`. */
export interface LimitedTask {
  readonly file: File;
  readonly call: Call;
  /** The limiter as it is written there, and its variable where it is one. */
  readonly limiter: ValueId;
  readonly binding?: BindingId;
  /** The task, as handed over. */
  readonly task: ValueId;
}

/** A limiter that is made: `pLimit(4)`, `new PQueue({ concurrency: 4 })`. */
export interface MadeLimiter {
  readonly call: Call;
  /** The variable that holds it and nothing else. */
  readonly binding: BindingId;
  /** How many it lets in at once, where that is written down. */
  readonly room?: number;
}

/** The task that a call hands to a limiter; undefined for every other call. */
export function limitedTask(file: File, call: Call): LimitedTask | undefined {
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' || !call.symbol || call.symbol.kind === 'library') return undefined;
  const callback = call.entry?.callbacks?.find(({ runs, property }) => runs === 'task' && property === undefined);
  const argument = typeof callback?.argument === 'number' ? value.args[callback.argument] : undefined;
  if (!argument || argument.spread) return undefined;
  const callee = valueOf(file, value.callee);
  const limiter = call.symbol.kind === 'method' && callee.kind === 'member' ? callee.object : value.callee;
  const binding = variableOf(file, limiter);
  return { file, call, limiter, task: argument.value, ...(binding === undefined ? {} : { binding }) };
}

/** The variable that holds a limiter first: `deeper` of `const deeper = limit` is `limit`. */
function variableOf(file: File, id: ValueId): BindingId | undefined {
  const written = valueOf(file, id);
  if (written.kind !== 'name') return undefined;
  const { init, reassigned } = bindingOf(file, written.binding);
  const other = init === undefined || reassigned > 0 ? undefined : variableOf(file, init);
  return other ?? written.binding;
}

/** The limiters that are made in a function and kept in a variable of it. */
export function limitersMadeIn(program: Program, { file, function: id }: FunctionRef): MadeLimiter[] {
  return (graphOf(program, file).calls[id] ?? []).flatMap((call): MadeLimiter[] => {
    const { limits, returns } = call.entry ?? {};
    if (!limits || returns === undefined || call.entry?.promise === true) return [];
    const binding = file.facts.bindings.findIndex(
      ({ init, scope }) => scope === id && init !== undefined && settle(file, init) === call.value,
    );
    if (binding < 0) return [];
    const room = roomOf(program, file, call.value, limits);
    return [{ call, binding, ...(room === undefined ? {} : { room }) }];
  });
}

/** The call that makes a limiter for one task alone: `pLimit(4)(() => load(url))`. */
export function madeForTask(program: Program, { file, limiter }: LimitedTask): Call | undefined {
  const made = valueOf(file, limiter);
  const call = made.kind === 'call' || made.kind === 'new' ? callAt(program, file, limiter) : undefined;
  return call?.entry?.limits && call.entry.returns !== undefined && call.entry.promise !== true ? call : undefined;
}

/** The number that a limiter is given. */
export function roomOf(program: Program, file: File, id: ValueId, limits: Limits): number | undefined {
  const value = valueOf(file, id);
  if (value.kind !== 'call' && value.kind !== 'new') return undefined;
  const given = limits.argument === undefined ? undefined : value.args[limits.argument]?.value;
  if (given === undefined) return limits.default;
  if (limits.property === undefined) return numberOf(program, file, given);
  const options = valueOf(file, settle(file, given));
  const property =
    options.kind === 'object' ? options.properties.find(({ name }) => name === limits.property) : undefined;
  return property && numberOf(program, file, property.value);
}

/** How many a limiter lets in, from any mention of it. */
export function roomOfLimiter(program: Program, file: File, limiter: ValueId): number | undefined {
  const made = settle(file, limiter);
  const value = valueOf(file, made);
  if (value.kind !== 'call' && value.kind !== 'new') return undefined;
  const symbol = resolveValue(program, file, value.callee);
  const limits = symbol && entryOf(program, symbol)?.limits;
  return limits && roomOf(program, file, made, limits);
}

/** Longer than any chain of calls by which somebody waits for himself. */
const DEEPEST = 5;

/**
 * The way from a limited task to another call of the same limiter, whose result it needs: the outer one keeps its place while the
 * inner one waits for a free place. The edges on the way, then the inner call.
 */
export function nestedIn(program: Program, outer: LimitedTask): { hops: Edge[]; inner: LimitedTask } | undefined {
  if (outer.binding === undefined) return undefined;
  const task = (graphOf(program, outer.file).out[outer.call.function] ?? []).find(
    ({ how, site }) => how === 'task' && site.value === outer.call.value,
  );
  if (!task) return undefined;
  return search(program, task.to, outer.binding, [task], new Set());
}

function search(
  program: Program,
  ref: FunctionRef,
  limiter: BindingId,
  hops: Edge[],
  seen: Set<string>,
): { hops: Edge[]; inner: LimitedTask } | undefined {
  const key = `${ref.function} ${limiter} ${ref.file.path}`;
  if (hops.length > DEEPEST || seen.has(key)) return undefined;
  seen.add(key);
  const { calls, out } = graphOf(program, ref.file);
  for (const call of calls[ref.function] ?? []) {
    const inner = limitedTask(ref.file, call);
    if (inner?.binding === limiter && usesOf(ref.file).of(call.value).length > 0) return { hops, inner };
  }
  for (const edge of out[ref.function] ?? []) {
    // What another task does, its own search finds.
    if (edge.how !== 'call' && edge.how !== 'inline') continue;
    const passed = edge.to.file === ref.file ? sameLimiter(edge, limiter) : undefined;
    const found = passed === undefined ? undefined : search(program, edge.to, passed, [...hops, edge], seen);
    if (found) return found;
  }
  return undefined;
}

/** By which variable the callee knows the limiter; undefined where it makes one of its own. */
function sameLimiter({ from, to, site }: Edge, limiter: BindingId): BindingId | undefined {
  const { file } = from;
  const call = valueOf(file, site.value);
  const handed = call.kind === 'call' ? call.args.findIndex(({ value }) => isName(file, value, limiter)) : -1;
  const parameter = handed < 0 ? undefined : functionOf(file, to.function).parameters[handed];
  if (parameter) return parameter.binding;
  return isWithin(file, bindingOf(file, limiter).scope, to.function) ? undefined : limiter;
}

function isName(file: File, id: ValueId, binding: BindingId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'name' && value.binding === binding;
}

/** Whether a function is `outer` or stands inside of it. */
function isWithin(file: File, inner: number, outer: number): boolean {
  for (let id: number | undefined = inner; id !== undefined; id = functionOf(file, id).parent) {
    if (id === outer) return true;
  }
  return false;
}
