import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import { fileCache } from '../file-cache.ts';
import { isGiven } from '../values/options.ts';
import { lockKind, nestingsIn, type Nesting } from './locks.ts';
import { isRisky } from './lost-outcomes.ts';
import { placeOf } from '../values/places.ts';
import {
  bindingOf,
  enclosingFunction,
  functionOf,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { regionsOf } from '../calls/sites.ts';
import { innerSteps, stepsWithin } from '../calls/steps.ts';
import { wayTo } from '../calls/untaken.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A lock that is taken by hand and given back only when nothing goes wrong in between. */
export interface LeakedLock {
  /** `lock.acquire()` and `lock.release()`. */
  readonly acquire: ValueId;
  readonly release: ValueId;
  /** Something in between may raise, or leave: that call or step. */
  readonly risk?: { readonly start: number; readonly end: number };
}

/** The locks that a function takes without a `with` or `finally` that gives them back. */
export function leakedLocks(program: Program, { file, function: id }: FunctionRef): LeakedLock[] {
  const { body } = functionOf(file, id);
  const released = new Set<string>();
  for (const step of stepsWithin(body)) {
    if (step.kind !== 'try') continue;
    const sure = [step.finalizer ?? [], ...step.handlers.map((handler) => handler.body)];
    for (const inner of sure.flatMap(stepsWithin)) {
      const place = lockCall(program, file, inner, 'release');
      if (place !== undefined) released.add(place);
    }
  }
  return leakedIn(program, file, id, body, released);
}

function leakedIn(
  program: Program,
  file: File,
  owner: number,
  steps: readonly Step[],
  released: ReadonlySet<string>,
): LeakedLock[] {
  return steps.flatMap((step, index): LeakedLock[] => {
    const inner = innerSteps(step).flatMap((each) => leakedIn(program, file, owner, each, released));
    const place = lockCall(program, file, step, 'acquire');
    if (
      place === undefined ||
      step.kind !== 'evaluate' ||
      released.has(place) ||
      !isPlainWait(program, file, step.value)
    )
      return inner;
    const rest = steps.slice(index + 1);
    const end = rest.findIndex((each) => lockCall(program, file, each, 'release') === place);
    const release = rest[end];
    if (release?.kind !== 'evaluate') return inner;
    const between = rest.slice(0, end);
    // Taken only to wait until it is free: nothing can go wrong while it is held.
    if (between.every((each) => each.kind === 'evaluate' && isAwaitOf(file, each.value, step.value))) return inner;
    const risk = riskIn(program, file, owner, between, place);
    return [...inner, { acquire: step.value, release: release.value, ...(risk ? { risk } : {}) }];
  });
}

function isAwaitOf(file: File, id: ValueId, awaited: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'await' && value.of === awaited;
}

/** The place of the lock that a step takes, or gives back, by hand. */
function lockCall(program: Program, file: File, step: Step, does: 'acquire' | 'release'): string | undefined {
  const call = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
  const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (call?.kind !== 'call' || callee?.kind !== 'member') return undefined;
  const symbol = resolveValue(program, file, call.callee);
  if (!symbol || entryOf(program, symbol)?.lock !== does || lockKind(program, file, callee.object) === undefined)
    return undefined;
  return placeOf(file, callee.object);
}

/** It waits until it has the lock, and nobody asks whether it got it. */
function isPlainWait(program: Program, file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  if (call.kind !== 'call' || call.args.some((each) => !isGiven(program, file, [each], blockingTrue))) return false;
  return usesOf(file)
    .of(id)
    .every(({ as, by }) => as === 'awaited' && by !== undefined && usesOf(file).of(by).length === 0);
}

const blockingTrue = { argument: 0, keyword: 'blocking', values: [true] };

function riskIn(
  program: Program,
  file: File,
  owner: number,
  steps: readonly Step[],
  place: string,
): LeakedLock['risk'] {
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'throw' || step.kind === 'return') {
      // `lock.release(); return`
      const isFree = steps.slice(0, index).some((each) => lockCall(program, file, each, 'release') === place);
      if (!isFree) return { start: step.start, end: step.end };
    }
    if (step.kind === 'evaluate' && isRisky(program, file, owner, step.value)) {
      const { start, end } = valueOf(file, step.value);
      return { start, end };
    }
    for (const inner of innerSteps(step)) {
      const found = riskIn(program, file, owner, inner, place);
      if (found) return found;
    }
  }
  return undefined;
}

/** A `with` over a lock that nobody else ever has: it is made there, or anew by each call. */
export interface OwnLock {
  readonly region: ValueId;
  /** The call that makes it. */
  readonly made: ValueId;
  readonly variable?: BindingId;
}

export function ownLocks(program: Program, { file, function: id }: FunctionRef): OwnLock[] {
  return (regionsOf(file)[id] ?? []).flatMap(({ value: region }): OwnLock[] => {
    const kind = lockKind(program, file, region);
    const type = resolveValue(program, file, region);
    // A semaphore of tasks is a limiter, which has a rule of its own.
    if (!kind || type?.kind !== 'instance' || /^asyncio#(Bounded)?Semaphore$/.test(type.type)) return [];
    const value = valueOf(file, region);
    if (value.kind === 'call') return makesLock(program, file, region) ? [{ region, made: region }] : [];
    if (value.kind !== 'name' || id === 0) return [];
    const { scope, init, reassigned } = bindingOf(file, value.binding);
    if (scope !== id || init === undefined || reassigned > 0 || !makesLock(program, file, init)) return [];
    return isAlone(file, id, value.binding) ? [{ region, made: init, variable: value.binding }] : [];
  });
}

function makesLock(program: Program, file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  const name = callee && symbolName(callee);
  // A condition, or a lock of the program's own class, may rest on another lock.
  return call.kind === 'call' && name !== undefined && /#((Bounded)?Semaphore|R?Lock)$/.test(name);
}

/** Only this function itself ever mentions it, to take it and to give it back. */
function isAlone(file: File, owner: number, binding: BindingId): boolean {
  const uses = usesOf(file);
  return uses.names(binding).every((name) => {
    if (enclosingFunction(file, valueOf(file, name).start) !== owner) return false;
    return uses.of(name).every(({ as, by }) => {
      const member = by === undefined ? undefined : valueOf(file, by);
      if (as === 'target' || as === 'resource') return true;
      return as === 'object' && member?.kind === 'member' && /^(acquire|release|locked)$/.test(member.name);
    });
  });
}

/** Two locks that are taken in one order here and in the other order there. */
export interface Inversion {
  readonly one: Nesting;
  readonly other: Nesting;
}

const nestings = fileCache((program, file) =>
  file.facts.functions.flatMap((_, id) => nestingsIn(program, { file, function: id })),
);

/** The pairs of locks of a file that are taken in both orders, each once. */
export function inversionsIn(program: Program, file: File): Inversion[] {
  const found = new Map<string, Inversion>();
  const all = nestings.of(program, file).filter(({ outer, inner }) => outer.key !== inner.key);
  for (const one of all) {
    const other = all.find(({ outer, inner, held }) => {
      const isOpposite = outer.key === one.inner.key && inner.key === one.outer.key;
      // With a third lock around both, only one of them comes here at a time.
      const gate = held.some((key) => key !== outer.key && key !== inner.key && one.held.includes(key));
      return isOpposite && !gate;
    });
    const pair = [one.outer.key, one.inner.key].toSorted().join(' ');
    if (other && !found.has(pair)) found.set(pair, { one, other });
  }
  return [...found.values()];
}

/** A lock that is taken again by whoever holds it, which waits for itself. */
export function retakenIn(program: Program, file: File): Nesting[] {
  return nestings
    .of(program, file)
    .filter((each) => each.outer.key === each.inner.key && each.outer.kind === 'mutex' && !isSettledBefore(each));
}

/**
 * Whether the way to the inner lock asks for a field that the holder has filled by then: `flush()` calls `initialize()` only `if
 * self._queue is None`, and `initialize` has made the queue before it calls `flush`.
 */
function isSettledBefore({ at, way }: Nesting): boolean {
  const { file, function: id } = at.in;
  const { start } = valueOf(file, at.value);
  const filled = new Set(
    stepsWithin(functionOf(file, id).body).flatMap((step) => {
      const name = step.kind === 'write' && step.start < start ? ownField(file, step.target) : undefined;
      return name ?? [];
    }),
  );
  if (filled.size === 0) return false;
  return way.some(({ in: within, value }) =>
    (wayTo(functionOf(within.file, within.function).body, value) ?? []).some(({ test }) =>
      fieldsIn(within.file, test).some((name) => filled.has(name)),
    ),
  );
}

/** The `x` of `self.x`. */
function ownField(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  return value.kind === 'member' && valueOf(file, value.object).kind === 'this' ? value.name : undefined;
}

/** The fields of `self` that a condition rests on. */
function fieldsIn(file: File, id: ValueId): string[] {
  const value = valueOf(file, id);
  const own = ownField(file, id);
  const parts = value.kind === 'operation' ? value.operands : value.kind === 'choice' ? value.of : [];
  return [...(own === undefined ? [] : [own]), ...parts.flatMap((each) => fieldsIn(file, each))];
}
