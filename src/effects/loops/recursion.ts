import type { ValueId } from '../../model/facts.ts';
import { graphOf } from '../calls/graph.ts';
import { keepsResults } from '../blocking/kept-results.ts';
import { functionOf, settle, valueOf, bindingOf, type File, type FunctionRef, type Program } from '../program.ts';

/**
 * Whether each call of a function makes two or more calls of itself with a smaller number, as the naive Fibonacci does: then the work
 * doubles with each step. Walking both sides of a tree is no such thing, for it ends with the tree.
 */
export function growingRecursion(program: Program, ref: FunctionRef): boolean {
  const { isAsync } = functionOf(ref.file, ref.function);
  if (isAsync || keepsResults(ref)) return false;
  const own = (graphOf(program, ref.file).out[ref.function] ?? []).filter(
    ({ how, to, site }) =>
      how === 'call' && to.file === ref.file && to.function === ref.function && countsDown(ref.file, ref, site.value),
  );
  return new Set(own.map(({ site }) => site.value)).size >= 2;
}

function countsDown(file: File, ref: FunctionRef, call: ValueId): boolean {
  const value = valueOf(file, call);
  if (value.kind !== 'call') return false;
  return value.args.some(({ value: argument }) => {
    const operation = valueOf(file, settle(file, argument));
    if (operation.kind !== 'operation' || operation.operator !== '-') return false;
    const [left, right] = operation.operands.map((operand) => valueOf(file, settle(file, operand)));
    const isParameter = left?.kind === 'name' && bindingOf(file, left.binding).parameter?.function === ref.function;
    return isParameter && right?.kind === 'literal' && typeof right.value === 'number';
  });
}
