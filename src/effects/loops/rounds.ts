import type { BindingId, FunctionId, ValueId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import type { Loop, Range, Step } from '../../model/step.ts';
import type { Call } from '../../model/value.ts';
import { lengthOfSource } from '../values/list-length.ts';
import { bindingOf, functionOf, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { innerSteps } from '../calls/steps.ts';
import { tripsOf } from './trips.ts';

/** Something that is done again and again: a loop, or a callback that an array calls for each of its elements. */
export interface Round {
  /** The function that `body` belongs to. */
  readonly in: FunctionId;
  /** A short span to show. */
  readonly head: Span;
  readonly source?: ValueId;
  readonly range?: Range;
  readonly body: readonly Step[];
  readonly loop?: Loop;
  /** The function literal that is called for each element; then `body` is its own. */
  readonly callback?: FunctionId;
  /** The names that change with each round: its counter, its element and what is taken out of it. */
  readonly changing: readonly BindingId[];
}

/** Calls back for each loop and each visited list that is in no other one of these steps. */
export function visitRounds(
  program: Program,
  file: File,
  owner: FunctionId,
  steps: readonly Step[],
  visit: (round: Round) => void,
): void {
  for (const step of steps) {
    const round = roundOf(program, file, owner, step);
    if (round) visit(round);
    else for (const inner of innerSteps(step)) visitRounds(program, file, owner, inner, visit);
  }
}

function roundOf(program: Program, file: File, owner: FunctionId, step: Step): Round | undefined {
  if (step.kind === 'loop') {
    const { head, source, range, body } = step;
    return {
      in: owner,
      head,
      body,
      loop: step,
      changing: elementsOf(file, step),
      ...(source === undefined ? {} : { source }),
      ...(range ? { range } : {}),
    };
  }
  const value = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
  return value?.kind === 'call' ? visitOf(program, file, owner, value) : undefined;
}

/** The end of a counting loop that says how often it goes round: where it starts, if it counts down. */
export function boundOf({ grows, from, to }: Range): ValueId {
  return grows === '-' ? from : to;
}

/** How often it goes round, as for loops. */
export function tripsOfRound(program: Program, file: File, round: Round): number | 'input' | undefined {
  if (round.loop || round.source === undefined) return tripsOf(program, file, round);
  const length = lengthOfSource(program, file, round.source) ?? 'input';
  return length === 'chosen' ? undefined : length;
}

/** Array methods that call back for every element, and which parameters of the callback are then the element and its index. */
const visitors: Readonly<Partial<Record<string, readonly number[]>>> = {
  forEach: [0, 1],
  map: [0, 1],
  flatMap: [0, 1],
  filter: [0, 1],
  reduce: [1, 2],
  reduceRight: [1, 2],
};

/** `list.forEach((each) => …)`, or `Array.from(list, (each) => …)`. */
function visitOf(program: Program, file: File, owner: FunctionId, call: Call): Round | undefined {
  const callee = valueOf(file, call.callee);
  if (callee.kind !== 'member') return undefined;
  const object = valueOf(file, callee.object);
  const isFrom = callee.name === 'from' && object.kind === 'global' && object.name === 'Array';
  const parts = isFrom ? [0, 1] : Object.hasOwn(visitors, callee.name) ? visitors[callee.name] : undefined;
  const source = isFrom ? call.args[0]?.value : callee.object;
  const visited = call.args[isFrom ? 1 : 0];
  if (!parts || source === undefined || !visited || visited.spread) return undefined;
  if (!isFrom && !isList(program, file, source)) return undefined;
  const isPlain = ['name', 'global', 'this', 'member'].includes(object.kind);
  const head = { start: isPlain ? callee.start : callee.nameSpan.start, end: callee.end };
  const value = valueOf(file, visited.value);
  if (value.kind !== 'function')
    return isCallable(program, file, visited.value) ? { in: owner, head, source, body: [], changing: [] } : undefined;
  const { parameters, body } = functionOf(file, value.function);
  const changing = parts.flatMap((index) => parameters[index]?.binding ?? []);
  return { in: value.function, head, source, body, callback: value.function, changing };
}

function isCallable(program: Program, file: File, id: ValueId): boolean {
  return resolveValue(program, file, id)?.kind === 'function';
}

/** What these methods are called on may be unknown, but not known to be something else. */
function isList(program: Program, file: File, id: ValueId): boolean {
  const receiver = resolveValue(program, file, id);
  return !receiver || receiver.kind === 'literal' || (receiver.kind === 'instance' && receiver.type === 'global#Array');
}

function elementsOf(file: File, loop: Loop): BindingId[] {
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

/** `for (row of rows) for (cell of row.cells)`: one pass over all cells, not rows times cells. */
export function isPartOfElement(file: File, { source, range }: Round, outer: readonly Round[]): boolean {
  const elements = new Set(outer.flatMap(({ changing }) => changing));
  const bound = source ?? (range && boundOf(range));
  return elements.size > 0 && bound !== undefined && mentions(file, bound, elements);
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
