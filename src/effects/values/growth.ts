import type { BindingId, FileFacts, ValueId } from '../../model/facts.ts';
import { functionOf, settle, valueOf, type File } from '../program.ts';
import { usesOf } from './uses.ts';

/**
 * Whether a literal is longer, at some time, than it is written: because this file adds to it, or because it is written empty and goes
 * where others fill it. Nobody keeps an empty list for its own sake.
 */
export function mayGrow(file: File, id: ValueId): boolean {
  const { lists, members } = growthOf(file);
  if (lists.has(id)) return true;
  if (isEmpty(file, id) && isHandedOn(file, id)) return true;
  return holders(file, id).some((place) => members.get(place)?.some((each) => each !== id) === true);
}

/** Whether this file adds something to what a parameter is given. */
export function growsParameter(file: File, binding: BindingId): boolean {
  const { lists } = growthOf(file);
  return usesOf(file)
    .names(binding)
    .some((name) => lists.has(name));
}

interface Growth {
  /** The literals that something is added to through a name. */
  readonly lists: ReadonlySet<ValueId>;
  /** By place: what is assigned to a member, and -1 where something is added to what it holds. */
  readonly members: ReadonlyMap<string, readonly ValueId[]>;
}

const ADDED = -1;
const growing = {
  javascript: new Set(['push', 'unshift', 'add', 'set']),
  python: new Set(['append', 'appendleft', 'extend', 'insert', 'add', 'update', 'setdefault']),
};
const known = new WeakMap<FileFacts, Growth>();

function growthOf(file: File): Growth {
  const made = known.get(file.facts) ?? readGrowth(file);
  known.set(file.facts, made);
  return made;
}

function readGrowth(file: File): Growth {
  const uses = usesOf(file);
  const lists = new Set<ValueId>();
  const members = new Map<string, ValueId[]>();
  const note = (place: string | undefined, value: ValueId): void => {
    const known = place === undefined ? undefined : members.get(place);
    if (known) known.push(value);
    else if (place !== undefined) members.set(place, [value]);
  };
  const grow = (id: ValueId): void => {
    const settled = settle(file, id);
    lists.add(settled);
    note(memberPlace(file, settled), ADDED);
  };
  for (const value of file.facts.values) {
    const list = value.kind === 'call' ? grownBy(file, value) : undefined;
    if (list !== undefined) grow(list);
  }
  for (const [place, value] of uses.writes()) {
    const target = valueOf(file, place);
    if (target.kind === 'index') grow(target.object);
    else note(memberPlace(file, place), value);
  }
  return { lists, members };
}

/** The list that a call makes longer. `splice` with two arguments only takes away. */
function grownBy(
  file: File,
  { callee: id, args }: { readonly callee: ValueId; readonly args: readonly { readonly value: ValueId }[] },
): ValueId | undefined {
  const callee = valueOf(file, id);
  if (callee.kind !== 'member') return undefined;
  if (callee.name === 'assign') return args[0]?.value;
  return growing[file.facts.language].has(callee.name) || (callee.name === 'splice' && args.length > 2)
    ? callee.object
    : undefined;
}

/** A name for `this.urls`, or for a property of an object that this file writes out. Of other objects we do not know which they are. */
function memberPlace(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind !== 'member') return undefined;
  const settled = settle(file, value.object);
  const object = valueOf(file, settled);
  if (object.kind === 'object') return `object ${settled}.${value.name}`;
  const owner = object.kind === 'this' ? functionOf(file, object.function).owner : undefined;
  return owner === undefined ? undefined : `class ${owner}.${value.name}`;
}

/** The members that a literal is first stored in. */
function holders(file: File, id: ValueId): string[] {
  return usesOf(file)
    .of(id)
    .flatMap(({ as, by }) => {
      if (by === undefined) return [];
      if (as === 'written') return memberPlace(file, by) ?? [];
      const object = as === 'property' ? valueOf(file, by) : undefined;
      const name = object?.kind === 'object' ? object.properties.find(({ value }) => value === id)?.name : undefined;
      return name === undefined ? [] : [`object ${by}.${name}`];
    });
}

function isEmpty(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'array') return value.elements.length === 0;
  return value.kind === 'object' && value.properties.length === 0;
}

/** It is stored in a member, exported or given to a function: others can reach it. */
function isHandedOn(file: File, id: ValueId): boolean {
  const uses = usesOf(file);
  const names = file.facts.bindings.flatMap(({ init }, binding) => (init === id ? uses.names(binding) : []));
  return [id, ...names].some((each) =>
    uses.of(each).some(({ as, by }) => {
      if (as === 'written') return by !== undefined && valueOf(file, by).kind !== 'name';
      return as === 'argument' || as === 'property' || as === 'exported';
    }),
  );
}
