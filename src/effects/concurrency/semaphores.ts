import type { BindingId, ValueId } from '../../model/facts.ts';
import { edgesInto } from '../calls/callers.ts';
import { graphOf, type Call, type Edge } from '../calls/graph.ts';
import { roomOfLimiter } from './limiters.ts';
import { fatesOf } from '../promises/promise-fates.ts';
import { bindingOf, functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { regionsOf, type RegionSite } from '../calls/sites.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A semaphore for tasks that one run of a coroutine makes for itself: nobody else can ever wait for it. */
export interface OwnSemaphore {
  /** `asyncio.Semaphore(10)` */
  readonly call: Call;
  /** The variable that holds it; absent where it is entered at once. */
  readonly binding?: BindingId;
  /** Where it is entered. */
  readonly entered: ValueId;
}

/** The semaphores of Python that a coroutine makes, enters itself and gives to nobody. */
export function ownSemaphores(program: Program, ref: FunctionRef): OwnSemaphore[] {
  const { file, function: id } = ref;
  if (!isPython(file) || !functionOf(file, id).isAsync) return [];
  const regions = regionsOf(file)[id] ?? [];
  return (graphOf(program, file).calls[id] ?? []).flatMap((call): OwnSemaphore[] => {
    if (!call.entry?.limits || !isSemaphore(program, file, call.value)) return [];
    if (regions.some(({ value }) => value === call.value)) return [{ call, entered: call.value }];
    const binding = file.facts.bindings.findIndex(({ init, scope }) => scope === id && init === call.value);
    const entered = binding < 0 ? undefined : onlyEntered(file, regions, binding);
    return entered === undefined ? [] : [{ call, binding, entered }];
  });
}

/** One for tasks of one loop, entered by `async with`. */
function isSemaphore(program: Program, file: File, id: ValueId): boolean {
  const symbol = resolveValue(program, file, id);
  const type = symbol?.kind === 'instance' ? program.knowledge.type(symbol.type) : undefined;
  return type?.lock === 'semaphore' && type.between === 'tasks';
}

/** Where a variable is entered, if that is all that happens to it. */
function onlyEntered(file: File, regions: readonly RegionSite[], binding: BindingId): ValueId | undefined {
  const isCaptured = file.facts.functions.some(({ captures }) => captures.includes(binding));
  const uses = usesOf(file);
  const mentions = uses.names(binding).filter((name) => uses.writtenTo(name) === undefined);
  const entered = mentions.filter((name) => regions.some(({ value }) => value === name));
  return !isCaptured && entered.length === mentions.length ? entered[0] : undefined;
}

/** A coroutine that waits for another place of a semaphore while it holds one. */
export interface NestedSemaphore {
  readonly entered: RegionSite;
  readonly hops: readonly Edge[];
  readonly inner: { readonly file: File; readonly entered: RegionSite };
  /** How many places there are, where that is written down. */
  readonly room?: number;
  /** Many such coroutines are started at once. */
  readonly isMany: boolean;
}

/** Longer than any chain of calls by which somebody waits for himself. */
const DEEPEST = 5;

/** The semaphores that this function holds while it awaits a call that asks for one more place of them. */
export function nestedSemaphores(program: Program, ref: FunctionRef): NestedSemaphore[] {
  const { file, function: id } = ref;
  if (!isPython(file) || !functionOf(file, id).isAsync) return [];
  return (regionsOf(file)[id] ?? []).flatMap((entered): NestedSemaphore[] => {
    const place =
      entered.step.isAsync && isSemaphore(program, file, entered.value) ? placeIn(ref, entered.value) : undefined;
    if (place === undefined) return [];
    const within = (graphOf(program, file).out[id] ?? []).filter(
      (edge) => isWaitedFor(program, edge) && (edge.site.held ?? []).includes(entered.value),
    );
    for (const edge of within) {
      const found = search(program, edge, place, [edge], new Set());
      if (!found) continue;
      const room = roomOfLimiter(program, file, entered.value);
      return [{ entered, ...found, ...(room === undefined ? {} : { room }), isMany: isStartedOften(program, ref) }];
    }
    return [];
  });
}

function search(
  program: Program,
  { to }: Edge,
  place: string,
  hops: readonly Edge[],
  seen: Set<string>,
): Pick<NestedSemaphore, 'hops' | 'inner'> | undefined {
  const key = `${String(to.function)} ${to.file.path}`;
  if (hops.length > DEEPEST || seen.has(key) || to.file !== hops[0]?.from.file) return undefined;
  seen.add(key);
  const entered = (regionsOf(to.file)[to.function] ?? []).find(
    ({ value, step }) => step.isAsync && placeIn(to, value) === place,
  );
  if (entered) return { hops, inner: { file: to.file, entered } };
  for (const edge of graphOf(program, to.file).out[to.function] ?? []) {
    const found = isWaitedFor(program, edge) ? search(program, edge, place, [...hops, edge], seen) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Whoever calls goes on when that is done; a task that is only kept, as by `self.tasks.append(create_task(…))`, waits by itself. */
function isWaitedFor(program: Program, { how, from, site, to }: Edge): boolean {
  if (how !== 'call') return false;
  if (!functionOf(to.file, to.function).isAsync) return true;
  const spawned = fatesOf(program, from.file, site.value).flatMap(({ as, by }) => (as === 'spawned' && by ? [by] : []));
  return (
    spawned.length === 0 ||
    spawned.some((task) => fatesOf(program, from.file, task).some(({ as }) => as === 'awaited' || as === 'combined'))
  );
}

/** The semaphore by a name that means the same in every function of a file: of the module, or of the object itself. */
function placeIn({ file, function: id }: FunctionRef, value: ValueId): string | undefined {
  const written = valueOf(file, value);
  if (written.kind === 'name') {
    const { scope, reassigned } = bindingOf(file, written.binding);
    return scope === id || reassigned > 0 ? undefined : `name ${String(written.binding)}`;
  }
  const object = written.kind === 'member' ? valueOf(file, written.object) : undefined;
  const owner = object?.kind === 'this' ? functionOf(file, object.function).owner : undefined;
  return written.kind === 'member' && owner !== undefined ? `field ${String(owner)} ${written.name}` : undefined;
}

/** It is called in a loop, or for every element of a list. */
function isStartedOften(program: Program, ref: FunctionRef): boolean {
  return edgesInto(program, ref).some(({ site }) => site.loops.length > 0);
}
