import type { Annotation, ClassId, ClassMember, ValueId } from '../../../model/facts.ts';
import type { Lowering } from './state.ts';

/** Notes what a method stores in a member of `this`. Without `value` the place is only declared, or changed. */
export function noteAttribute(
  file: Lowering,
  target: ValueId,
  value: ValueId | undefined,
  annotation: Annotation | undefined,
): void {
  const place = file.values[target];
  if (place?.kind !== 'member') return;
  const object = file.values[place.object];
  if (object?.kind !== 'this') return;
  const { owner, isStatic = false } = file.functions[object.function] ?? {};
  const attributes = owner === undefined ? undefined : file.attributes[owner];
  if (!attributes) return;
  const known = attributes.get(place.name) ?? { isStatic, writes: 0 };
  attributes.set(place.name, known);
  if (annotation) known.annotation ??= annotation;
  else if (value === undefined) known.writes++; // `self.x += 1`
  if (value === undefined) return;
  known.writes++;
  known.value = value;
}

/** What the class's methods store in `this` under names that the class itself does not declare. */
export function assignedMembers(file: Lowering, owner: ClassId, declared: readonly ClassMember[]): ClassMember[] {
  return [...(file.attributes[owner] ?? [])]
    .filter(([name]) => !declared.some((member) => member.name === name))
    .map(([name, { isStatic, writes, value, annotation }]) => ({
      name,
      isStatic,
      ...(writes === 1 && value !== undefined ? { init: value } : {}),
      ...(annotation ? { annotation } : {}),
    }));
}
