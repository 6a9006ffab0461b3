import type { TypeEntry } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import type { Step } from '../../model/step.ts';
import { graphOf } from '../calls/graph.ts';
import { placeOf } from '../values/places.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { regionsOf } from '../calls/sites.ts';
import { innerSteps, stepsWithin } from '../calls/steps.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A lock of threads that a coroutine holds while it waits for something else. */
export interface LockedWait {
  /** The lock as it is written there: what `with` enters, or what `acquire` is called on. */
  readonly lock: ValueId;
  /** The `with` block; absent for `lock.acquire()`. */
  readonly region?: Span;
  /** The first place within where other tasks run. */
  readonly wait: Span;
  readonly kind: NonNullable<TypeEntry['lock']>;
}

/** The locks that are made for threads or processes and are held by this `async def` where it lets other tasks run. */
export function lockedWaits(program: Program, ref: FunctionRef): LockedWait[] {
  const { file, function: id } = ref;
  if (!functionOf(file, id).isAsync) return [];
  const inBlocks = (regionsOf(file)[id] ?? []).flatMap(({ value, step }): LockedWait[] => {
    const kind = step.isAsync ? undefined : lockOf(program, ref, value);
    const wait = kind && firstWait(file, step.body);
    return kind && wait ? [{ lock: value, region: { start: step.start, end: step.end }, wait, kind }] : [];
  });
  return [...inBlocks, ...acquired(program, ref)];
}

/** What kind of lock between threads a value is; undefined for all else, and for one that nobody else can have. */
function lockOf(program: Program, { file, function: id }: FunctionRef, value: ValueId): LockedWait['kind'] | undefined {
  const symbol = resolveValue(program, file, value);
  const type = symbol?.kind === 'instance' ? program.knowledge.type(symbol.type) : undefined;
  if (!type?.lock || (type.between !== 'threads' && type.between !== 'processes')) return undefined;
  const written = valueOf(file, value);
  const isOwn = written.kind === 'call' || (written.kind === 'name' && isPrivate(file, id, written.binding));
  return isOwn ? undefined : type.lock;
}

/** A variable of this very call that no other function sees and that goes nowhere. */
function isPrivate(file: File, owner: number, binding: number): boolean {
  const { scope, init } = bindingOf(file, binding);
  if (scope !== owner || init === undefined || valueOf(file, init).kind !== 'call') return false;
  const isCaptured = file.facts.functions.some(({ captures }) => captures.includes(binding));
  const uses = usesOf(file);
  return !isCaptured && uses.names(binding).every((name) => uses.of(name).every(({ as }) => as !== 'argument'));
}

function firstWait(file: File, steps: readonly Step[]): Span | undefined {
  for (const step of stepsWithin(steps)) {
    const wait = waitAt(file, step);
    if (wait) return wait;
  }
  return undefined;
}

function waitAt(file: File, step: Step): Span | undefined {
  if (step.kind === 'region') return step.isAsync ? { start: step.start, end: step.start + 'async'.length } : undefined;
  if (step.kind === 'loop') return step.form === 'for-await' ? step.head : undefined;
  if (step.kind !== 'evaluate') return undefined;
  const { kind, start } = valueOf(file, step.value);
  return kind === 'await' || kind === 'yield' ? { start, end: start + 'await'.length } : undefined;
}

/** `lock.acquire()` as a statement, and an `await` before the first `release`. */
function acquired(program: Program, ref: FunctionRef): LockedWait[] {
  const { file, function: id } = ref;
  const calls = graphOf(program, file).calls[id] ?? [];
  return calls.flatMap((call): LockedWait[] => {
    const lock = call.entry?.lock === 'acquire' ? receiverOf(file, call.value) : undefined;
    if (lock === undefined || usesOf(file).of(call.value).length > 0) return [];
    const kind = lockOf(program, ref, lock);
    const place = placeOf(file, lock);
    const release = calls.find(({ value, entry }) => {
      const other = entry?.lock === 'release' ? receiverOf(file, value) : undefined;
      const isLater = valueOf(file, value).start > valueOf(file, call.value).end;
      return other !== undefined && isLater && placeOf(file, other) === place;
    });
    if (!kind || place === undefined || !release) return [];
    const { end } = valueOf(file, call.value);
    const { start } = valueOf(file, release.value);
    const wait = waitsAfter(file, functionOf(file, id).body, call.value).find(
      (each) => each.start > end && each.start < start,
    );
    return wait ? [{ lock, wait, kind }] : [];
  });
}

function receiverOf(file: File, id: ValueId): ValueId | undefined {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  return callee?.kind === 'member' ? callee.object : undefined;
}

/** The waits in the steps that come behind a call in its own list, and so are reached with it done. */
function waitsAfter(file: File, steps: readonly Step[], call: ValueId): Span[] {
  const at = steps.findIndex((step) => step.kind === 'evaluate' && step.value === call);
  if (at >= 0) return stepsWithin(steps.slice(at + 1)).flatMap((step) => waitAt(file, step) ?? []);
  return steps.flatMap((step) => innerSteps(step).flatMap((inner) => waitsAfter(file, inner, call)));
}
