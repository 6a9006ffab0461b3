import type { FileFacts, FunctionId, ValueId } from '../../model/facts.ts';
import type { Loop, Step } from '../../model/step.ts';
import { placeOf } from '../values/places.ts';
import { bindingOf, functionOf, valueOf, type File } from '../program.ts';
import { innerSteps, stepsOfKind } from '../calls/steps.ts';

/** A list or object that is made anew in each round, of all that it held before and a little more. */
export interface Accumulation {
  readonly function: FunctionId;
  /** What is made: `[...list, each]`, `{ ...all, [key]: value }`, `list.concat(each)`, `list + [each]`. */
  readonly value: ValueId;
  /** The list in it. */
  readonly list: ValueId;
  /** The innermost loop that it outlives; absent where it is what a callback of `reduce` returns. */
  readonly loop?: Loop;
  /** Of a callback of `reduce`: the callback. */
  readonly reducer?: FunctionId;
}

const cache = new WeakMap<FileFacts, readonly Accumulation[]>();

/** Those of a file. That something is `concat` by name is all that is known of it. */
export function accumulationsIn(file: File): readonly Accumulation[] {
  const known = cache.get(file.facts);
  if (known) return known;
  const found: Accumulation[] = [];
  file.facts.functions.forEach(({ body, parameters }, id) => {
    if (stepsOfKind(body, 'loop').length > 0) visit(file, id, body, undefined, found);
    const [first] = parameters;
    if (!first || parameters.length < 2) return;
    for (const { value } of stepsOfKind(body, 'return')) {
      const list = value === undefined ? undefined : copied(file, value, String(first.binding));
      if (value !== undefined && list !== undefined) found.push({ function: id, value, list, reducer: id });
    }
  });
  cache.set(file.facts, found);
  return found;
}

function visit(
  file: File,
  owner: FunctionId,
  steps: readonly Step[],
  loop: Loop | undefined,
  found: Accumulation[],
): void {
  for (const step of steps) {
    if (step.kind === 'write' && loop && step.operator === undefined && outlives(file, step.target, loop)) {
      const place = placeOf(file, step.target);
      const list = place === undefined ? undefined : copied(file, step.value, place);
      if (list !== undefined) found.push({ function: owner, value: step.value, list, loop });
    }
    for (const inner of innerSteps(step)) visit(file, owner, inner, step.kind === 'loop' ? step : loop, found);
  }
}

/** What is declared inside the loop begins anew with each round; so does what an element holds. */
function outlives(file: File, target: ValueId, loop: Loop): boolean {
  const value = valueOf(file, target);
  if (value.kind === 'name') {
    const { start } = bindingOf(file, value.binding);
    return start < loop.start || start >= loop.end;
  }
  return value.kind === 'member' && (valueOf(file, value.object).kind === 'this' || outlives(file, value.object, loop));
}

/** The mention of the place in a value that copies all it holds. */
function copied(file: File, id: ValueId, place: string): ValueId | undefined {
  const value = valueOf(file, id);
  const isPlace = (each: ValueId): boolean => placeOf(file, each) === place;
  switch (value.kind) {
    case 'array':
      return value.per ? undefined : value.elements.find((each) => each.spread && isPlace(each.value))?.value;
    case 'object':
      return value.per ? undefined : copiedProperties(file, id, isPlace);
    case 'call': {
      const callee = valueOf(file, value.callee);
      const isConcat = callee.kind === 'member' && callee.name === 'concat' && value.args.length > 0;
      return isConcat && isPlace(callee.object) ? callee.object : undefined;
    }
    case 'operation': {
      const isList = value.operands.some((each) => valueOf(file, each).kind === 'array');
      return isList && value.operator === '+' ? value.operands.find(isPlace) : undefined;
    }
    default:
      return undefined;
  }
}

/** An object grows only by names that are computed: `{ ...state, done: true }` has as many as before. */
function copiedProperties(file: File, id: ValueId, isPlace: (each: ValueId) => boolean): ValueId | undefined {
  const value = valueOf(file, id);
  if (value.kind !== 'object') return undefined;
  const grows = value.properties.some(
    ({ name, spread, value: each }) => name === undefined && !(spread && isPlace(each)),
  );
  return grows ? value.properties.find((each) => each.spread && isPlace(each.value))?.value : undefined;
}

/** Whether this function is one that `reduce` is given, here or by name. */
export function isReducerOf(file: File, callback: ValueId, reducer: FunctionId): boolean {
  const value = valueOf(file, callback);
  if (value.kind === 'function') return value.function === reducer;
  if (value.kind !== 'name') return false;
  const { init } = bindingOf(file, value.binding);
  const target = init === undefined ? undefined : valueOf(file, init);
  return target?.kind === 'function' && target.function === reducer && functionOf(file, reducer).parent !== undefined;
}
