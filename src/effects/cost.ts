import type { BindingId, ValueId } from '../model/facts.ts';
import type { Loop, Step } from '../model/step.ts';
import { tripsOf } from './constants.ts';
import { graphOf } from './graph.ts';
import { placeOf } from './places.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from './program.ts';
import { sitesOf } from './sites.ts';

/** A loop, or a nest of them, that never lets the event loop run in between. */
export interface Nest {
  readonly in: FunctionRef;
  /** From the outermost in. Inner ones whose data is part of the outer one's element are left out: together they are one pass. */
  readonly loops: readonly Loop[];
  /** The product of the trips that are known. */
  readonly trips: number;
  /**
   * The work grows faster than its data: three and more loops that grow with the input, two counting ones, or two over the same list.
   * Two different lists are no proof: usually one of them is short.
   */
  readonly multiplies: boolean;
  /** How many of the loops grow with the input. */
  readonly inputs: number;
  /** A counting loop goes up to a number that a caller passes. */
  readonly counts: boolean;
}

/** The deepest nests of loops in a function's own body, one per outermost loop. Loops that suspend are left out. */
export function nestsOf(program: Program, ref: FunctionRef): Nest[] {
  const nests: Nest[] = [];
  visitLoops(functionOf(ref.file, ref.function).body, (loop) => {
    const nest = heaviest(program, ref, loop, []);
    if (nest) nests.push(nest);
  });
  return nests;
}

/** Calls back for each loop that is in no other loop of these steps. */
function visitLoops(steps: readonly Step[], visit: (loop: Loop) => void): void {
  for (const step of steps) {
    if (step.kind === 'loop') visit(step);
    else for (const inner of innerSteps(step)) visitLoops(inner, visit);
  }
}

function innerSteps(step: Step): readonly (readonly Step[])[] {
  switch (step.kind) {
    case 'branch':
      return step.arms;
    case 'try':
      return [step.body, ...step.handlers.map(({ body }) => body), ...(step.finalizer ? [step.finalizer] : [])];
    case 'loop':
    case 'region':
      return [step.body];
    default:
      return [];
  }
}

function heaviest(program: Program, ref: FunctionRef, loop: Loop, outer: readonly Loop[]): Nest | undefined {
  if (suspends(program, ref, loop)) return undefined;
  const chain = isPartOfElement(ref.file, loop, outer) ? outer : [...outer, loop];
  let best = measure(program, ref, chain);
  visitLoops(loop.body, (inner) => {
    const nest = heaviest(program, ref, inner, chain);
    if (nest && weightOf(nest) > weightOf(best)) best = nest;
  });
  return best;
}

function weightOf({ trips, inputs }: Nest): number {
  return inputs * 1e12 + trips;
}

function measure(program: Program, ref: FunctionRef, loops: readonly Loop[]): Nest {
  let trips = 1;
  let counts = false;
  const growing: Loop[] = [];
  for (const loop of loops) {
    const own = tripsOf(program, ref.file, loop);
    if (typeof own === 'number') trips *= own;
    else if (own === 'input') {
      growing.push(loop);
      counts ||= loop.range !== undefined && countsToParameter(ref.file, loop.range.to);
    }
  }
  return { in: ref, loops, trips, inputs: growing.length, counts, multiplies: multiplies(ref.file, growing) };
}

function multiplies(file: File, loops: readonly Loop[]): boolean {
  if (loops.length >= 3) return true;
  const bounds = loops.flatMap(({ range }) => (range ? [boundPlace(file, range.to)] : []));
  if (bounds.length >= 2) return !isGrid(bounds);
  const places = loops.map(({ source }) => (source === undefined ? undefined : placeOf(file, settle(file, source))));
  return places.some((place, index) => place !== undefined && places.indexOf(place) !== index);
}

/** The place a bound is read from: `rows.length` of `rows.length - 1`. */
function boundPlace(file: File, to: ValueId): string {
  const settled = settle(file, to);
  const value = valueOf(file, settled);
  if (value.kind === 'operation')
    return value.operands.map((operand) => boundPlace(file, operand)).find((each) => each !== '') ?? '';
  return placeOf(file, settled) ?? '';
}

/** `map.height` by `map.width`, or `rows.length` by `rows[0].length`: as many rounds as there are cells, one pass over the data. */
function isGrid(bounds: readonly string[]): boolean {
  const roots = bounds.map((bound) => /^[^.[]*/.exec(bound)?.[0] ?? '');
  const [root] = roots;
  return (
    root !== '' &&
    roots.every((each) => each === root) &&
    new Set(bounds).size === bounds.length &&
    bounds.some((each) => /[.[]/.test(each))
  );
}

const smallByName = /retr|attempt|depth|level|round|worker|concurren|thread|indent|digits|precision/i;

/** `for (let i = 0; i < n; i++)` with a parameter `n`: the number may be anything, where a list's length is at least paid for. */
function countsToParameter(file: File, to: ValueId): boolean {
  const value = valueOf(file, settle(file, to));
  switch (value.kind) {
    case 'operation':
      return value.operands.some((operand) => countsToParameter(file, operand));
    case 'call':
      return keepsSize(file, value.callee) && value.args.some((argument) => countsToParameter(file, argument.value));
    case 'name': {
      const { kind, name, parameter } = bindingOf(file, value.binding);
      const own = parameter && functionOf(file, parameter.function).parameters[parameter.index];
      // A default is a number that somebody thought of, and most callers use it.
      return kind === 'parameter' && own?.hasDefault === false && !smallByName.test(name);
    }
    default:
      return false;
  }
}

/** Calls whose result is about as large as their argument. `Math.min` is what one writes to keep a number small. */
function keepsSize(file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  if (value.kind === 'global') return /^(Number|parseInt|parseFloat|BigInt)$/.test(value.name);
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  return value.kind === 'member' && object?.kind === 'global' && object.name === 'Math' && value.name !== 'min';
}

/** Whether an `await` or `yield` lets others run, or the loop only starts what runs elsewhere. */
function suspends(program: Program, ref: FunctionRef, loop: Loop): boolean {
  if (loop.form === 'for-await') return true;
  const within = (loops: readonly Loop[]): boolean => loops.includes(loop);
  const graph = graphOf(program, ref.file);
  return (
    (sitesOf(ref.file)[ref.function] ?? []).some(
      ({ value, loops }) => within(loops) && valueOf(ref.file, value).kind === 'await',
    ) ||
    (graph.calls[ref.function] ?? []).some(({ entry, loops }) => within(loops) && entry?.promise === true) ||
    (graph.out[ref.function] ?? []).some(
      ({ to, how, site }) => within(site.loops) && how === 'call' && functionOf(to.file, to.function).isAsync,
    ) ||
    yields(ref.file, loop.body)
  );
}

function yields(file: File, steps: readonly Step[]): boolean {
  return steps.some((step) =>
    step.kind === 'evaluate'
      ? valueOf(file, step.value).kind === 'yield'
      : innerSteps(step).some((inner) => yields(file, inner)),
  );
}

/** `for (row of rows) for (cell of row.cells)`: one pass over all cells, not rows times cells. */
function isPartOfElement(file: File, loop: Loop, outer: readonly Loop[]): boolean {
  const elements = new Set(outer.flatMap((each) => elementBindings(file, each)));
  if (elements.size === 0) return false;
  const bound = loop.source ?? loop.range?.to;
  return bound !== undefined && mentions(file, bound, elements);
}

/** The names that change with each round of a loop: its counter, its element and what is taken out of it. */
function elementBindings(file: File, loop: Loop): BindingId[] {
  const found: BindingId[] = loop.range ? [loop.range.variable] : [];
  file.facts.bindings.forEach(({ init, start }, id) => {
    if (init !== undefined && start >= loop.start && start < loop.end && isElementOf(file, init, loop.source))
      found.push(id);
  });
  return found;
}

function isElementOf(file: File, id: ValueId, source: ValueId | undefined): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'element') return value.of === source;
  if (value.kind === 'item') return isElementOf(file, value.of, source);
  return value.kind === 'member' && isElementOf(file, value.object, source);
}

function mentions(file: File, id: ValueId, bindings: ReadonlySet<BindingId>, depth = 0): boolean {
  if (depth > 12) return false;
  const value = valueOf(file, id);
  const inner = (each: ValueId): boolean => mentions(file, each, bindings, depth + 1);
  switch (value.kind) {
    case 'name': {
      if (bindings.has(value.binding)) return true;
      const { init } = bindingOf(file, value.binding);
      return init !== undefined && inner(init);
    }
    case 'member':
      return inner(value.object);
    case 'index':
      return inner(value.object) || inner(value.key);
    case 'call':
    case 'new':
      return inner(value.callee) || value.args.some((argument) => inner(argument.value));
    case 'operation':
      return value.operands.some(inner);
    case 'choice':
      return value.of.some(inner);
    case 'element':
    case 'item':
    case 'await':
      return inner(value.of);
    case 'array':
      return value.elements.some((element) => inner(element.value));
    default:
      return false;
  }
}
