import type { ValueId } from '../../model/facts.ts';
import { numberOf } from '../values/constants.ts';
import { graphOf, type Edge } from '../calls/graph.ts';
import { handedOffIn, type HandedOff } from '../calls/handed-off.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { told } from '../values/options.ts';
import { usesOf } from '../values/uses.ts';

/** A task of a pool that waits for another task of the same pool, which may never get its turn. */
export interface StarvingTask {
  readonly outer: HandedOff;
  readonly inner: HandedOff;
  readonly in: FunctionRef;
  /** The calls from the task to where it hands over the other one. */
  readonly through: readonly Edge[];
  /** How many tasks the pool runs at once, where that is written down. */
  readonly room?: number;
}

/** The tasks that a function hands to a pool and that wait for others of it. */
export function starvingTasks(program: Program, ref: FunctionRef): StarvingTask[] {
  return handedOffIn(program, ref).flatMap((outer): StarvingTask[] => {
    const key = outer.pool === undefined ? undefined : poolKey(ref.file, outer.pool);
    if (key === undefined || !outer.target || outer.target.file !== ref.file) return [];
    const found = waitingIn(program, outer.target, key, 0);
    const room = outer.pool === undefined ? undefined : roomOf(program, ref.file, outer.pool);
    return found ? [{ outer, ...found, ...(room === undefined ? {} : { room }) }] : [];
  });
}

/** Equal for the same pool, as long as `self` is the same. */
function poolKey(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name') {
    const { parameter, import: imported, reassigned } = bindingOf(file, value.binding);
    return parameter || imported || reassigned > 0 ? undefined : String(value.binding);
  }
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  if (value.kind !== 'member' || object?.kind !== 'this') return undefined;
  return `${String(functionOf(file, object.function).owner)}.${value.name}`;
}

const DEEPEST = 3;

function waitingIn(
  program: Program,
  ref: FunctionRef,
  key: string,
  depth: number,
): Pick<StarvingTask, 'inner' | 'in' | 'through'> | undefined {
  const inner = handedOffIn(program, ref).find((each) => {
    return each.pool !== undefined && poolKey(ref.file, each.pool) === key && isWaitedFor(ref, each);
  });
  if (inner) return { inner, in: ref, through: [] };
  if (depth >= DEEPEST) return undefined;
  for (const edge of graphOf(program, ref.file).out[ref.function] ?? []) {
    if (edge.how !== 'call' || edge.to.file !== ref.file) continue;
    const found = waitingIn(program, edge.to, key, depth + 1);
    if (found) return { ...found, through: [edge, ...found.through] };
  }
  return undefined;
}

/** Whether the function that hands it over takes its result before it ends. */
function isWaitedFor({ file, function: id }: FunctionRef, { call, each }: HandedOff): boolean {
  const uses = usesOf(file).of(call.value);
  if (each) return uses.some(({ as }) => as === 'iterated' || as === 'argument' || as === 'element');
  const { start, end } = functionOf(file, id);
  const isDirect = uses.some(({ as, by }) => as === 'object' && isResult(file, by));
  if (isDirect || uses.length === 0 || uses.some(({ as }) => as === 'returned')) return isDirect;
  return file.facts.values.some((value, index) => {
    if (value.kind !== 'member' || value.start < start || value.end > end) return false;
    return (
      isResult(file, index) &&
      usesOf(file)
        .of(index)
        .some(({ as }) => as === 'callee')
    );
  });
}

function isResult(file: File, member: ValueId | undefined): boolean {
  const value = member === undefined ? undefined : valueOf(file, member);
  return value?.kind === 'member' && value.name === 'result';
}

function roomOf(program: Program, file: File, pool: ValueId): number | undefined {
  const value = valueOf(file, pool);
  const init = value.kind === 'name' ? bindingOf(file, value.binding).init : fieldInit(file, pool);
  const made = init === undefined ? undefined : valueOf(file, init);
  if (made?.kind !== 'call') return undefined;
  const number = told(program, file, made.args, { argument: 0, keyword: 'max_workers' });
  return typeof number === 'string' ? undefined : numberOf(program, number.file, number.value);
}

function fieldInit(file: File, id: ValueId): ValueId | undefined {
  const value = valueOf(file, id);
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  if (value.kind !== 'member' || object?.kind !== 'this') return undefined;
  const { owner } = functionOf(file, object.function);
  const made = owner === undefined ? undefined : file.facts.classes[owner];
  return [...(made?.members ?? []), ...(made?.assigned ?? [])].find(({ name }) => name === value.name)?.init;
}
