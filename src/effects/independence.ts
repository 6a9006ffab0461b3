import type { FunctionId, ValueId } from '../model/facts.ts';
import type { Loop, Step } from '../model/step.ts';
import type { Value } from '../model/value.ts';
import { fileCache } from './file-cache.ts';
import { graphOf, type Call } from './graph.ts';
import { isGiven, told } from './options.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from './program.ts';
import { sharedPlace } from './shared-places.ts';
import { innerSteps, stepsWithin } from './steps.ts';
import { resolveValue, symbolName } from './symbols.ts';
import { sourcesOf } from './value-flow.ts';

/**
 * Why two waits, or two rounds of a loop, cannot be shown to be independent.
 *
 * - `data`: the later one uses what the earlier one gives.
 * - `between`: something happens between them: a condition, an exit, a write, a call that may do anything.
 * - `effect`: one of them is not known to only read.
 * - `connection`: both use one connection or transaction, which does one thing at a time.
 * - `order`: what is done with the results depends on their order.
 */
export interface Obstacle {
  readonly why: 'data' | 'between' | 'effect' | 'connection' | 'order';
  /** The value that is in the way, where it is one. */
  readonly value?: ValueId;
}

/**
 * Groups of `await`s that stand one after the other in a function and wait for reads that have nothing to do with each other, two or
 * more in each group, in the order of the text. Only what is proven: everything unknown is an obstacle. Whether there is anything to
 * wait for is another question, which `reachOf` answers; and when one fails, the others will have been started.
 */
export function independentAwaits(program: Program, ref: FunctionRef): readonly (readonly ValueId[])[] {
  const groups: ValueId[][] = [];
  const look = (steps: readonly Step[]): void => {
    let group: ValueId[] = [];
    for (const id of awaitsAmong(ref.file, steps)) {
      const clear = group.length > 0 && group.every((each) => !obstacleBetween(program, ref, each, id, steps));
      if (!clear) {
        if (group.length > 1) groups.push(group);
        group = [];
      }
      group.push(id);
    }
    if (group.length > 1) groups.push(group);
    for (const step of steps) for (const inner of innerSteps(step)) look(inner);
  };
  look(functionOf(ref.file, ref.function).body);
  return groups;
}

/** The `await`s that are evaluated directly in a list of steps, in order. */
function awaitsAmong(file: File, steps: readonly Step[]): ValueId[] {
  return steps.flatMap((step) =>
    step.kind === 'evaluate' && valueOf(file, step.value).kind === 'await' ? [step.value] : [],
  );
}

/**
 * What keeps the `await` `second` from being started together with `first`, when both are evaluated in `steps`; undefined when it is
 * proven that nothing does. `first` then only reads, and so does `second`, so that neither notices the other.
 */
export function obstacleBetween(
  program: Program,
  ref: FunctionRef,
  first: ValueId,
  second: ValueId,
  steps: readonly Step[],
): Obstacle | undefined {
  const { file, function: owner } = ref;
  const [one, other] = [awaitedCall(ref, first), awaitedCall(ref, second)];
  if (one === undefined || other === undefined) return { why: 'effect', value: one === undefined ? first : second };
  if (sourcesOf(file, owner, other).has(first)) return { why: 'data', value: first };
  for (const id of [one, other]) if (!onlyReads(program, ref, id)) return { why: 'effect', value: id };
  const inTheWay = between(program, ref, first, second, steps);
  if (inTheWay) return inTheWay;
  const serial = [one, other].find((id) => usesOneConnection(program, file, id));
  return serial === undefined ? undefined : { why: 'connection', value: serial };
}

/** The call whose promise is awaited there and then. */
function awaitedCall({ file }: FunctionRef, id: ValueId): ValueId | undefined {
  const value = valueOf(file, id);
  return value.kind === 'await' && valueOf(file, value.of).kind === 'call' ? value.of : undefined;
}

/** What happens after the first and before the second but what the second itself needs. */
function between(
  program: Program,
  ref: FunctionRef,
  first: ValueId,
  second: ValueId,
  steps: readonly Step[],
): Obstacle | undefined {
  const { file, function: owner } = ref;
  const at = (id: ValueId): number => steps.findIndex((step) => step.kind === 'evaluate' && step.value === id);
  const [from, to] = [at(first), at(second)];
  if (from < 0 || to <= from) return { why: 'between' };
  for (const step of steps.slice(from + 1, to)) {
    if (step.kind === 'write') {
      const place = valueOf(file, step.target);
      if (place.kind !== 'name' || bindingOf(file, place.binding).scope !== owner)
        return { why: 'between', value: step.target };
    } else if (step.kind !== 'evaluate') return { why: 'between' };
    else if (!isHarmless(program, ref, step.value)) return { why: 'between', value: step.value };
  }
  return undefined;
}

/** Evaluating it earlier or later makes no difference: a read, a wait of its own, or a call that only reads. */
function isHarmless(program: Program, ref: FunctionRef, id: ValueId): boolean {
  const { kind } = valueOf(ref.file, id);
  if (kind === 'name' || kind === 'member' || kind === 'index' || kind === 'await') return true;
  return kind === 'call' && onlyReads(program, ref, id);
}

/** Deeper chains of calls prove nothing. */
const DEEPEST = 5;

/** Whether a call is known to change nothing that anybody could notice. */
function onlyReads(program: Program, { file, function: owner }: FunctionRef, id: ValueId): boolean {
  const call = graphOf(program, file).calls[owner]?.find((each) => each.value === id);
  return call !== undefined && callReads(program, file, call, 0);
}

function callReads(program: Program, file: File, call: Call, depth: number): boolean {
  const value = valueOf(file, call.value);
  if (depth > DEEPEST || (value.kind !== 'call' && value.kind !== 'new')) return false;
  const { entry, symbol } = call;
  if (symbol?.kind === 'function') return readsOnly(program, symbol, depth + 1);
  const name = symbol && symbolName(symbol);
  if (name !== undefined && pure.test(name)) {
    return (
      call.entry?.callbacks === undefined ||
      value.args.every((each) => isQuietCallback(program, file, each.value, depth))
    );
  }
  if (entry?.reads === undefined) return false;
  if (entry.reads === true) return true;
  // As long as the option that would change it is absent, or has one of the values.
  return told(program, file, value.args, entry.reads) === 'nothing' || isGiven(program, file, value.args, entry.reads);
}

/** What gives the same for the same and does nothing else, as far as the callbacks it is given do not. */
const pure =
  /^global#(String|Number|Boolean|parseInt|parseFloat|Math\.(?!random)\w+|JSON\.(parse|stringify)|Object\.(keys|values|entries)|Array\.(map|filter|find|findIndex|some|every|flatMap|slice|concat|flat|includes|join)|Response\.(json|text|arrayBuffer|blob|bytes)|str|int|float|bool|len|abs|min|max|round)$/;

/** No function, or one that changes nothing either. */
function isQuietCallback(program: Program, file: File, id: ValueId, depth: number): boolean {
  const target = resolveValue(program, file, id);
  if (target?.kind === 'function') return readsOnly(program, target, depth + 1);
  return valueOf(file, settle(file, id)).kind !== 'name' && target?.kind !== 'library';
}

const summaries = fileCache<Map<FunctionId, boolean>>(() => new Map());

/** Whether running a function changes nothing that outlives the call, as far down as its calls go. */
export function readsOnly(program: Program, ref: FunctionRef, depth = 0): boolean {
  const { file, function: id } = ref;
  const known = summaries.of(program, file);
  const before = known.get(id);
  if (before !== undefined) return before;
  if (depth > DEEPEST) return false;
  known.set(id, false); // a function that calls itself proves nothing
  const { body, isGenerator, decorators } = functionOf(file, id);
  const calls = graphOf(program, file).calls[id] ?? [];
  const isQuiet =
    !isGenerator &&
    decorators.length === 0 &&
    stepsWithin(body).every((step) => step.kind !== 'write' || isOwn(file, id, step.target)) &&
    calls.every((call) => callReads(program, file, call, depth));
  known.set(id, isQuiet);
  return isQuiet;
}

/** A variable of this very call, or a member of an object that it made. */
function isOwn(file: File, owner: FunctionId, target: ValueId): boolean {
  const place = valueOf(file, target);
  if (place.kind === 'name') return bindingOf(file, place.binding).scope === owner;
  if (place.kind !== 'member' && place.kind !== 'index') return false;
  const object = valueOf(file, settle(file, place.object));
  return isMade(object) && sharedPlace(file, owner, place.object) === undefined;
}

function isMade({ kind }: Value): boolean {
  return kind === 'object' || kind === 'array';
}

/** Names that programmers give to what does one thing after the other. They make no finding, but keep one back. */
const oneAtATime = /^(tx|trx|transaction|session|conn|connection|cursor|queryRunner|manager|em|page|browser|lock)$/i;

function usesOneConnection(program: Program, file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  if (call.kind !== 'call') return true;
  const callee = valueOf(file, call.callee);
  const symbol = resolveValue(program, file, call.callee);
  if (symbol?.kind === 'method' && program.knowledge.type(symbol.type)?.serial === true) return true;
  const named = [
    ...(callee.kind === 'member' ? [nameOf(file, callee.object)] : []),
    ...call.args.flatMap(({ value, keyword }) => [keyword, nameOf(file, value), ...propertyNames(file, value)]),
  ];
  return named.some((name) => name !== undefined && oneAtATime.test(name));
}

function nameOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name') return bindingOf(file, value.binding).name;
  return value.kind === 'member' || value.kind === 'global' ? value.name : undefined;
}

function propertyNames(file: File, id: ValueId): (string | undefined)[] {
  const value = valueOf(file, settle(file, id));
  return value.kind === 'object' ? value.properties.map(({ name }) => name) : [];
}

/**
 * What keeps the rounds of a loop from running at once; undefined when it is proven that nothing does. A round may fill its own
 * variables, and `push` to a list, whose order is that of the rounds.
 */
export function obstacleInRounds(program: Program, ref: FunctionRef, loop: Loop): Obstacle | undefined {
  const { file } = ref;
  if (loop.form !== 'for-of' && loop.form !== 'for') return { why: 'order' };
  if (loop.form === 'for' && !loop.range) return { why: 'order' };
  for (const step of stepsWithin(loop.body)) {
    switch (step.kind) {
      case 'return':
      case 'throw':
      case 'break':
      case 'region':
      case 'try':
        return { why: 'between' };
      case 'loop':
        if (step.form !== 'for-of' && !step.range) return { why: 'order' };
        break;
      case 'write':
        if (!isOfRound(file, loop, step.target)) return { why: 'data', value: step.target };
        break;
      case 'evaluate': {
        const obstacle = inRound(program, ref, loop, step.value);
        if (obstacle) return obstacle;
        break;
      }
      default:
    }
  }
  return undefined;
}

function inRound(program: Program, ref: FunctionRef, loop: Loop, id: ValueId): Obstacle | undefined {
  const { file } = ref;
  const value = valueOf(file, id);
  if (value.kind === 'yield') return { why: 'order', value: id };
  if (value.kind === 'new') return { why: 'effect', value: id };
  if (value.kind !== 'call' || isPush(file, loop, id)) return undefined;
  if (!onlyReads(program, ref, id)) return { why: 'effect', value: id };
  return usesOneConnection(program, file, id) ? { why: 'connection', value: id } : undefined;
}

/** A variable that is declared in the loop, its counter included. */
function isOfRound(file: File, loop: Loop, target: ValueId): boolean {
  const place = valueOf(file, target);
  if (place.kind !== 'name') return false;
  const { start, end } = bindingOf(file, place.binding);
  const isCounter = loop.range?.variable === place.binding;
  return isCounter || (loop.start <= start && end <= loop.end);
}

/** `results.push(…)` on a list that was made before the loop. */
function isPush(file: File, loop: Loop, id: ValueId): boolean {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (callee?.kind !== 'member' || (callee.name !== 'push' && callee.name !== 'append')) return false;
  const list = valueOf(file, settle(file, callee.object));
  return list.kind === 'array' && list.end <= loop.start;
}
