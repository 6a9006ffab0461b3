import type { BindingId, FileFacts, FunctionId, ValueId } from '../../model/facts.ts';
import type { Value } from '../../model/value.ts';
import { bindingsIn } from '../indexes.ts';
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

/**
 * All values that `from` is made of, itself included, through variables of function `owner`; where there are more than can be
 * followed, only some, and {@link isCut} says so.
 */
export function sourcesOf(file: File, owner: FunctionId, from: ValueId): ReadonlySet<ValueId> {
  const found = new Set([from]);
  // A set that grows while it is walked.
  for (const id of found) {
    if (found.size > MOST) break;
    const value = valueOf(file, id);
    addUpTo(found, partsOf(value));
    if (value.kind === 'name') addUpTo(found, givenTo(file, owner, value.binding));
  }
  return found;
}

function addUpTo(found: Set<ValueId>, more: readonly ValueId[]): void {
  for (const id of more) {
    if (found.size > MOST) return;
    found.add(id);
  }
}

/** Not all sources are known: that a value is not among them proves nothing. */
export function isCut(sources: ReadonlySet<ValueId>): boolean {
  return sources.size > MOST;
}

/** By value, the variables of a function that are declared with something made of it. */
interface Holders {
  readonly byValue: ReadonlyMap<ValueId, readonly BindingId[]>;
  /** Those made of so much that anything may be among it. */
  readonly ofAnything: readonly BindingId[];
}

const holders = new WeakMap<FileFacts, Map<FunctionId, Holders>>();

/** The variables of function `owner` that are declared with something made of the value, or may be. */
export function holdersOf(file: File, owner: FunctionId, id: ValueId): readonly BindingId[] {
  const known = ofFacts(holders, file);
  const before = known.get(owner) ?? makeHolders(file, owner);
  known.set(owner, before);
  return [...(before.byValue.get(id) ?? []), ...before.ofAnything];
}

function makeHolders(file: File, owner: FunctionId): Holders {
  const byValue = new Map<ValueId, BindingId[]>();
  const ofAnything: BindingId[] = [];
  for (const binding of bindingsIn(file, owner)) {
    const { init } = bindingOf(file, binding);
    if (init === undefined) continue;
    const sources = sourcesOf(file, owner, init);
    if (isCut(sources)) ofAnything.push(binding);
    else
      for (const source of sources) {
        const list = byValue.get(source);
        if (list) list.push(binding);
        else byValue.set(source, [binding]);
      }
  }
  return { byValue, ofAnything };
}

/** What a local variable is ever given; nothing for those of other functions. */
export function givenTo(file: File, owner: FunctionId, binding: BindingId): readonly ValueId[] {
  const { scope, init } = bindingOf(file, binding);
  if (scope !== owner) return [];
  if (init !== undefined) return [init];
  const known = ofFacts(writes, file);
  const before = known.get(binding) ?? writtenTo(file, binding);
  known.set(binding, before);
  return before;
}

/** Asked for each mention of a variable: going through all mentions each time would take their square. */
const writes = new WeakMap<FileFacts, Map<BindingId, readonly ValueId[]>>();

function writtenTo(file: File, binding: BindingId): readonly ValueId[] {
  const uses = usesOf(file);
  return uses.names(binding).flatMap((name) => uses.writtenTo(name) ?? []);
}

function ofFacts<K, V>(all: WeakMap<FileFacts, Map<K, V>>, { facts }: File): Map<K, V> {
  const known = all.get(facts) ?? new Map<K, V>();
  all.set(facts, known);
  return known;
}
