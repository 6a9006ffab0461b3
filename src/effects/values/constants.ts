import type { ValueId } from '../../model/facts.ts';
import type { Call, Value } from '../../model/value.ts';
import { settle, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';

/** The number a value always is, through names, imports and arithmetic; undefined when it is not constant. */
export function numberOf(program: Program, file: File, id: ValueId, depth = 0): number | undefined {
  if (depth > 12) return undefined;
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'literal') return typeof value.value === 'number' ? value.value : undefined;
  if (value.kind === 'operation') return compute(program, file, value, depth);
  if (value.kind === 'call') return durationOf(program, file, value);
  const resolved = value.kind === 'name' || value.kind === 'member' ? resolveValue(program, file, id) : undefined;
  if (resolved?.kind !== 'literal' || (resolved.file === file && resolved.value === id)) return undefined;
  return numberOf(program, resolved.file, resolved.value, depth + 1);
}

const units: Readonly<Record<string, number>> = {
  ms: 1, s: 1e3, second: 1e3, m: 6e4, min: 6e4, minute: 6e4, h: 36e5, hour: 36e5, d: 864e5, day: 864e5, w: 6048e5,
}; // prettier-ignore

/** `ms('6h')` of the package of that name, in milliseconds. */
function durationOf(program: Program, file: File, { callee, args }: Call): number | undefined {
  const text = args[0] && valueOf(file, args[0].value);
  if (text?.kind !== 'literal' || typeof text.value !== 'string') return undefined;
  const symbol = resolveValue(program, file, callee);
  if (symbol?.kind !== 'library' || symbol.module !== 'ms') return undefined;
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?) ?(ms|[a-z]|[a-z]+?)s?$/.exec(text.value) ?? [];
  const factor = units[unit];
  return count === undefined || factor === undefined ? undefined : Number(count) * factor;
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
  '//': (left, right) => Math.floor(left / right),
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  '<<': (left, right) => left << right,
};
