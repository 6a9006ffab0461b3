import type { FunctionId, ValueId } from '../model/facts.ts';
import type { Step } from '../model/step.ts';
import { outlivesCall, placeOf } from './places.ts';
import { bindingOf, valueOf, type File } from './program.ts';

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
  if (value.kind === 'operation') for (const operand of value.operands) testedPlaces(file, operand, found);
  else if (value.kind === 'choice') for (const each of value.of) testedPlaces(file, each, found);
  else if (value.kind === 'call') noteLookUp(file, value.callee, found);
  else noteTested(file, test, found);
  return found;
}

function noteTested(file: File, id: ValueId, found: Set<string>): void {
  const value = valueOf(file, id);
  const looked = value.kind === 'name' ? bindingOf(file, value.binding).init : undefined;
  // `const hit = cache.get(key); if (hit) return hit;`
  const call = looked === undefined ? undefined : valueOf(file, looked);
  if (call?.kind === 'call') noteLookUp(file, call.callee, found);
  const place = placeOf(file, call?.kind === 'index' && looked !== undefined ? looked : id);
  if (place !== undefined) found.add(place);
}

function noteLookUp(file: File, callee: ValueId, found: Set<string>): void {
  const member = valueOf(file, callee);
  if (member.kind !== 'member' || (member.name !== 'has' && member.name !== 'get')) return;
  const place = placeOf(file, member.object);
  if (place !== undefined) found.add(`${place}[*]`);
}

/** Whether one of the places is written, `map.set(key, …)` included, on the way down. */
function fills(file: File, owner: FunctionId, steps: readonly Step[], places: ReadonlySet<string>): boolean {
  return steps.some((step) => {
    switch (step.kind) {
      case 'write': {
        const place = lastingPlace(file, owner, step.target);
        return place !== undefined && places.has(place);
      }
      case 'evaluate': {
        const place = setPlace(file, owner, step.value);
        return place !== undefined && places.has(place);
      }
      case 'branch':
        return step.arms.some((arm) => fills(file, owner, arm, places));
      case 'try':
        return fills(file, owner, step.body, places);
      case 'loop':
      case 'region':
        return fills(file, owner, step.body, places);
      default:
        return false;
    }
  });
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
