import type { ValueId } from '../../model/facts.ts';
import { settle, valueOf, type File } from '../program.ts';

/** What a condition says of the place that it reads: there is something, or there is nothing yet. */
export type Presence = 'present' | 'absent';

const opposite: Readonly<Record<Presence, Presence>> = { present: 'absent', absent: 'present' };

const DEEPEST = 8;

/**
 * What is known of the place that value `read` reads, when condition `test` came out as `holds`: `!cache` holds when it is absent,
 * `cache.has(key)` when it is present. Undefined where the condition says neither.
 */
export function presenceIn(file: File, test: ValueId, read: ValueId, holds: boolean, depth = 0): Presence | undefined {
  if (depth > DEEPEST) return undefined;
  const value = valueOf(file, test);
  if (test === read) {
    const isThere = value.kind === 'operation' && value.operator === 'not in' ? !holds : holds;
    return isThere ? 'present' : 'absent';
  }
  const inner = (id: ValueId, result: boolean): Presence | undefined => presenceIn(file, id, read, result, depth + 1);
  switch (value.kind) {
    case 'name': {
      const held = settle(file, test);
      return held === test ? undefined : inner(held, holds);
    }
    case 'choice': {
      const isKnown = (value.form === '&&' && holds) || (value.form === '||' && !holds);
      return isKnown ? (inner(value.of[0], holds) ?? inner(value.of[1], holds)) : undefined;
    }
    case 'operation':
      return inOperation(file, value.operator, value.operands, holds, inner);
    default:
      return undefined;
  }
}

function inOperation(
  file: File,
  operator: string,
  [left = -1, right = -1]: readonly ValueId[],
  holds: boolean,
  inner: (id: ValueId, holds: boolean) => Presence | undefined,
): Presence | undefined {
  switch (operator) {
    case '!':
      return inner(left, !holds);
    case '==':
    case '===':
    case 'is':
    case '!=':
    case '!==':
    case 'is not': {
      const isSame = !operator.startsWith('!') && !operator.endsWith('not');
      const [place, other] = isNothing(file, right) ? [left, right] : [right, left];
      if (!isNothing(file, other)) return undefined;
      const found = inner(typeofOperand(file, place), true);
      return found && (isSame === holds ? opposite[found] : found);
    }
    default:
      return undefined;
  }
}

/** `x` of `typeof x`. */
function typeofOperand(file: File, id: ValueId): ValueId {
  const value = valueOf(file, id);
  return value.kind === 'operation' && value.operator === 'typeof' ? (value.operands[0] ?? id) : id;
}

/** `null`, `undefined`, `None`, and `'undefined'` beside a `typeof`. */
function isNothing(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'literal' && (value.value === undefined || value.value === null || value.value === 'undefined');
}
