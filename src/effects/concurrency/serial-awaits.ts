import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import { edgesFrom } from '../calls/callers.ts';
import { graphOf } from '../calls/graph.ts';
import { reachBy, reachOf, type Reach } from '../calls/io.ts';
import {
  bindingOf,
  enclosingFunction,
  functionOf,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { onlyReads } from './reads-only.ts';
import { namesAGuard, answersInTurn } from '../silence.ts';
import { innerSteps } from '../calls/steps.ts';
import { isInTransaction, takesTurns } from './turns.ts';
import { usesOf } from '../values/uses.ts';
import { holdersOf, isCut, sourcesOf } from '../values/value-flow.ts';

/** `await`s of which each needs what those before it give, and what they wait for. */
export interface Chain {
  readonly awaits: readonly ValueId[];
  readonly reach: Reach;
}

/**
 * Groups of two or more chains of `await`s that stand in one list of steps, have nothing to do with each other, and wait for something
 * outside of the process. Only what is proven: each only reads, goes over no connection of which there is one, is no check that is to
 * come before the others, and nothing between them can be noticed by anybody. When one fails, the others will have been started.
 */
export function serialAwaits(program: Program, ref: FunctionRef): readonly (readonly Chain[])[] {
  const found: (readonly Chain[])[] = [];
  const look = (steps: readonly Step[]): void => {
    for (const group of groupsIn(program, ref, steps)) {
      const waiting = group.flatMap((awaits) => {
        const reach = reachOfAwaits(program, ref, awaits);
        return reach && !reach.fleeting && !answersInTurn(reach.in.file, reach) ? [{ awaits, reach }] : [];
      });
      if (waiting.length > 1 && waiting.length === group.length) found.push(waiting);
    }
    for (const step of steps) for (const inner of innerSteps(step)) look(inner);
  };
  const { body, isAsync } = functionOf(ref.file, ref.function);
  if (isAsync && !isInTransaction(ref)) look(body);
  return found;
}

/** Each is compared with all before it, and nobody would start more at once. */
const MOST_CHAINS = 64;

/** Chains that may run at once, in the order of the text. */
function groupsIn(program: Program, ref: FunctionRef, steps: readonly Step[]): ValueId[][][] {
  const { file } = ref;
  const groups: ValueId[][][] = [];
  let chains: ValueId[][] = [];
  const close = (): void => {
    if (chains.length > 1) groups.push(chains);
    chains = [];
  };
  for (const step of steps) {
    const id = step.kind === 'evaluate' && valueOf(file, step.value).kind === 'await' ? step.value : undefined;
    if (id === undefined) {
      if (chains.length > 0 && !isHarmless(program, ref, step)) close();
      continue;
    }
    if (!mayMove(program, ref, id)) {
      close();
      continue;
    }
    if (chains.length === MOST_CHAINS) close();
    const sources = sourcesOf(file, ref.function, id);
    const needed = chains.filter((chain) => needs(ref, id, sources, chain));
    if (needed.length > 1) close();
    if (needed.length === 1) needed[0]?.push(id);
    else chains.push([id]);
  }
  close();
  return groups;
}

/** It awaits a call that only reads, for the sake of what that gives. */
export function mayMove(program: Program, ref: FunctionRef, id: ValueId): boolean {
  const { file } = ref;
  const call = awaitedCall(file, id);
  if (call === undefined || usesOf(file).of(id).length === 0 || isElement(file, id)) return false;
  return onlyReads(program, ref, call) && !takesTurns(program, file, call) && !isGuard(file, call);
}

/** The call whose promise is awaited there and then. */
export function awaitedCall(file: File, id: ValueId): ValueId | undefined {
  const value = valueOf(file, id);
  return value.kind === 'await' && valueOf(file, value.of).kind === 'call' ? value.of : undefined;
}

function isGuard(file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  return call.kind === 'call' && namesAGuard(file, call.callee);
}

/** `Promise.all([await a(), …])` is a smell of its own. */
function isElement(file: File, id: ValueId): boolean {
  const uses = usesOf(file);
  return uses
    .of(id)
    .some(({ as, by }) => as === 'element' && by !== undefined && uses.of(by).some((use) => use.as === 'argument'));
}

/** Whether `later` uses what one of a chain gives: in an argument, through variables, or in a function that was made meanwhile. */
function needs(
  { file, function: owner }: FunctionRef,
  later: ValueId,
  sources: ReadonlySet<ValueId>,
  chain: readonly ValueId[],
): boolean {
  if (isCut(sources) || chain.some((id) => sources.has(id))) return true;
  const { end } = valueOf(file, later);
  const uses = usesOf(file);
  return filledFrom(file, owner, chain).some((binding) =>
    uses.names(binding).some((name) => {
      const { start } = valueOf(file, name);
      return start < end && enclosingFunction(file, start) !== owner;
    }),
  );
}

/** The variables of a function that hold something made of these values. */
function filledFrom(file: File, owner: number, ids: readonly ValueId[]): BindingId[] {
  const end = Math.max(...ids.map((id) => valueOf(file, id).end));
  const holding = new Set(ids.flatMap((id) => holdersOf(file, owner, id)));
  return [...holding].filter((binding) => bindingOf(file, binding).start <= end);
}

/** Doing it earlier or later makes no difference: a read, a call that only reads, or a variable of this function. */
export function isHarmless(program: Program, ref: FunctionRef, step: Step): boolean {
  const { file, function: owner } = ref;
  switch (step.kind) {
    case 'evaluate': {
      const { kind } = valueOf(file, step.value);
      if (kind === 'name' || kind === 'member' || kind === 'index') return true;
      return (kind === 'call' || kind === 'new') && onlyReads(program, ref, step.value);
    }
    case 'write': {
      const place = valueOf(file, step.target);
      return place.kind === 'name' && bindingOf(file, place.binding).scope === owner && !isShared(file, place.binding);
    }
    case 'branch':
      return (
        step.form !== 'if' && step.form !== 'switch' && step.arms.flat().every((each) => isHarmless(program, ref, each))
      );
    default:
      return false;
  }
}

/** It is assigned several times, and functions within see it change. */
function isShared(file: File, id: BindingId): boolean {
  const { init, scope } = bindingOf(file, id);
  if (init !== undefined) return false;
  return usesOf(file)
    .names(id)
    .some((name) => enclosingFunction(file, valueOf(file, name).start) !== scope);
}

/** The first thing outside of the process that one of these waits for. */
function reachOfAwaits(program: Program, ref: FunctionRef, awaits: readonly ValueId[]): Reach | undefined {
  for (const id of awaits) {
    const reach = reachOfAwait(program, ref, id);
    if (reach) return reach;
  }
  return undefined;
}

/** What a single `await` waits for: what its call does, or the calls in its arguments. */
export function reachOfAwait(program: Program, ref: FunctionRef, id: ValueId): Reach | undefined {
  const { file, function: owner } = ref;
  for (const call of within(file, graphOf(program, file).calls[owner] ?? none, ({ value }) => value, id)) {
    const { entry, symbol } = call;
    if (entry?.io && entry.promise === true && symbol) return reachBy(program, symbol, entry.io, call, ref);
  }
  for (const { how, to } of within(file, edgesFrom(program, ref), ({ site }) => site.value, id)) {
    if (how !== 'call' && how !== 'inline') continue;
    const reach = reachOf(program, to);
    if (reach) return reach;
  }
  return undefined;
}

const none: readonly never[] = [];

/** By list, the places in it in the order of the text. */
const inOrder = new WeakMap<readonly unknown[], readonly number[]>();

/** Those of a function's calls or edges that stand within a value: a long function has too many to go through for each `await`. */
function within<T>(file: File, all: readonly T[], siteOf: (each: T) => ValueId, id: ValueId): readonly T[] {
  const startOf = (index: number): number => {
    const each = all[index];
    return each === undefined ? Infinity : valueOf(file, siteOf(each)).start;
  };
  const sorted = inOrder.get(all) ?? [...all.keys()].sort((a, b) => startOf(a) - startOf(b));
  inOrder.set(all, sorted);
  const { start, end } = valueOf(file, id);
  let low = 0;
  for (let high = sorted.length; low < high;) {
    const middle = (low + high) >> 1;
    if (startOf(sorted[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let at = low; at < sorted.length && startOf(sorted[at] ?? 0) < end; at++) found.push(sorted[at] ?? 0);
  // As they run, which is not how they are written.
  return found
    .sort((a, b) => a - b)
    .flatMap((index) => all[index] ?? [])
    .filter((each) => valueOf(file, siteOf(each)).end <= end);
}
