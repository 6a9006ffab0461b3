import type { BindingId, FunctionId, ValueId } from '../../model/facts.ts';
import type { Branch, Step, Write } from '../../model/step.ts';
import type { Member, Operation, Value } from '../../model/value.ts';
import { outlivesCall, placeOf } from '../values/places.ts';
import { bindingOf, classOf, functionOf, isPython, valueOf, type File } from '../program.ts';
import { innerSteps } from '../calls/steps.ts';
import { usesOf } from '../values/uses.ts';

/**
 * From which step of a list on everything runs only while some lasting place is still empty, because an earlier branch leaves when it
 * is filled and a later step fills it: `if (cache) return cache; cache = …`. The list's length when there is no such step.
 */
export function memoisedFrom(file: File, owner: FunctionId, steps: readonly Step[], filled: Filled): number {
  if (!steps.some(isGuard)) return steps.length;
  const last = lastFilled(file, owner, steps, filled);
  if (last.size === 0) return steps.length;
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'branch' || !isGuard(step)) continue;
    for (const place of testedPlaces(file, step.test)) if ((last.get(place) ?? 0) > index) return index + 1;
  }
  return steps.length;
}

/** Where in a list each place is filled last: to look at all later steps again for each condition takes the square of its length. */
function lastFilled(
  file: File,
  owner: FunctionId,
  steps: readonly Step[],
  filled: Filled,
): ReadonlyMap<string, number> {
  const known = filled.last.get(steps);
  if (known) return known;
  const last = new Map<string, number>();
  for (const [index, step] of steps.entries())
    for (const place of placesFilledIn(file, owner, step, filled)) last.set(place, index);
  filled.last.set(steps, last);
  return last;
}

/** Whether the steps fill a lasting place that `test` looks at: `if (!cache) cache = …`, `cache ??= …`, `if (!map.has(k)) map.set(k, …)`. */
export function fillsTested(
  file: File,
  owner: FunctionId,
  test: ValueId,
  steps: readonly Step[],
  filled: Filled,
): boolean {
  // Few steps fill anything that lasts.
  const places = steps.flatMap((step) => placesFilledIn(file, owner, step, filled));
  if (places.length === 0) return false;
  const tested = testedPlaces(file, test);
  return places.some((place) => tested.has(place));
}

/**
 * The arm that runs only while a lasting place is empty which a later step of the list fills: `const hit = cache.get(key) || make();
 * cache.set(key, hit);`. -1 for any other branch.
 */
export function armFilledAfter(
  file: File,
  owner: FunctionId,
  steps: readonly Step[],
  index: number,
  filled: Filled,
): number {
  const step = steps[index];
  if (step?.kind !== 'branch') return -1;
  const arm = armOfNothing(file, step);
  const tested = arm < 0 ? undefined : testedPlaces(file, step.test);
  // Most conditions look at nothing that lasts.
  if (!tested || tested.size === 0) return -1;
  const last = lastFilled(file, owner, steps, filled);
  return [...tested].some((place) => (last.get(place) ?? -1) > index) ? arm : -1;
}

/** The arm for there being nothing yet: the other side of `||`, that of `if (!hit)` or `if (hit === undefined)`, the end of `hit ? … : …`. */
function armOfNothing(file: File, { form, test, arms }: Branch): number {
  if (form === '||' || form === '??') return arms.findIndex((arm) => arm.length > 0);
  if (form !== 'if' && form !== 'conditional') return -1;
  const value = valueOf(file, test);
  if (value.kind === 'operation') return /^(!|===?|is|not)$/.test(value.operator) ? 0 : -1;
  return value.kind === 'name' || value.kind === 'call' ? 1 : -1;
}

/** `dirty = false` empties a place: what was done before is done again the next time. */
function isEmpty(file: File, { value: id, operator }: Write): boolean {
  const value = valueOf(file, id);
  return operator === undefined && value.kind === 'literal' && !value.value;
}

/** What a step fills, also by a function of this file that it calls. */
function placesFilledIn(file: File, owner: FunctionId, step: Step, filled: Filled): readonly string[] {
  const called = step.kind === 'evaluate' ? calledFunction(file, owner, step.value) : undefined;
  const own = placesFilled(file, owner, step, filled);
  return called === undefined ? own : [...own, ...placesFilledBy(file, called, filled)];
}

function isGuard(step: Step): boolean {
  return step.kind === 'branch' && step.arms.some(leaves);
}

function leaves(arm: readonly Step[]): boolean {
  const last = arm.at(-1);
  return last?.kind === 'return' || last?.kind === 'throw';
}

/** The lasting places that a condition reads. `map.has(key)` reads the map. */
function testedPlaces(file: File, test: ValueId, found = new Set<string>()): Set<string> {
  const value = valueOf(file, test);
  if (value.kind === 'operation') noteOperation(file, value, found);
  else if (value.kind === 'choice') for (const each of value.of) testedPlaces(file, each, found);
  else if (value.kind === 'call') noteLookUp(file, value.callee, found);
  else noteTested(file, test, found);
  return found;
}

/** `key in map` and `'key' in map` look into the map. */
function noteOperation(file: File, { operator, operands }: Operation, found: Set<string>): void {
  const [, container] = operands;
  const place =
    (operator === 'in' || operator === 'not in') && container !== undefined ? placeOf(file, container) : undefined;
  if (place !== undefined) found.add(`${place}[*]`);
  else for (const operand of operands) testedPlaces(file, operand, found);
}

function noteTested(file: File, id: ValueId, found: Set<string>): void {
  const value = valueOf(file, id);
  const looked = value.kind === 'name' ? firstValue(file, value.binding) : undefined;
  // `const hit = cache.get(key); if (hit) return hit;`
  const call = looked === undefined ? undefined : valueOf(file, looked);
  if (call?.kind === 'call') noteLookUp(file, call.callee, found);
  const place = placeOf(file, call?.kind === 'index' && looked !== undefined ? looked : id);
  if (place !== undefined && (call?.kind === 'index' || !isFixed(file, value))) found.add(place);
}

/** A variable that holds one value for ever is filled by nobody. In Python the first assignment, wherever it stands, declares it. */
function isFixed(file: File, value: Value): boolean {
  return value.kind === 'name' && !isPython(file) && bindingOf(file, value.binding).reassigned === 0;
}

/** What a variable is declared with, even where it is assigned again later. */
function firstValue(file: File, binding: BindingId): ValueId | undefined {
  const { init } = bindingOf(file, binding);
  if (init !== undefined) return init;
  const uses = usesOf(file);
  const writes = uses.names(binding).filter((name) => uses.writtenTo(name) !== undefined);
  const [first] = writes.toSorted((a, b) => valueOf(file, a).start - valueOf(file, b).start);
  return first === undefined ? undefined : uses.writtenTo(first);
}

function noteLookUp(file: File, callee: ValueId, found: Set<string>): void {
  const member = valueOf(file, callee);
  if (member.kind !== 'member' || (member.name !== 'has' && member.name !== 'get')) return;
  const place = placeOf(file, member.object);
  if (place !== undefined) found.add(`${place}[*]`);
}

/** What is kept while a file is looked at. */
export interface Filled {
  /** The lasting places that a step fills, by step, and all of a function, by its body. */
  readonly places: Map<Step | readonly Step[], readonly string[]>;
  /** By list of steps, where in it each place is filled last. */
  readonly last: Map<readonly Step[], ReadonlyMap<string, number>>;
}

export function nothingFilled(): Filled {
  return { places: new Map(), last: new Map() };
}

const none: readonly never[] = [];

/** What a step writes that lasts, `map.set(key, …)` included, with all that is inside it. */
function placesFilled(file: File, owner: FunctionId, step: Step, filled: Filled): readonly string[] {
  if (step.kind === 'write') return isEmpty(file, step) ? none : listOf(lastingPlace(file, owner, step.target));
  if (step.kind === 'evaluate') return listOf(setPlace(file, owner, step.value));
  const known = filled.places.get(step);
  if (known) return known;
  // Nothing is counted that is filled only where something has failed.
  const inside = step.kind === 'try' ? [step.body, step.otherwise ?? none] : innerSteps(step);
  const places = inside.flatMap((steps) => steps.flatMap((each) => placesFilled(file, owner, each, filled)));
  filled.places.set(step, places);
  return places;
}

function placesFilledBy(file: File, id: FunctionId, filled: Filled): readonly string[] {
  const { body } = functionOf(file, id);
  const known = filled.places.get(body);
  if (known) return known;
  const places = body.flatMap((step) => placesFilled(file, id, step, filled));
  filled.places.set(body, places);
  return places;
}

function listOf(place: string | undefined): readonly string[] {
  return place === undefined ? none : [place];
}

/** The function of this file that a call names directly, or the method of the same object. */
function calledFunction(file: File, owner: FunctionId, id: ValueId): FunctionId | undefined {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (callee?.kind === 'member') return ownMethod(file, owner, callee);
  const init = callee?.kind === 'name' ? bindingOf(file, callee.binding).init : undefined;
  const target = init === undefined ? undefined : valueOf(file, init);
  return target?.kind === 'function' ? target.function : undefined;
}

function ownMethod(file: File, owner: FunctionId, { object, name }: Member): FunctionId | undefined {
  const ofClass = valueOf(file, object).kind === 'this' ? functionOf(file, owner).owner : undefined;
  return ofClass === undefined
    ? undefined
    : classOf(file, ofClass)?.members.find((each) => each.name === name)?.function;
}

/** A place that is still there at the next call. */
function lastingPlace(file: File, owner: FunctionId, target: ValueId): string | undefined {
  return outlivesCall(file, target, owner) ? placeOf(file, target) : undefined;
}

function setPlace(file: File, owner: FunctionId, call: ValueId): string | undefined {
  const value = valueOf(file, call);
  const member = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (member?.kind !== 'member' || member.name !== 'set') return undefined;
  if (!outlivesCall(file, member.object, owner)) return undefined;
  const place = placeOf(file, member.object);
  return place === undefined ? undefined : `${place}[*]`;
}
