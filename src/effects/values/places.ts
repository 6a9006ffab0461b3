import type { ValueId } from '../../model/facts.ts';
import { bindingOf, valueOf, type File } from '../program.ts';

/**
 * A name for the place that a `name`, `member` or `index` value denotes, equal for equal places within one function: `this.conn`,
 * `12.cache[*]`. Undefined for anything that is no place.
 */
export function placeOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'name':
      return String(value.binding);
    case 'global':
      return `global ${value.name}`;
    case 'this':
      return 'this';
    case 'member': {
      const object = placeOf(file, value.object);
      return object === undefined ? undefined : `${object}.${value.name}`;
    }
    case 'index': {
      const object = placeOf(file, value.object);
      return object === undefined ? undefined : `${object}[*]`;
    }
    default:
      return undefined;
  }
}

/** Whether the place outlives one call of `owner`: a member, or a variable of the module or of an enclosing function. */
export function outlivesCall(file: File, id: ValueId, owner: number): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'name') return bindingOf(file, value.binding).scope !== owner;
  if (value.kind !== 'member' && value.kind !== 'index') return false;
  const { object } = value;
  const root = valueOf(file, object);
  return root.kind === 'this' || root.kind === 'global' || outlivesCall(file, object, owner);
}
