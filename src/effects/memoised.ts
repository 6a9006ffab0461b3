import type { BindingId, FunctionId, ValueId } from '../model/facts.ts';
import type { Step } from '../model/step.ts';
import type { Operation, Value } from '../model/value.ts';
import { outlivesCall, placeOf } from './places.ts';
import { bindingOf, functionOf, isPython, valueOf, type File } from './program.ts';
import { usesOf } from './uses.ts';

/**
 * From which step of a list on everything runs only while some lasting place is still empty, because an earlier branch leaves when it
 * is filled and a later step fills it: `if (cache) return cache; cache = …`. The list's length when there is no such step.
 */
export function memoisedFrom(file: File, owner: FunctionId, steps: readonly Step[]): number {
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'branch' || !step.arms.some(leaves)) continue;
    if (fillsTested(file, owner, step.test, steps.slice(index + 1))) return index + 1;
  }
  return steps.length;
}

/** Whether the steps fill a lasting place that `test` looks at: `if (!cache) cache = …`, `cache ??= …`, `if (!map.has(k)) map.set(k, …)`. */
export function fillsTested(file: File, owner: FunctionId, test: ValueId, steps: readonly Step[]): boolean {
  const tested = testedPlaces(file, test);
  return tested.size > 0 && fills(file, owner, steps, tested);
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

/** Deeper than this no code checks and fills a place that it tested at the top. */
const DEEPEST = 8;

/** Whether one of the places is written, `map.set(key, …)` included, on the way down or by a function of this file that is called. */
function fills(file: File, owner: FunctionId, steps: readonly Step[], places: ReadonlySet<string>, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  const inner = (nested: readonly Step[]): boolean => fills(file, owner, nested, places, depth + 1);
  return steps.some((step) => {
    switch (step.kind) {
      case 'write':
        return isOneOf(places, lastingPlace(file, owner, step.target));
      case 'evaluate': {
        if (isOneOf(places, setPlace(file, owner, step.value))) return true;
        const callee = calledFunction(file, step.value);
        return callee !== undefined && depth === 0 && fills(file, callee, functionOf(file, callee).body, places, 1);
      }
      case 'branch':
        return step.arms.some(inner);
      case 'try':
        return inner(step.body) || inner(step.otherwise ?? []);
      case 'loop':
      case 'region':
        return inner(step.body);
      default:
        return false;
    }
  });
}

function isOneOf(places: ReadonlySet<string>, place: string | undefined): boolean {
  return place !== undefined && places.has(place);
}

/** The function of this file that a call names directly. */
function calledFunction(file: File, id: ValueId): FunctionId | undefined {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  const init = callee?.kind === 'name' ? bindingOf(file, callee.binding).init : undefined;
  const target = init === undefined ? undefined : valueOf(file, init);
  return target?.kind === 'function' ? target.function : undefined;
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
