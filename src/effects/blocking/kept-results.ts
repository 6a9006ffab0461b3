import type { ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import { placeOf } from '../values/places.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef } from '../program.ts';
import { stepsWithin } from '../calls/steps.ts';

/**
 * Whether a function looks in a table before it computes and puts its result there, so that it does no work twice: `memo.get(n)` and
 * `memo.set(n, …)`, `cache[n] ??= …`. Unlike what runs once (`memoised.ts`), the table may be handed down as a parameter. Of a
 * decorator, its name is enough.
 */
export function keepsResults({ file, function: id }: FunctionRef): boolean {
  const { body, decorators } = functionOf(file, id);
  if (decorators.some((each) => /memo|cache/i.test(decoratorName(file, each)))) return true;
  const steps = stepsWithin(body);
  const looked = new Set(steps.flatMap((step) => (step.kind === 'branch' ? tablesIn(file, step.test) : [])));
  return steps.some((step) => {
    const table = filledBy(file, step);
    const place = table === undefined ? undefined : placeOf(file, table);
    return place !== undefined && looked.has(place) && table !== undefined && isShared(file, table, id);
  });
}

/** The tables that a condition looks something up in, also through a name for what was found. */
function tablesIn(file: File, test: ValueId, depth = 0): string[] {
  if (depth > 8) return [];
  const value = valueOf(file, settle(file, test));
  const inner = (each: ValueId): string[] => tablesIn(file, each, depth + 1);
  switch (value.kind) {
    case 'operation':
      return value.operator === 'in' ? placesOf(file, value.operands[1]) : value.operands.flatMap(inner);
    case 'choice':
      return value.of.flatMap(inner);
    case 'index':
      return placesOf(file, value.object);
    case 'call': {
      const callee = valueOf(file, value.callee);
      const looksUp = callee.kind === 'member' && /^(has|get|includes|hasOwnProperty)$/.test(callee.name);
      return looksUp ? placesOf(file, callee.object) : value.args.flatMap((argument) => inner(argument.value));
    }
    default:
      return [];
  }
}

function placesOf(file: File, id: ValueId | undefined): string[] {
  const place = id === undefined ? undefined : placeOf(file, id);
  return place === undefined ? [] : [place];
}

/** The table that a step puts something into. */
function filledBy(file: File, step: Step): ValueId | undefined {
  if (step.kind === 'write') {
    const target = valueOf(file, step.target);
    return target.kind === 'index' ? target.object : undefined;
  }
  const value = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
  const callee = value?.kind === 'call' ? valueOf(file, value.callee) : undefined;
  return callee?.kind === 'member' && callee.name === 'set' ? callee.object : undefined;
}

/** A table of this call alone keeps nothing for the next one. */
function isShared(file: File, table: ValueId, owner: number): boolean {
  const value = valueOf(file, table);
  if (value.kind === 'member') return isShared(file, value.object, owner);
  if (value.kind !== 'name') return true;
  const { scope, kind } = bindingOf(file, value.binding);
  return scope !== owner || kind === 'parameter';
}

function decoratorName(file: File, id: ValueId): string {
  const value = valueOf(file, id);
  if (value.kind === 'call') return decoratorName(file, value.callee);
  if (value.kind === 'member' || value.kind === 'global') return value.name;
  return value.kind === 'name' ? bindingOf(file, value.binding).name : '';
}
