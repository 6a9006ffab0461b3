import type { ValueId } from '../../model/facts.ts';
import { numberOf } from './constants.ts';
import type { Length } from './list-length.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type Program } from '../program.ts';
import { isChosenByName, isConstantByName } from '../silence.ts';
import { outsideSource } from './sources.ts';

/** How large a count is, such as the `n` of `Array(n)`; undefined when it is up to a caller, to a list or to somebody outside. */
export function countOf(program: Program, file: File, id: ValueId): Length | undefined {
  const known = numberOf(program, file, id);
  if (known !== undefined) return Math.max(0, known);
  if (isThoughtOf(file, id)) return 'chosen';
  return isInput(file, id) || outsideSource(program, file, id) !== undefined ? undefined : 'chosen';
}

/** `Math.min(n, 10)`, `workers`, a parameter with a default: somebody who wrote that had a number in mind. */
function isThoughtOf(file: File, id: ValueId, depth = 0): boolean {
  if (depth > 8) return false;
  if (isConstantByName(file, id) || isChosenByName(file, id)) return true;
  const value = valueOf(file, id);
  const inner = (each: ValueId): boolean => isThoughtOf(file, each, depth + 1);
  switch (value.kind) {
    case 'name': {
      const { init, parameter } = bindingOf(file, value.binding);
      if (init !== undefined) return inner(init);
      return (
        parameter !== undefined &&
        functionOf(file, parameter.function).parameters[parameter.index]?.default !== undefined
      );
    }
    case 'member':
      return value.name === 'length' && isChosenByName(file, value.object);
    case 'operation':
      return value.operands.some(inner);
    case 'call':
      return isMinimum(file, value.callee) || value.args.some((argument) => inner(argument.value));
    case 'choice':
      return value.of.some((each) => valueOf(file, each).kind === 'literal' || inner(each));
    default:
      return false;
  }
}

function isMinimum(file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  return value.kind === 'member' && value.name === 'min';
}

/** Whether a number depends on what a function is given or on the length of something: on data, not on the code. */
export function isInput(file: File, id: ValueId, depth = 0): boolean {
  if (depth > 8) return false;
  const value = valueOf(file, settle(file, id));
  const inner = (each: ValueId): boolean => isInput(file, each, depth + 1);
  switch (value.kind) {
    case 'name':
      return bindingOf(file, value.binding).kind === 'parameter';
    case 'member':
      return value.name === 'length' || value.name === 'size' || inner(value.object);
    case 'operation':
      return value.operands.some(inner);
    case 'call':
      return isLength(file, value.callee) || value.args.some((argument) => inner(argument.value));
    case 'element':
    case 'item':
    case 'index':
      return true;
    default:
      return false;
  }
}

/** `len(…)` */
function isLength(file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  return value.kind === 'global' && value.name === 'len' && file.facts.language === 'python';
}
