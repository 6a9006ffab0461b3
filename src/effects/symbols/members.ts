import type { ClassFacts, ClassId, ClassMember, FunctionId, ValueId } from '../../model/facts.ts';
import type { ObjectValue } from '../../model/value.ts';
import { agreed } from './agreed.ts';
import { basesOf } from './bases.ts';
import {
  bindingOf,
  classOf,
  functionOf,
  isPython,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { pythonExport } from './python-modules.ts';
import { resolveValue } from '../symbols.ts';
import { givenType, valueOfType, type TypeRef } from './types.ts';
import { usesOf } from '../values/uses.ts';
import { instanceMade, instanceOf, libraryMember } from './libraries.ts';
import { resolveGotten } from './instances.ts';
import { resolveExport } from './modules.ts';
import { DEEPEST, type ClassRef, type Resolved } from './resolved.ts';

export function resolveMember(program: Program, object: Resolved, name: string, depth = 0): Resolved | undefined {
  switch (object.kind) {
    case 'library':
      return libraryMember(program, object.module, object.path, name);
    case 'instance': {
      const entry = program.knowledge.member(object.type, name);
      return entry?.type === undefined
        ? { kind: 'method', type: object.type, name }
        : instanceOf(program, object.type, entry.type);
    }
    case 'module':
      return (isPython(object.file) ? pythonExport : resolveExport)(program, object.file, name, depth);
    case 'class':
      return resolveClassMember(program, object.file, object.class, name, true, depth);
    case 'object':
      return ofReceiver(object, name, resolveClassMember(program, object.file, object.class, name, false, depth));
    case 'function':
      if (isPython(object.file)) return decoratedMember(program, object, name, depth);
      // `f.call(…)` and `f.apply(…)` call `f`.
      return name === 'call' || name === 'apply' ? object : undefined;
    case 'literal': {
      const value = valueOf(object.file, object.value);
      if (value.kind === 'array') return { kind: 'method', type: 'global#Array', name };
      return value.kind === 'object' ? resolveProperty(program, object.file, value, name, depth) : undefined;
    }
    default:
      return undefined;
  }
}

/** `resize.delay(…)`, where `@shared_task` made a task of `resize`. */
function decoratedMember(program: Program, ref: FunctionRef, name: string, depth: number): Resolved | undefined {
  const made = madeByDecorator(program, ref, depth);
  return made !== undefined && program.knowledge.member(made, name) ? { kind: 'method', type: made, name } : undefined;
}

/** The type of a library that the outermost decorator of a function makes of it. */
export function madeByDecorator(program: Program, { file, function: id }: FunctionRef, depth = 0): string | undefined {
  const [outermost] = functionOf(file, id).decorators;
  const symbol = outermost === undefined ? undefined : resolveValue(program, file, outermost, depth + 1);
  const made = symbol?.kind === 'library' ? instanceMade(program, symbol) : symbol;
  return made?.kind === 'instance' ? made.type : undefined;
}

/** A method notes which class it was found in, unless the object is known to be of just that class. */
function ofReceiver(
  { file, class: id, exact }: Extract<Resolved, { kind: 'object' }>,
  name: string,
  member: Resolved | undefined,
): Resolved | undefined {
  if (member?.kind !== 'function' || exact) return member;
  return { ...member, receiver: { file, class: id, member: name } };
}

function resolveProperty(
  program: Program,
  file: File,
  { properties }: ObjectValue,
  name: string,
  depth: number,
): Resolved | undefined {
  const index = properties.findLastIndex((each) => each.name === name);
  const property = properties[index];
  // What is spread or written later may have taken its place.
  if (!property || properties.some(({ spread }, at) => spread && at > index) || isWrittenOutside(file, name))
    return undefined;
  const value = valueOf(file, property.value);
  const isAccessor = value.kind === 'function' && /^[gs]etter$/.test(functionOf(file, value.function).kind);
  return isAccessor ? undefined : resolveValue(program, file, property.value, depth + 1);
}

function resolveClassMember(
  program: Program,
  file: File,
  id: ClassId,
  name: string,
  isStatic: boolean,
  depth: number,
): Resolved | undefined {
  const owner = classOf(file, id);
  if (!owner || depth > DEEPEST) return undefined;
  const named = membersNamed(owner, name);
  // In Python an instance has what its class has, and the class its instances' methods.
  const member = named.find((each) => each.isStatic === isStatic) ?? (isPython(file) ? named[0] : undefined);
  if (member?.function !== undefined) {
    const { kind } = functionOf(file, member.function);
    if (kind !== 'getter' && kind !== 'setter') return { kind: 'function', file, function: member.function };
    // Reading an accessor calls it.
    const getter = getterAmong(file, named);
    return getter === undefined ? undefined : resolveGotten(program, { file, function: getter }, depth + 1);
  }
  const stored = storedIn(file, id, name);
  if (member || stored.length > 0) {
    // Only what the class itself stores there, and always the same, is always there.
    const values = stored.length === 0 && member?.init !== undefined ? [member.init] : stored;
    const known = isWrittenOutside(file, name) ? undefined : agreed(program, file, values, depth + 1);
    if (known) return known;
    const type = declaredType(program, { file, class: id }, name, depth);
    return type && valueOfType(program, type, depth + 1);
  }
  for (const id of basesOf(owner)) {
    const base = resolveValue(program, file, id, depth + 1);
    const inherited = base?.kind === 'library' ? instanceMade(program, base) : undefined;
    const found =
      base?.kind === 'class'
        ? resolveClassMember(program, base.file, base.class, name, isStatic, depth + 1)
        : inherited && resolveMember(program, inherited, name, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** The type that a class, or one that it is made from, writes down for a member: of a field, or of what an accessor gives. */
export function declaredType(
  program: Program,
  { file, class: id }: ClassRef,
  name: string,
  depth: number,
): TypeRef | undefined {
  const owner = classOf(file, id);
  if (!owner || depth > DEEPEST) return undefined;
  const named = membersNamed(owner, name);
  const getter = getterAmong(file, named);
  if (getter !== undefined) return givenType({ file, function: getter });
  if (named.some((each) => each.function !== undefined)) return undefined;
  const type = named.find(({ annotation }) => annotation)?.annotation?.type;
  if (type) return { file, type };
  for (const base of basesOf(owner)) {
    const symbol = resolveValue(program, file, base, depth + 1);
    const found = symbol?.kind === 'class' ? declaredType(program, symbol, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function membersNamed({ members, assigned = [] }: ClassFacts, name: string): ClassMember[] {
  return [...members, ...assigned].filter((each) => each.name === name);
}

function getterAmong(file: File, members: readonly ClassMember[]): FunctionId | undefined {
  return members.find((each) => each.function !== undefined && functionOf(file, each.function).kind === 'getter')
    ?.function;
}

/** The values that the class's own code stores in `this.name`, initial ones included; of a class in a name of its own, `Class.name`. */
function storedIn(file: File, id: ClassId, name: string): ValueId[] {
  const uses = usesOf(file);
  return uses.memberWrites(name).flatMap((target) => {
    const value = uses.writtenTo(target);
    return value !== undefined && isOwnPlace(file, id, target) ? [value] : [];
  });
}

function isOwnPlace(file: File, id: ClassId, target: ValueId): boolean {
  const place = valueOf(file, target);
  const object = place.kind === 'member' ? valueOf(file, place.object) : undefined;
  if (object?.kind === 'this') return functionOf(file, object.function).owner === id;
  return object?.kind === 'name' && object.binding === classOf(file, id)?.binding;
}

/** `other.name = …` may be a write to any object that has such a member. A class's own name is no other. */
function isWrittenOutside(file: File, name: string): boolean {
  return usesOf(file)
    .memberWrites(name)
    .some((target) => {
      const place = valueOf(file, target);
      const object = place.kind === 'member' ? valueOf(file, place.object) : undefined;
      if (object?.kind === 'name') return bindingOf(file, object.binding).kind !== 'class';
      return object !== undefined && object.kind !== 'this';
    });
}
