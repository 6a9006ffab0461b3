import type { FunctionId, ValueId } from '../../model/facts.ts';
import { settle, valueOf, type File } from '../program.ts';
import { givenTo } from './value-flow.ts';

const DEEPEST = 12;

/**
 * Whether a value is `read` with something added, counted or laid over: `n + 1`, `[...list, item]`, `{ ...state, done }`,
 * `list.concat(more)`, `Math.max(n, m)`. A value that an `await` or another call made from it, or that it is unchanged, is none.
 */
export function isMergedFrom(file: File, owner: FunctionId, id: ValueId, read: ValueId): boolean {
  return follow(file, owner, id, read, false, 0);
}

function follow(file: File, owner: FunctionId, id: ValueId, read: ValueId, changed: boolean, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (id === read) return changed;
  const value = valueOf(file, id);
  const into = (each: ValueId, isChanged: boolean): boolean => follow(file, owner, each, read, isChanged, depth + 1);
  switch (value.kind) {
    case 'name':
      return givenTo(file, owner, value.binding).some((each) => into(each, changed));
    case 'operation':
      return arithmetic.test(value.operator) && value.operands.some((each) => into(each, true));
    case 'template':
      return value.parts.some((each) => into(each, true));
    case 'array':
      return !value.per && value.elements.some((each) => each.spread && into(each.value, true));
    case 'object':
      return !value.per && value.properties.some((each) => each.spread && into(each.value, true));
    case 'choice':
      return value.of.some((each) => into(each, changed));
    case 'call': {
      const callee = valueOf(file, value.callee);
      if (callee.kind !== 'member') return false;
      if (callee.name === 'concat' && into(callee.object, true)) return true;
      const object = valueOf(file, settle(file, callee.object));
      const isMaths = object.kind === 'global' && (object.name === 'Math' || object.name === 'Object');
      return isMaths && merging.has(callee.name) && value.args.some((each) => into(each.value, true));
    }
    default:
      return false;
  }
}

const arithmetic = /^([-+*/%&|^]|\*\*|\/\/|<<|>>>?|\+\+|--)$/;
const merging = new Set(['max', 'min', 'assign']);
