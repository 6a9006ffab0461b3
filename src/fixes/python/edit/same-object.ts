import { functionOf, bindingOf, valueOf, type File } from '../../../effects/program.ts';
import { usesOf } from '../../../effects/values/uses.ts';
import type { ValueId } from '../../../model/facts.ts';

/** Whether a name or a field stands for one and the same object all along: nothing but a constructor gives it another one. */
export function staysTheSame(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'this') return true;
  if (value.kind === 'name') return bindingOf(file, value.binding).reassigned === 0;
  if (value.kind !== 'member' || !staysTheSame(file, value.object)) return false;
  return usesOf(file)
    .memberWrites(value.name)
    .every((place) => isByConstructor(file, place));
}

/** `self.ready = …` in `__init__` */
export function isByConstructor(file: File, place: ValueId): boolean {
  const member = valueOf(file, place);
  const self = member.kind === 'member' ? valueOf(file, member.object) : undefined;
  return self?.kind === 'this' && functionOf(file, self.function).kind === 'constructor';
}
