import type { ValueId } from '../../model/facts.ts';
import { numberOf } from './constants.ts';
import type { Length } from './list-length.ts';
import { settle, valueOf, type File, type Program } from '../program.ts';

type Inner = (id: ValueId) => Length | undefined;

/** `list[i:i + size]` and `list[:size]` are pieces of a size that somebody chose. */
export function lengthOfSlice(program: Program, file: File, key: ValueId): Length | undefined {
  const slice = valueOf(file, key);
  if (slice.kind !== 'operation' || slice.operator !== 'slice') return undefined;
  const [start = -1, end = -1] = slice.operands;
  const from = isMissing(file, start) ? 0 : numberOf(program, file, start);
  if (isMissing(file, end)) return from !== undefined && from < 0 ? -from : undefined;
  const to = numberOf(program, file, end);
  if (from !== undefined && to !== undefined) return to >= 0 ? Math.max(0, to - from) : undefined;
  const sum = valueOf(file, settle(file, end));
  return from === 0 || sum.kind === 'call' || (sum.kind === 'operation' && sum.operator === '+') ? 'chosen' : undefined;
}

function isMissing(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'literal' && value.value === undefined;
}

/** Functions whose result is no longer than their first argument. */
const keeping = new Set(['list', 'tuple', 'set', 'frozenset', 'sorted', 'reversed', 'enumerate', 'dict']);

/** How long what a built-in function gives is. */
export function lengthOfBuiltin(
  program: Program,
  file: File,
  name: string,
  args: readonly ValueId[],
  inner: Inner,
): Length | undefined {
  const [first, second] = args;
  if (name === 'range')
    return lengthOfRange(args.map((each) => (second === undefined ? mostOf : numberOf)(program, file, each)));
  if (name === 'zip') return args.map(inner).find((each) => each !== undefined);
  if (name === 'map' || name === 'filter') return second === undefined ? undefined : inner(second);
  return first !== undefined && keeping.has(name) ? inner(first) : undefined;
}

function lengthOfRange([first, second, step = 1, ...more]: readonly (number | undefined)[]): number | undefined {
  if (first === undefined || step === 0 || more.length > 0) return undefined;
  return Math.max(0, Math.ceil((second === undefined ? first : second - first) / step));
}

/** A number, or the smallest that is known of `min(20, len(jobs))`. */
function mostOf(program: Program, file: File, id: ValueId): number | undefined {
  const call = valueOf(file, settle(file, id));
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (call.kind !== 'call' || callee?.kind !== 'global' || callee.name !== 'min') return numberOf(program, file, id);
  const known = call.args.flatMap(({ value, spread }) => (spread ? [] : (numberOf(program, file, value) ?? [])));
  return known.length > 0 ? Math.min(...known) : undefined;
}
