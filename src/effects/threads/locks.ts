import type { TypeEntry } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import { isWaitedFor } from '../calls/decorated.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { regionsOf, type RegionSite } from '../calls/sites.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A lock that has a name of its own: two mentions with the same key are the same lock, as long as `self` is the same. */
export interface Lock {
  readonly key: string;
  /** As written: `self.lock`. */
  readonly name: string;
  readonly kind: NonNullable<TypeEntry['lock']>;
  /** It belongs to an instance. */
  readonly ofInstance: boolean;
}

/** What kind of lock a value is, where a library says so. */
export function lockKind(program: Program, file: File, id: ValueId): TypeEntry['lock'] {
  const symbol = resolveValue(program, file, id);
  return symbol?.kind === 'instance' ? kindOfType(program, symbol.type) : undefined;
}

function kindOfType(program: Program, name: string): TypeEntry['lock'] {
  let type: string | undefined = name;
  for (let hops = 0; type !== undefined && hops < 8; hops++) {
    const entry: TypeEntry | undefined = program.knowledge.type(type);
    if (entry?.lock !== undefined) return entry.lock;
    const base: string | undefined = entry?.extends;
    type = base === undefined || base.includes('#') ? base : `${type.slice(0, type.lastIndexOf('#'))}#${base}`;
  }
  return undefined;
}

/** The lock that a value is, where it is kept in a name of the module or a field of `self`. */
export function lockAt(program: Program, file: File, id: ValueId): Lock | undefined {
  const kind = lockKind(program, file, id);
  const value = valueOf(file, id);
  if (kind === undefined) return undefined;
  if (value.kind === 'name') {
    const { scope, name } = bindingOf(file, value.binding);
    return scope === 0 ? { key: `${file.path} ${String(value.binding)}`, name, kind, ofInstance: false } : undefined;
  }
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  if (value.kind !== 'member' || object?.kind !== 'this') return undefined;
  const { owner } = functionOf(file, object.function);
  const key = `${file.path} class ${String(owner)}.${value.name}`;
  return owner === undefined ? undefined : { key, name: `self.${value.name}`, kind, ofInstance: true };
}

/** That a lock is taken while another one is held, or once more. */
export interface Nesting {
  readonly outer: Lock;
  readonly inner: Lock;
  /** Where the outer one is held: the `with`, or the call from there that leads to the inner one. */
  readonly at: { readonly in: FunctionRef; readonly value: ValueId };
  /** Where the inner one is taken, at the end of the way. */
  readonly taken: { readonly in: FunctionRef; readonly value: ValueId };
  /** The calls in between, and at last the inner `with`, each with its function; empty where both locks are taken in one. */
  readonly way: readonly LockStep[];
  /** All that is held meanwhile. */
  readonly held: readonly string[];
}

interface LockStep {
  readonly in: FunctionRef;
  readonly value: ValueId;
}

interface Taken extends LockStep {
  readonly lock: Lock;
  readonly way: readonly LockStep[];
}

/** The locks that a function takes while it holds one, itself or by what it calls. */
export function nestingsIn(program: Program, ref: FunctionRef): Nesting[] {
  const { file, function: id } = ref;
  const locksOf = (held: readonly ValueId[] = []): Lock[] => held.flatMap((each) => lockAt(program, file, each) ?? []);
  const direct = (regionsOf(file)[id] ?? []).flatMap((region) => {
    const inner = lockOf(program, file, region);
    const held = locksOf(region.held);
    if (!inner) return [];
    const at = { in: ref, value: region.value };
    return held.map((outer): Nesting => ({ outer, inner, at, taken: at, way: [], held: held.map(({ key }) => key) }));
  });
  const graph = graphOf(program, file);
  const called = (graph.calls[id] ?? []).flatMap((call) => {
    const held = locksOf(call.held).filter((lock) => !isGivenBack(program, file, graph.calls[id] ?? [], lock, call));
    if (held.length === 0) return [];
    return takenBy(program, ref, call.value, new Set(), 0).flatMap((taken) =>
      held.map((outer): Nesting => ({
        outer,
        inner: taken.lock,
        at: { in: ref, value: call.value },
        taken: { in: taken.in, value: taken.value },
        way: taken.way,
        held: held.map(({ key }) => key),
      })),
    );
  });
  return [...direct, ...called];
}

/** `self.lock.release()` stands before the call, though the block around both goes on. */
function isGivenBack(program: Program, file: File, calls: readonly Call[], { key }: Lock, at: Call): boolean {
  const { start } = valueOf(file, at.value);
  return calls.some(({ value: id, entry }) => {
    const call = valueOf(file, id);
    const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
    if (entry?.lock !== 'release' || call.start >= start || callee?.kind !== 'member') return false;
    return lockAt(program, file, callee.object)?.key === key;
  });
}

function lockOf(program: Program, file: File, { value }: RegionSite): Lock | undefined {
  return lockAt(program, file, value);
}

const DEEPEST = 4;

/** The locks that a call takes before it returns. Those of an instance only as long as it is the same one. */
function takenBy(program: Program, from: FunctionRef, call: ValueId, seen: Set<string>, depth: number): Taken[] {
  const { file } = from;
  const edges = (graphOf(program, file).out[from.function] ?? []).filter(({ site, how }) => {
    return site.value === call && (how === 'call' || how === 'inline');
  });
  const isAwaited = usesOf(file)
    .of(call)
    .some(({ as }) => as === 'awaited');
  // A coroutine that becomes a task of its own waits until the lock is given back.
  return edges
    .filter(({ to }) => !functionOf(to.file, to.function).isAsync || (isAwaited && isWaitedFor(program, to)))
    .flatMap(({ to }) => {
      const key = `${to.file.path} ${String(to.function)}`;
      if (seen.has(key) || depth >= DEEPEST) return [];
      seen.add(key);
      const onSelf = isOnSelf(file, call);
      return takenIn(program, to, seen, depth).filter(({ lock }) => onSelf || !lock.ofInstance);
    });
}

function takenIn(program: Program, ref: FunctionRef, seen: Set<string>, depth: number): Taken[] {
  const { file, function: id } = ref;
  if (functionOf(file, id).isGenerator) return [];
  const own = (regionsOf(file)[id] ?? []).flatMap((region) => {
    const lock = lockOf(program, file, region);
    const here = { in: ref, value: region.value };
    return lock ? [{ lock, ...here, way: [here] }] : [];
  });
  const inner = (graphOf(program, file).calls[id] ?? []).flatMap((call) =>
    takenBy(program, ref, call.value, seen, depth + 1).map((taken) => ({
      ...taken,
      way: [{ in: ref, value: call.value }, ...taken.way],
    })),
  );
  return [...own, ...inner];
}

/** `self.method(…)` */
function isOnSelf(file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  const object = callee?.kind === 'member' ? valueOf(file, callee.object).kind : undefined;
  return object === 'this' || object === 'super';
}
