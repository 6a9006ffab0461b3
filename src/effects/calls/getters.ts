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
import { resolveValue, type Resolved } from '../symbols.ts';
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
      const to = value.kind === 'member' && object?.kind === 'object' ? getterOf(object, value.name) : undefined;
      return to ? [{ from: { file, function: site.function }, to, site, how: 'call' }] : [];
    }),
  );
}

/** Most properties are plain, so that those of one object are looked up once: by the name that holds it, or the field of a class. */
function inJavaScript(program: Program, file: File): Edge[] {
  const holders = new Map<string, Resolved | undefined>();
  const getters = new Map<ValueId, FunctionRef>();
  for (const [id, member] of membersOf(file.facts)) {
    const key = holderOf(file, member.object);
    if (key === undefined) continue;
    if (!holders.has(key)) holders.set(key, withGetters(resolveValue(program, file, member.object)));
    const holder = holders.get(key);
    const getter = holder && getterOf(holder, member.name);
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

function withGetters(holder: Resolved | undefined): Resolved | undefined {
  if (holder?.kind === 'class' || holder?.kind === 'object') {
    const own = classOf(holder.file, holder.class)?.members;
    return own?.some(({ function: id }) => isGetter(holder.file, id)) ? holder : undefined;
  }
  const value = holder?.kind === 'literal' ? valueOf(holder.file, holder.value) : undefined;
  if (holder?.kind !== 'literal' || value?.kind !== 'object') return undefined;
  return value.properties.some(({ value: id }) => isGetter(holder.file, functionIn(holder.file, id)))
    ? holder
    : undefined;
}

function getterOf(holder: Resolved, name: string): FunctionRef | undefined {
  if (holder.kind === 'class' || holder.kind === 'object') {
    const { file } = holder;
    const wants = isPython(file) ? undefined : holder.kind === 'class';
    const getter = classOf(file, holder.class)?.members.find(
      (each) => each.name === name && isGetter(file, each.function) && (wants === undefined || each.isStatic === wants),
    )?.function;
    return getter === undefined ? undefined : { file, function: getter };
  }
  const value = holder.kind === 'literal' ? valueOf(holder.file, holder.value) : undefined;
  if (holder.kind !== 'literal' || value?.kind !== 'object') return undefined;
  const { file } = holder;
  const getter = value.properties
    .filter((each) => each.name === name)
    .map((each) => functionIn(file, each.value))
    .find((id) => isGetter(file, id));
  return getter === undefined ? undefined : { file, function: getter };
}

function functionIn(file: File, id: ValueId): FunctionId | undefined {
  const value = valueOf(file, id);
  return value.kind === 'function' ? value.function : undefined;
}

function isGetter(file: File, id: FunctionId | undefined): boolean {
  return id !== undefined && functionOf(file, id).kind === 'getter';
}
