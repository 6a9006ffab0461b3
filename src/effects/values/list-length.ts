import type { ValueId } from '../../model/facts.ts';
import type { ArrayValue, Argument, Call, New, ObjectValue } from '../../model/value.ts';
import { countOf } from './counts.ts';
import { mayGrow } from './growth.ts';
import { limitOf } from './limited-query.ts';
import { isPiece, lengthOfCut } from './pieces.ts';
import { bindingOf, valueOf, type File, type Program } from '../program.ts';
import { isConstantByName } from '../silence.ts';
import { lengthOfBuiltin, lengthOfSlice } from './python-lengths.ts';
import { resolveValue } from '../symbols.ts';
import { tupleLength } from './tuples.ts';

/** How long a list gets at most. `chosen` where the code cuts it to a size that somebody thought of and that we cannot tell. */
export type Length = number | 'chosen';

/** Longer than any chain of names and calls that somebody wrote. */
const DEEPEST = 24;

/** An upper limit for how many elements a list has; undefined when the code sets none. */
export function lengthOf(program: Program, file: File, id: ValueId, depth = 0): Length | undefined {
  if (depth > DEEPEST) return undefined;
  const inner = (each: ValueId): Length | undefined => lengthOf(program, file, each, depth + 1);
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'array':
      return lengthOfArray(file, id, value, inner);
    case 'object':
      return lengthOfObject(file, id, value, inner);
    case 'literal':
      return typeof value.value === 'string' ? value.value.length : undefined;
    case 'choice':
      return longest(value.of.map(inner));
    case 'call':
      return lengthOfCall(program, file, value, depth) ?? limitOf(program, file, id);
    case 'new':
      return lengthOfNew(program, file, id, value, depth);
    case 'await':
      return inner(value.of);
    case 'index':
      return (
        lengthOfSlice(program, file, value.key) ?? (isPiece(program, file, id) ? 'chosen' : limitOf(program, file, id))
      );
    case 'name':
    case 'member':
      return lengthOfPlace(program, file, id, depth) ?? (isConstantByName(file, id) ? 'chosen' : undefined);
    default:
      return isPiece(program, file, id) ? 'chosen' : limitOf(program, file, id);
  }
}

type Inner = (id: ValueId) => Length | undefined;

function lengthOfArray(file: File, id: ValueId, { elements, per }: ArrayValue, inner: Inner): Length | undefined {
  if (mayGrow(file, id)) return undefined;
  if (per) return product(per.map(inner));
  return sum(elements.map(({ value, spread }) => (spread ? inner(value) : 1)));
}

/** How many keys it has. */
function lengthOfObject(file: File, id: ValueId, { properties, per }: ObjectValue, inner: Inner): Length | undefined {
  if (per || mayGrow(file, id)) return undefined;
  return sum(properties.map(({ value, spread }) => (spread ? inner(value) : 1)));
}

function sum(lengths: readonly (Length | undefined)[]): Length | undefined {
  let total = 0;
  for (const length of lengths) {
    if (length === undefined) return undefined;
    if (length !== 'chosen') total += length;
  }
  return lengths.includes('chosen') ? 'chosen' : total;
}

/** Nested loops go round as often as their numbers multiplied. */
function product(lengths: readonly (Length | undefined)[]): Length | undefined {
  let total = 1;
  for (const length of lengths) {
    if (length === undefined) return undefined;
    if (length !== 'chosen') total *= length;
  }
  return lengths.includes('chosen') ? 'chosen' : total;
}

function longest(lengths: readonly (Length | undefined)[]): Length | undefined {
  let most = 0;
  for (const length of lengths) {
    if (length === undefined) return undefined;
    if (length !== 'chosen') most = Math.max(most, length);
  }
  return lengths.includes('chosen') ? 'chosen' : most;
}

/** A name or member: by its written type, by what it holds here, or as a constant of another module or class. */
function lengthOfPlace(program: Program, file: File, id: ValueId, depth: number): Length | undefined {
  const written = tupleLength(program, file, id);
  if (written !== undefined) return written;
  if (isPiece(program, file, id)) return 'chosen';
  const value = valueOf(file, id);
  const init = value.kind === 'name' ? bindingOf(file, value.binding).init : undefined;
  if (init !== undefined) return lengthOf(program, file, init, depth + 1);
  const resolved = resolveValue(program, file, id);
  if (resolved?.kind === 'literal' && !(resolved.file === file && resolved.value === id))
    return lengthOf(program, resolved.file, resolved.value, depth + 1);
  return value.kind === 'member' ? limitOf(program, file, id) : undefined;
}

function lengthOfNew(
  program: Program,
  file: File,
  id: ValueId,
  { callee, args }: New,
  depth: number,
): Length | undefined {
  const made = valueOf(file, callee);
  const [first] = args;
  if (made.kind !== 'global' || !first || mayGrow(file, id)) return undefined;
  if (made.name === 'Array') return lengthOfArrayCall(program, file, args);
  return made.name === 'Set' || made.name === 'Map' ? lengthOf(program, file, first.value, depth + 1) : undefined;
}

function lengthOfArrayCall(program: Program, file: File, args: readonly Argument[]): Length | undefined {
  const [first] = args;
  return first && args.length === 1 ? countOf(program, file, first.value) : args.length;
}

/** Methods whose result is no longer than what they are called on. */
const notLonger = new Set([
  'map', 'filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'concat', 'flat', 'fill', 'keys', 'values', 'entries', 'with',
]); // prettier-ignore

function lengthOfCall(program: Program, file: File, { callee: id, args }: Call, depth: number): Length | undefined {
  const callee = valueOf(file, id);
  if (callee.kind === 'global' && file.facts.language === 'python') {
    const values = args.map(({ value }) => value);
    return lengthOfBuiltin(program, file, callee.name, values, (each) => lengthOf(program, file, each, depth + 1));
  }
  if (callee.kind === 'global') return callee.name === 'Array' ? lengthOfArrayCall(program, file, args) : undefined;
  if (callee.kind !== 'member') return undefined;
  const object = valueOf(file, callee.object);
  const known =
    object.kind === 'global' ? lengthOfStatic(program, file, object.name, callee.name, args, depth) : 'method';
  if (known !== 'method') return known;
  const cut = lengthOfCut(program, file, callee.name, args);
  if (cut !== undefined || !notLonger.has(callee.name)) return cut;
  const own = lengthOf(program, file, callee.object, depth + 1);
  if (callee.name !== 'concat') return own;
  return sum([own, ...args.map((each) => lengthOf(program, file, each.value, depth + 1))]);
}

/** `Object.keys(…)`, `Array.of(…)` and their kin; `method` for what is called on a list. */
function lengthOfStatic(
  program: Program,
  file: File,
  object: string,
  name: string,
  args: readonly Argument[],
  depth: number,
): Length | undefined | 'method' {
  const [first] = args;
  if (object === 'Object') {
    const lists = name === 'keys' || name === 'values' || name === 'entries';
    return lists && first ? lengthOf(program, file, first.value, depth + 1) : undefined;
  }
  if (object !== 'Array') return 'method';
  if (name === 'of') return args.some(({ spread }) => spread) ? undefined : args.length;
  return name === 'from' && first ? lengthOfSource(program, file, first.value, depth + 1) : undefined;
}

/** What `Array.from` takes: `{ length: n }`, or another list. */
export function lengthOfSource(program: Program, file: File, id: ValueId, depth = 0): Length | undefined {
  const count = writtenLength(program, file, id);
  return count === undefined ? lengthOf(program, file, id, depth) : countOf(program, file, count);
}

/** The `n` of `{ length: n }`. */
export function writtenLength(program: Program, file: File, id: ValueId): ValueId | undefined {
  const resolved = resolveValue(program, file, id);
  const value = resolved?.kind === 'literal' && resolved.file === file ? valueOf(file, resolved.value) : undefined;
  return value?.kind === 'object' ? value.properties.find(({ name }) => name === 'length')?.value : undefined;
}
