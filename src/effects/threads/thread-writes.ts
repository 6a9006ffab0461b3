import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Loop, Step, Write } from '../../model/step.ts';
import { numberOf } from '../values/constants.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf, type Call, type Edge } from '../calls/graph.ts';
import { handedOffIn, type HandedOff } from '../calls/handed-off.ts';
import { isLimited } from '../concurrency/held.ts';
import { told } from '../values/options.ts';
import { placeOf } from '../values/places.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { sharedPlace } from '../values/shared-places.ts';
import { sitesOf } from '../calls/sites.ts';
import { innerSteps } from '../calls/steps.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { sourcesOf } from '../values/value-flow.ts';

/** Shared state that a function reads and writes back while other threads run the same function. */
export interface ThreadWrite {
  readonly in: FunctionRef;
  readonly write: Write;
  /** What makes several threads run it, and the calls from there. */
  readonly handed: HandedOff;
  readonly by: FunctionRef;
  readonly through: readonly Edge[];
  /**
   * `called`: code runs between reading and writing, so that another thread may, too. `plain`: it is one line that the GIL happens to keep
   * together in today's builds. `filled`: it is made when there is none yet.
   */
  readonly how: 'called' | 'plain' | 'filled';
}

const found = fileCache(search);

/** The unprotected writes of a file, each once. */
export function threadWrites(program: Program, file: File): readonly ThreadWrite[] {
  return found.of(program, file);
}

function search(program: Program, file: File): ThreadWrite[] {
  const starts = file.facts.functions.flatMap((_, id) => {
    const by = { file, function: id };
    return handedOffIn(program, by).map((handed) => ({ handed, by }));
  });
  const writes = new Map<Write, ThreadWrite>();
  for (const { handed, by } of starts) {
    const { target } = handed;
    if (handed.to !== 'thread' || target?.file !== file) continue;
    const isMany = runsOnMany(file, handed) || starts.filter((other) => isSame(other.handed, handed)).length > 1;
    if (!isMany || roomOf(program, file, handed) === 1) continue;
    const walk: Walk = { program, file, writes: [], seen: new Set(), sharesSelf: isSharedMethod(file, handed) };
    visit(walk, target, [], 0);
    for (const each of walk.writes) if (!writes.has(each.write)) writes.set(each.write, { ...each, handed, by });
  }
  return [...writes.values()];
}

/** Started once for each element, or in each round. A `while` that starts a thread, as a ticker does, mostly waits for it. */
function runsOnMany(file: File, { each, call }: HandedOff): boolean {
  if (each) return true;
  const inner = call.loops.at(-1);
  const loops = inner && isJoinedWithin(file, call, inner) ? call.loops.slice(0, -1) : call.loops;
  return loops.some(({ form }) => form !== 'while' && form !== 'do');
}

/** `thread.join()` in the same round: there is one at a time. */
function isJoinedWithin(file: File, call: Call, loop: Loop): boolean {
  return (sitesOf(file)[call.function] ?? []).some(({ value, loops }) => {
    const join = loops.at(-1) === loop ? valueOf(file, value) : undefined;
    const callee = join?.kind === 'call' ? valueOf(file, join.callee) : undefined;
    return callee?.kind === 'member' && callee.name === 'join' && settle(file, callee.object) === call.value;
  });
}

function isSame(one: HandedOff, other: HandedOff): boolean {
  return (
    one.to === 'thread' &&
    one.target?.function === other.target?.function &&
    one.target?.file === other.target?.file &&
    one.pool === undefined &&
    other.pool === undefined &&
    /^Thread$/.test(one.by)
  );
}

function roomOf(program: Program, file: File, { pool }: HandedOff): number | undefined {
  const made = pool === undefined ? undefined : valueOf(file, settle(file, pool));
  if (made?.kind !== 'call') return undefined;
  const number = told(program, file, made.args, { argument: 0, keyword: 'max_workers' });
  return typeof number === 'string' ? undefined : numberOf(program, number.file, number.value);
}

/** `self.work`, or a method of something that the module has one of: all threads have the same object. */
function isSharedMethod(file: File, { argument }: HandedOff): boolean {
  const value = valueOf(file, argument);
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  if (object?.kind === 'name')
    return bindingOf(file, object.binding).scope === 0 && bindingOf(file, object.binding).reassigned === 0;
  return object?.kind === 'this';
}

interface Walk {
  readonly program: Program;
  readonly file: File;
  readonly writes: Omit<ThreadWrite, 'handed' | 'by'>[];
  readonly seen: Set<FunctionId>;
  readonly sharesSelf: boolean;
}

const DEEPEST = 3;

function visit(walk: Walk, ref: FunctionRef, through: readonly Edge[], depth: number): void {
  const { program, file, seen } = walk;
  const { body, kind } = functionOf(file, ref.function);
  if (seen.has(ref.function) || kind === 'constructor' || takesByHand(file, body)) return;
  seen.add(ref.function);
  inSteps(walk, ref, body, [], through, undefined);
  if (depth >= DEEPEST) return;
  const graph = graphOf(program, file);
  for (const edge of graph.out[ref.function] ?? []) {
    if (edge.how !== 'call' || edge.to.file !== file || isLimited(program, file, edge.site)) continue;
    visit(walk, edge.to, [...through, edge], depth + 1);
  }
}

/** `lock.acquire()`: what it protects is not for us to say. */
function takesByHand(file: File, steps: readonly Step[]): boolean {
  return steps.some((step) => {
    const call = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
    const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
    if (callee?.kind === 'member' && /^(acquire|acquire_lock|lock|__enter__)$/.test(callee.name)) return true;
    return innerSteps(step).some((inner) => takesByHand(file, inner));
  });
}

function inSteps(
  walk: Walk,
  ref: FunctionRef,
  steps: readonly Step[],
  held: readonly ValueId[],
  through: readonly Edge[],
  tested: string | undefined,
): void {
  const { program, file } = walk;
  for (const step of steps) {
    if (step.kind === 'write') {
      const how = isLimited(program, file, { value: step.target, function: ref.function, loops: [], held })
        ? undefined
        : howOf(walk, ref, step, tested);
      if (how) walk.writes.push({ in: ref, write: step, through, how });
    } else if (step.kind === 'region') inSteps(walk, ref, step.body, [...held, step.resource], through, tested);
    else if (step.kind === 'branch') {
      const place = step.form === 'if' ? absentPlace(file, step.test) : undefined;
      step.arms.forEach((arm, index) => {
        inSteps(walk, ref, arm, held, through, index === 0 ? (place ?? tested) : tested);
      });
    } else for (const inner of innerSteps(step)) inSteps(walk, ref, inner, held, through, tested);
  }
}

function howOf(walk: Walk, ref: FunctionRef, step: Write, tested: string | undefined): ThreadWrite['how'] | undefined {
  const { file } = walk;
  if (!isShared(walk, ref, step.target)) return undefined;
  const sources = [...sourcesOf(file, ref.function, step.value)];
  const place = placeOf(file, step.target);
  const isReadBack =
    step.operator !== undefined ||
    (place !== undefined && sources.some((id) => id !== step.target && placeOf(file, id) === place));
  const runs = sources.some((id) => valueOf(file, id).kind === 'call');
  if (isReadBack) return runs ? 'called' : 'plain';
  return place !== undefined && tested === place && runs ? 'filled' : undefined;
}

/** `x is None`, `not x`: the place that is found empty. */
function absentPlace(file: File, test: ValueId): string | undefined {
  const value = valueOf(file, test);
  if (value.kind !== 'operation') return undefined;
  const [left, right] = value.operands;
  if (value.operator === '!' || value.operator === 'not') return left === undefined ? undefined : placeOf(file, left);
  const other = right === undefined ? undefined : valueOf(file, right);
  const isNone = other?.kind === 'literal' && (other.value === null || other.value === undefined);
  return (value.operator === 'is' || value.operator === '==') && isNone && left !== undefined
    ? placeOf(file, left)
    : undefined;
}

function isShared({ program, file, sharesSelf }: Walk, { function: owner }: FunctionRef, target: ValueId): boolean {
  const value = valueOf(file, target);
  if (value.kind === 'index') {
    const key = valueOf(file, value.key);
    // A place of its own for each thread, by what it was given.
    if (key.kind === 'name' && bindingOf(file, key.binding).kind === 'parameter') return false;
    return isShared(
      { program, file, sharesSelf, writes: [], seen: new Set() },
      { file, function: owner },
      value.object,
    );
  }
  const place = sharedPlace(file, owner, target);
  if (!place || (place.root === 'this' && !sharesSelf)) return false;
  return !isOfThread(program, file, target);
}

/** `threading.local()`, which is another one for each thread. */
function isOfThread(program: Program, file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'member' || value.kind === 'index')
    return isOfThread(program, file, value.object) || isLocal(program, file, id);
  return isLocal(program, file, id);
}

function isLocal(program: Program, file: File, id: ValueId): boolean {
  const made = valueOf(file, settle(file, id));
  const callee = made.kind === 'call' ? resolveValue(program, file, made.callee) : undefined;
  return callee !== undefined && /^(threading#local|contextvars#ContextVar)$/.test(symbolName(callee) ?? '');
}
