import type { ValueId } from '../model/facts.ts';
import type { Loop, Range } from '../model/step.ts';
import type { Value } from '../model/value.ts';
import { bindingOf, settle, valueOf, type File, type Program } from './program.ts';
import { resolveValue } from './symbols.ts';
import { usesOf } from './uses.ts';

/** The number a value always is, through names, imports and arithmetic; undefined when it is not constant. */
export function numberOf(program: Program, file: File, id: ValueId, depth = 0): number | undefined {
  if (depth > 12) return undefined;
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'literal') return typeof value.value === 'number' ? value.value : undefined;
  if (value.kind === 'operation') return compute(program, file, value, depth);
  const resolved = value.kind === 'name' || value.kind === 'member' ? resolveValue(program, file, id) : undefined;
  if (resolved?.kind !== 'literal' || (resolved.file === file && resolved.value === id)) return undefined;
  return numberOf(program, resolved.file, resolved.value, depth + 1);
}

function compute(
  program: Program,
  file: File,
  { operator, operands }: Extract<Value, { kind: 'operation' }>,
  depth: number,
): number | undefined {
  const [left, right] = operands.map((operand) => numberOf(program, file, operand, depth + 1));
  if (left === undefined) return undefined;
  if (operands.length === 1) return operator === '-' ? -left : operator === '+' ? left : undefined;
  return right === undefined ? undefined : arithmetic[operator]?.(left, right);
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  '<<': (left, right) => left << right,
};

/** How often a loop runs: a number, `input` when it grows with data that comes from outside, undefined when it cannot be told. */
export function tripsOf(program: Program, file: File, loop: Loop): number | 'input' | undefined {
  if (loop.range) return countingTrips(program, file, loop.range);
  if (loop.source === undefined) return undefined;
  return lengthOf(program, file, loop.source) ?? 'input';
}

function countingTrips(program: Program, file: File, range: Range): number | 'input' | undefined {
  const from = numberOf(program, file, range.from);
  const to = numberOf(program, file, range.to);
  const by = range.by === undefined ? 1 : numberOf(program, file, range.by);
  if (from === undefined || to === undefined || by === undefined) {
    return range.grows === '*'
      ? undefined
      : isInput(file, range.grows === '-' ? range.from : range.to)
        ? 'input'
        : undefined;
  }
  if (range.grows === '*')
    return from > 0 && by > 1 ? Math.max(0, Math.ceil(Math.log(to / from) / Math.log(by))) : undefined;
  if (by <= 0) return undefined;
  return Math.max(0, Math.ceil((Math.abs(to - from) + (range.inclusive ? 1 : 0)) / by));
}

/** Whether a bound depends on what a function is given or on the length of something: on data, not on the code. */
function isInput(file: File, id: ValueId, depth = 0): boolean {
  if (depth > 8) return false;
  const settled = settle(file, id);
  const value = valueOf(file, settled);
  switch (value.kind) {
    case 'name':
      return bindingOf(file, value.binding).kind === 'parameter';
    case 'member':
      return value.name === 'length' || value.name === 'size' || isInput(file, value.object, depth + 1);
    case 'operation':
      return value.operands.some((operand) => isInput(file, operand, depth + 1));
    case 'call':
      return value.args.some((argument) => isInput(file, argument.value, depth + 1));
    case 'element':
    case 'item':
    case 'index':
      return true;
    default:
      return false;
  }
}

/** More elements than a hand-written list has. */
const LARGE = 1_000;

/**
 * An upper limit for how many elements a list has; undefined when the code sets none. Lists written out, slices of a fixed width and
 * what is mapped or filtered from them are limited.
 */
export function lengthOf(program: Program, file: File, id: ValueId, depth = 0): number | undefined {
  if (depth > 12) return undefined;
  const settled = settle(file, id);
  const value = valueOf(file, settled);
  switch (value.kind) {
    case 'array': {
      if (depth > 0 && isGrown(file, id)) return undefined;
      let sum = 0;
      for (const { value: element, spread } of value.elements) {
        const length = spread ? lengthOf(program, file, element, depth + 1) : 1;
        if (length === undefined) return undefined;
        sum += length;
      }
      return isGrown(file, id) ? undefined : sum;
    }
    case 'object':
      return value.properties.some(({ spread }) => spread) ? undefined : value.properties.length;
    case 'literal':
      return typeof value.value === 'string' ? value.value.length : undefined;
    case 'choice': {
      const lengths = value.of.map((each) => lengthOf(program, file, each, depth + 1));
      return lengths.includes(undefined) ? undefined : Math.max(0, ...lengths.map((each) => each ?? 0));
    }
    case 'call':
    case 'new':
      return lengthOfCall(program, file, value, depth);
    case 'await':
      return lengthOf(program, file, value.of, depth + 1);
    case 'element':
      return isChunked(file, value.of) ? LARGE : undefined;
    default:
      return lengthElsewhere(program, file, settled, depth);
  }
}

/** `for (const batch of chunk(list, 10))`: each element is a piece of a size that somebody chose. */
function isChunked(file: File, source: ValueId): boolean {
  const call = valueOf(file, settle(file, source));
  if (call.kind !== 'call') return false;
  const callee = valueOf(file, call.callee);
  const name =
    callee.kind === 'member' || callee.kind === 'global'
      ? callee.name
      : callee.kind === 'name'
        ? bindingOf(file, callee.binding).name
        : '';
  return /chunk|batch|partition|window|slices/i.test(name);
}

/** A constant of another module, a class's static list, an enum. */
function lengthElsewhere(program: Program, file: File, id: ValueId, depth: number): number | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name' && bindingOf(file, value.binding).kind === 'enum') return LARGE;
  const resolved = resolveValue(program, file, id);
  if (resolved?.kind === 'literal' && !(resolved.file === file && resolved.value === id)) {
    return lengthOf(program, resolved.file, resolved.value, depth + 1);
  }
  return undefined;
}

/** Methods whose result is no longer than what they are called on. */
const notLonger = new Set([
  'map', 'filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'concat', 'flat', 'fill', 'keys', 'values', 'entries', 'with',
]); // prettier-ignore

function lengthOfCall(
  program: Program,
  file: File,
  call: Extract<Value, { kind: 'call' | 'new' }>,
  depth: number,
): number | undefined {
  const callee = valueOf(file, call.callee);
  const first = call.args[0]?.value;
  if (callee.kind === 'member') {
    if (callee.name === 'slice' || callee.name === 'splice') {
      const width = sliceWidth(
        program,
        file,
        callee.name,
        call.args.map((each) => each.value),
      );
      if (width !== undefined) return width;
    }
    if (notLonger.has(callee.name)) {
      const own = lengthOf(program, file, callee.object, depth + 1);
      if (own === undefined || callee.name !== 'concat') return own;
      const added = call.args.map((each) => lengthOf(program, file, each.value, depth + 1));
      return added.includes(undefined) ? undefined : added.reduce<number>((sum, each) => sum + (each ?? 0), own);
    }
    const object = valueOf(file, callee.object);
    if (object.kind === 'global' && object.name === 'Object' && first !== undefined)
      return lengthOf(program, file, first, depth + 1);
    if (object.kind === 'global' && object.name === 'Array') {
      if (callee.name === 'of') return call.args.some(({ spread }) => spread) ? undefined : call.args.length;
      if (callee.name === 'from' && first !== undefined) return lengthOfSource(program, file, first, depth);
    }
    return undefined;
  }
  if (callee.kind !== 'global' || first === undefined) return undefined;
  if (callee.name === 'Array') return call.args.length === 1 ? numberOf(program, file, first) : call.args.length;
  return callee.name === 'Set' || callee.name === 'Map' ? lengthOf(program, file, first, depth + 1) : undefined;
}

/** `Array.from({ length: n })`, or from another list. */
function lengthOfSource(program: Program, file: File, id: ValueId, depth: number): number | undefined {
  const value = valueOf(file, settle(file, id));
  const length = value.kind === 'object' ? value.properties.find(({ name }) => name === 'length') : undefined;
  return length ? numberOf(program, file, length.value) : lengthOf(program, file, id, depth + 1);
}

/**
 * How wide a slice is. `slice(i, i + size)` and `splice(0, size)` cut a piece of a size that somebody chose, whether we know the
 * number or not: that is what batching looks like.
 */
function sliceWidth(program: Program, file: File, name: string, args: readonly ValueId[]): number | undefined {
  const [start, end] = args;
  if (start === undefined || end === undefined) return undefined;
  if (name === 'splice') return numberOf(program, file, end) ?? LARGE;
  const from = numberOf(program, file, start);
  const to = numberOf(program, file, end);
  if (from !== undefined && to !== undefined) return to >= 0 ? Math.max(0, to - from) : undefined;
  const sum = valueOf(file, settle(file, end));
  if (from === 0 && sum.kind !== 'operation') return LARGE;
  if (sum.kind === 'call') return LARGE; // Math.min(i + size, list.length)
  return sum.kind === 'operation' && sum.operator === '+' ? LARGE : undefined;
}

/** Methods that make a list longer. */
const growing = new Set(['push', 'unshift', 'splice']);

/** Whether something is added to the list that this name stands for. */
export function isGrown(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind !== 'name') return false;
  const uses = usesOf(file);
  return uses.names(value.binding).some((name) =>
    uses.of(name).some(({ as, by }) => {
      const member = as === 'object' && by !== undefined ? valueOf(file, by) : undefined;
      return member?.kind === 'member' && growing.has(member.name);
    }),
  );
}
