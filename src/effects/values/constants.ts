import type { ValueId } from '../../model/facts.ts';
import type { Value } from '../../model/value.ts';
import { settle, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';

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
  '//': (left, right) => Math.floor(left / right),
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  '<<': (left, right) => left << right,
};
