import type { BindingId, FunctionId, ValueId } from '../../model/facts.ts';
import type { Value } from '../../model/value.ts';
import { bindingOf, valueOf, type File } from '../program.ts';
import { usesOf } from './uses.ts';

/** The values that a value is directly made of. A function is not: what it does happens when it is called. */
export function partsOf(value: Value): readonly ValueId[] {
  switch (value.kind) {
    case 'call':
    case 'new':
      return [value.callee, ...value.args.map((each) => each.value)];
    case 'member':
      return [value.object];
    case 'index':
      return [value.object, value.key];
    case 'await':
    case 'element':
    case 'item':
    case 'rest':
      return [value.of];
    case 'yield':
      return value.of === undefined ? [] : [value.of];
    case 'array':
      return [...value.elements.map((each) => each.value), ...(value.per ?? [])];
    case 'object':
      return [
        ...value.properties.flatMap(({ key, value: each }) => (key === undefined ? [each] : [key, each])),
        ...(value.per ?? []),
      ];
    case 'operation':
      return value.operands;
    case 'template':
      return value.parts;
    case 'choice':
      return [value.test, ...value.of];
    case 'markup':
      return [...value.properties.map((each) => each.value), ...value.children];
    case 'unknown':
      return value.of ?? [];
    default:
      return [];
  }
}

/** More than any expression that somebody wrote by hand has. */
const MOST = 400;

/**
 * Whether computing `from` uses the value `target`, in the expression itself or through variables of function `owner`. Variables that
 * are assigned several times count with all they are ever given.
 */
export function dependsOn(file: File, owner: FunctionId, from: ValueId, target: ValueId): boolean {
  return sourcesOf(file, owner, from).has(target);
}

/** All values that `from` is made of, itself included, through variables of function `owner`. */
export function sourcesOf(file: File, owner: FunctionId, from: ValueId): ReadonlySet<ValueId> {
  const found = new Set([from]);
  // A set that grows while it is walked.
  for (const id of found) {
    if (found.size > MOST) break;
    const value = valueOf(file, id);
    for (const part of partsOf(value)) found.add(part);
    if (value.kind === 'name') for (const given of givenTo(file, owner, value.binding)) found.add(given);
  }
  return found;
}

/** What a local variable is ever given; nothing for those of other functions. */
export function givenTo(file: File, owner: FunctionId, binding: BindingId): readonly ValueId[] {
  const { scope, init } = bindingOf(file, binding);
  if (scope !== owner) return [];
  if (init !== undefined) return [init];
  const uses = usesOf(file);
  return uses.names(binding).flatMap((name) => uses.writtenTo(name) ?? []);
}
