import type { FileFacts, FunctionId, ValueId } from '../../model/facts.ts';
import type { Member } from '../../model/value.ts';
import type { Edge } from './graph.ts';
import {
  classOf,
  enclosingFunction,
  functionOf,
  isPython,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { sitesOf, sitesOfReads } from './sites.ts';
import { basesOf } from '../symbols/bases.ts';
import { resolveValue, type Resolved } from '../symbols.ts';
import { DEEPEST, type ClassRef } from '../symbols/resolved.ts';
import { usesOf } from '../values/uses.ts';

/** Reading a property calls its getter. */
export function getterEdges(program: Program, file: File): Edge[] {
  return isPython(file) ? inPython(program, file) : inJavaScript(program, file);
}

function inPython(program: Program, file: File): Edge[] {
  return sitesOf(file).flatMap((sites) =>
    sites.flatMap((site): Edge[] => {
      const value = valueOf(file, site.value);
      const object = value.kind === 'member' ? resolveValue(program, file, value.object) : undefined;
      const to =
        value.kind === 'member' && object?.kind === 'object' ? gettersOf(program, object).get(value.name) : undefined;
      return to ? [{ from: { file, function: site.function }, to, site, how: 'call' }] : [];
    }),
  );
}

/** Most properties are plain, so that those of one object are looked up once: by the name that holds it, or the field of a class. */
function inJavaScript(program: Program, file: File): Edge[] {
  const holders = new Map<string, Getters>();
  const getters = new Map<ValueId, FunctionRef>();
  for (const [id, member] of membersOf(file.facts)) {
    const key = holderOf(file, member.object);
    if (key === undefined) continue;
    const known = holders.get(key) ?? gettersOf(program, resolveValue(program, file, member.object));
    holders.set(key, known);
    const getter = known.get(member.name);
    if (getter && usesOf(file).writtenTo(id) === undefined) getters.set(id, getter);
  }
  if (getters.size === 0) return [];
  const readers = new Map<FunctionId, Set<ValueId>>();
  for (const id of getters.keys()) {
    const reader = enclosingFunction(file, valueOf(file, id).start);
    readers.set(reader, (readers.get(reader) ?? new Set<ValueId>()).add(id));
  }
  return [...readers].flatMap(([reader, ids]) =>
    sitesOfReads(file, reader, ids).flatMap((site): Edge[] => {
      const to = getters.get(site.value);
      return to ? [{ from: { file, function: reader }, to, site, how: 'call' }] : [];
    }),
  );
}

const members = new WeakMap<FileFacts, readonly (readonly [ValueId, Member])[]>();

function membersOf(facts: FileFacts): readonly (readonly [ValueId, Member])[] {
  const known = members.get(facts);
  if (known) return known;
  const found = facts.values.flatMap((value, id) => (value.kind === 'member' ? [[id, value] as const] : []));
  members.set(facts, found);
  return found;
}

/** A key for what holds an object, the same wherever it is the same object: a variable, `this`, or a field of it. */
function holderOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name') return String(value.binding);
  if (value.kind === 'this')
    return `this ${String(functionOf(file, value.function).owner ?? `of ${String(value.function)}`)} ${String(functionOf(file, value.function).isStatic)}`;
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  if (value.kind !== 'member' || object?.kind !== 'this') return undefined;
  const holder = holderOf(file, value.object);
  return holder === undefined ? undefined : `${holder}.${value.name}`;
}

/** By the name of the property. */
type Getters = ReadonlyMap<string, FunctionRef>;

const none: Getters = new Map();

function gettersOf(program: Program, holder: Resolved | undefined): Getters {
  switch (holder?.kind) {
    case 'class':
    case 'object':
      return gettersOfClass(program, holder, holder.kind === 'class', 0);
    case 'module': {
      const whole = holder.file.facts.exports.find(({ name }) => name === '=')?.value;
      return whole === undefined ? none : gettersOfLiteral(resolveValue(program, holder.file, whole));
    }
    default:
      return gettersOfLiteral(holder);
  }
}

/** Those of a class and of the classes that it is made from, whatever it has under the same name taking their place. */
function gettersOfClass(program: Program, { file, class: id }: ClassRef, wantsStatic: boolean, depth: number): Getters {
  const owner = classOf(file, id);
  if (!owner || depth > DEEPEST) return none;
  const members = owner.members.filter(({ isStatic }) => isPython(file) || isStatic === wantsStatic);
  const own = gettersAmong(file, members);
  const inherited = basesOf(owner).flatMap((each) => {
    const base = resolveValue(program, file, each);
    return base?.kind === 'class' ? [...gettersOfClass(program, base, wantsStatic, depth + 1)] : [];
  });
  if (inherited.length === 0) return own;
  const named = new Set([...members, ...(owner.assigned ?? [])].map(({ name }) => name));
  const seen = new Map(own);
  for (const [name, getter] of inherited) if (!named.has(name) && !seen.has(name)) seen.set(name, getter);
  return seen;
}

function gettersOfLiteral(holder: Resolved | undefined): Getters {
  const value = holder?.kind === 'literal' ? valueOf(holder.file, holder.value) : undefined;
  if (holder?.kind !== 'literal' || value?.kind !== 'object') return none;
  const { file } = holder;
  return gettersAmong(
    file,
    value.properties.map(({ name, value: id }) => ({ name, function: functionIn(file, id) })),
  );
}

function gettersAmong(
  file: File,
  members: readonly { readonly name?: string | undefined; readonly function?: FunctionId | undefined }[],
): Getters {
  const found = new Map<string, FunctionRef>();
  for (const { name, function: id } of members) {
    const isGetter = id !== undefined && functionOf(file, id).kind === 'getter';
    if (isGetter && name !== undefined && !found.has(name)) found.set(name, { file, function: id });
  }
  return found.size > 0 ? found : none;
}

function functionIn(file: File, id: ValueId): FunctionId | undefined {
  const value = valueOf(file, id);
  return value.kind === 'function' ? value.function : undefined;
}
