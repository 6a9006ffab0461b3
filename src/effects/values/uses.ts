import type { BindingId, FileFacts, FunctionId, ValueId } from '../../model/facts.ts';
import type { Part } from '../../model/part.ts';
import type { Range, Step } from '../../model/step.ts';
import type { Argument, Property, Value } from '../../model/value.ts';
import type { File } from '../program.ts';

/** One place that uses a value. `by` is the using value; steps that are no values (writes, exits, conditions) have none. */
export interface Use {
  readonly as:
    | 'callee'
    | 'constructed'
    | 'argument'
    | 'object'
    | 'key'
    | 'awaited'
    | 'yielded'
    | 'element'
    | 'property'
    | 'operand'
    | 'part'
    | 'iterated'
    | 'tag'
    | 'child'
    | 'target'
    | 'written'
    | 'returned'
    | 'thrown'
    | 'tested'
    | 'resource'
    | 'exported'
    | 'base'
    | 'default'
    | 'rest'
    | 'decorator'
    | 'caught';
  readonly by?: ValueId;
  /** The argument's position. */
  readonly index?: number;
}

export interface Uses {
  /** By value id. A value that nobody names has none. */
  of(value: ValueId): readonly Use[];
  /** Every mention of a declared name, writes included. */
  names(binding: BindingId): readonly ValueId[];
  /** The values that are this very function, and every mention of the name it is declared by. */
  functions(id: FunctionId): readonly ValueId[];
  /** What is written to the place that this very value denotes. */
  writtenTo(target: ValueId): ValueId | undefined;
  /** Every write: the place, and what is written there. */
  writes(): readonly (readonly [target: ValueId, value: ValueId])[];
  /** The places of this name that are written: `this.name = …`, `other.name = …`. */
  memberWrites(name: string): readonly ValueId[];
}

const cache = new WeakMap<FileFacts, Uses>();
const none: readonly never[] = [];

/** Who uses each value of a file: made once per version of the file, on the first question; of untouched statements once for all versions. */
export function usesOf({ facts }: File): Uses {
  const known = cache.get(facts);
  if (known) return known;
  const made = facts.parts ? together(facts, facts.parts) : combine(facts, [readAll(facts)], () => 0);
  cache.set(facts, made);
  return made;
}

/** What one part of a file says of the uses of values; all of them are its own, but names may belong to the module. */
interface PartUses {
  readonly uses: ReadonlyMap<ValueId, readonly Use[]>;
  readonly names: ReadonlyMap<BindingId, readonly ValueId[]>;
  readonly functions: ReadonlyMap<FunctionId, readonly ValueId[]>;
  readonly written: ReadonlyMap<ValueId, ValueId>;
  readonly memberWrites: ReadonlyMap<string, readonly ValueId[]>;
}

const cacheOfParts = new WeakMap<Part, PartUses>();

function together(facts: FileFacts, parts: readonly Part[]): Uses {
  const owners = new Int32Array(facts.values.length);
  const read = parts.map((part, index) => {
    for (const { values } of [part.outer, part.inner]) for (const id of values) owners[id] = index;
    const known = cacheOfParts.get(part) ?? readPart(facts, part);
    cacheOfParts.set(part, known);
    return known;
  });
  return combine(facts, read, (id) => owners[id] ?? 0);
}

function combine(facts: FileFacts, parts: readonly PartUses[], ownerOf: (id: ValueId) => number): Uses {
  const names = lazily(() => gather(parts, (part) => part.names));
  const memberWrites = lazily(() => gather(parts, (part) => part.memberWrites));
  const values = lazily(() => gather(parts, (part) => part.functions));
  const declaring = lazily(() => declaringBindings(facts));
  const functions = new Map<FunctionId, readonly ValueId[]>();
  const mentionsOf = (id: FunctionId): readonly ValueId[] => {
    const mentions = (declaring().get(id) ?? none).flatMap((binding) => names().get(binding) ?? none);
    return inOrder(facts, [...(values().get(id) ?? none), ...mentions]);
  };
  return {
    of: (value) => parts[ownerOf(value)]?.uses.get(value) ?? none,
    names: (binding) => names().get(binding) ?? none,
    functions: (id) => {
      const known = functions.get(id) ?? mentionsOf(id);
      functions.set(id, known);
      return known;
    },
    writtenTo: (target) => parts[ownerOf(target)]?.written.get(target),
    writes: () => parts.flatMap(({ written }) => [...written]),
    memberWrites: (name) => memberWrites().get(name) ?? none,
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The lists of all parts, in the order of the text. Most keys are of one part alone, and keep its list. */
function gather<K>(
  parts: readonly PartUses[],
  of: (part: PartUses) => ReadonlyMap<K, readonly ValueId[]>,
): ReadonlyMap<K, readonly ValueId[]> {
  const found = new Map<K, readonly ValueId[]>();
  const joined = new Map<K, ValueId[]>();
  for (const part of parts) {
    for (const [key, values] of of(part)) {
      const before = found.get(key);
      if (!before) {
        found.set(key, values);
        continue;
      }
      let list = joined.get(key);
      if (!list) {
        joined.set(key, (list = [...before]));
        found.set(key, list);
      }
      for (const value of values) list.push(value);
    }
  }
  return found;
}

function inOrder({ values }: FileFacts, ids: ValueId[]): ValueId[] {
  return ids.length > 1 ? ids.sort((a, b) => (values[a]?.start ?? 0) - (values[b]?.start ?? 0)) : ids;
}

function readPart(facts: FileFacts, { outer, inner, steps, exports }: Part): PartUses {
  const pick = <T>(list: readonly T[], a: readonly number[], b: readonly number[]): T[] =>
    [...a, ...b].flatMap((id) => list[id] ?? []);
  return read(facts, {
    values: [...outer.values, ...inner.values],
    functions: pick(facts.functions, outer.functions, inner.functions),
    classes: pick(facts.classes, outer.classes, inner.classes),
    steps,
    exports,
  });
}

function readAll(facts: FileFacts): PartUses {
  const { values, functions, classes, exports } = facts;
  return read(facts, { values: [...values.keys()], functions, classes, steps: none, exports });
}

interface Said extends Pick<FileFacts, 'functions' | 'classes' | 'exports'> {
  readonly values: readonly ValueId[];
  /** Besides those of its functions. */
  readonly steps: readonly Step[];
}

function read(facts: FileFacts, said: Said): PartUses {
  const uses = new Map<ValueId, Use[]>();
  const names = new Map<BindingId, ValueId[]>();
  const functions = new Map<FunctionId, ValueId[]>();
  const note: Note = (value, use) => {
    if (value !== undefined) push(uses, value, use);
  };
  for (const id of said.values) {
    const value = facts.values[id];
    if (!value) continue;
    if (value.kind === 'name' && !value.inType) push(names, value.binding, id);
    if (value.kind === 'function') push(functions, value.function, id);
    noteParts(value, id, note);
  }
  const written = new Map<ValueId, ValueId>();
  const memberWrites = new Map<string, ValueId[]>();
  const noteWrite: NoteWrite = (target, value) => {
    written.set(target, value);
    const place = facts.values[target];
    if (place?.kind === 'member') push(memberWrites, place.name, target);
  };
  noteSteps(said.steps, note, noteWrite);
  for (const { body, decorators, parameters } of said.functions) {
    noteSteps(body, note, noteWrite);
    for (const parameter of parameters) note(parameter.default, { as: 'default' });
    for (const decorator of decorators) note(decorator, { as: 'decorator' });
  }
  for (const { value, incidental, typeOnly } of said.exports) {
    if (!incidental && !typeOnly) note(value, { as: 'exported' });
  }
  for (const each of said.classes) {
    for (const base of [each.extends, ...(each.alsoExtends ?? none)]) note(base, { as: 'base' });
    for (const decorator of each.decorators) note(decorator, { as: 'decorator' });
  }
  for (const lists of [names, functions, memberWrites]) for (const ids of lists.values()) inOrder(facts, ids);
  return { uses, names, functions, written, memberWrites };
}

/** By function, the names that it is declared by. */
function declaringBindings({ bindings, values }: FileFacts): ReadonlyMap<FunctionId, readonly BindingId[]> {
  const found = new Map<FunctionId, BindingId[]>();
  bindings.forEach(({ kind, init }, id) => {
    const value = kind === 'function' && init !== undefined ? values[init] : undefined;
    if (value?.kind === 'function') push(found, value.function, id);
  });
  return found;
}

type NoteWrite = (target: ValueId, value: ValueId) => void;
type Note = (value: ValueId | undefined, use: Use) => void;

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function noteParts(value: Value, by: ValueId, note: Note): void {
  switch (value.kind) {
    case 'call':
    case 'new':
      note(value.callee, { as: value.kind === 'call' ? 'callee' : 'constructed', by });
      noteArguments(value.args, by, 'argument', note);
      break;
    case 'member':
      note(value.object, { as: 'object', by });
      break;
    case 'index':
      note(value.object, { as: 'object', by });
      note(value.key, { as: 'key', by });
      break;
    case 'await':
      note(value.of, { as: 'awaited', by });
      break;
    case 'yield':
      note(value.of, { as: 'yielded', by });
      break;
    case 'array':
      noteArguments(value.elements, by, 'element', note);
      for (const each of value.per ?? none) note(each, { as: 'iterated', by });
      break;
    case 'object':
      noteProperties(value.properties, by, note);
      for (const each of value.per ?? none) note(each, { as: 'iterated', by });
      break;
    case 'operation':
      for (const operand of value.operands) note(operand, { as: 'operand', by });
      break;
    case 'template':
      for (const part of value.parts) note(part, { as: 'part', by });
      break;
    case 'choice':
      if (value.form === 'conditional') note(value.test, { as: 'tested', by });
      for (const each of value.of) note(each, { as: 'part', by });
      break;
    case 'rest':
      note(value.of, { as: 'rest', by });
      break;
    case 'import':
      note(value.of, { as: 'operand', by });
      break;
    case 'unknown':
      for (const each of value.of ?? none) note(each, { as: 'operand', by });
      break;
    case 'element':
    case 'item':
      note(value.of, { as: 'iterated', by });
      break;
    case 'markup':
      note(value.tag, { as: 'tag', by });
      noteProperties(value.properties, by, note);
      for (const child of value.children) note(child, { as: 'child', by });
      break;
    default:
  }
}

function noteArguments(args: readonly Argument[], by: ValueId, as: 'argument' | 'element', note: Note): void {
  args.forEach(({ value }, index) => note(value, { as, by, index }));
}

function noteProperties(properties: readonly Property[], by: ValueId, note: Note): void {
  for (const { key, value } of properties) {
    note(key, { as: 'key', by });
    note(value, { as: 'property', by });
  }
}

/** Only a range that is written as a call says anything that no other step says. */
function noteRange(range: Range | undefined, note: Note): void {
  for (const bound of [range?.from, range?.to, range?.by]) note(bound, { as: 'operand' });
}

function noteSteps(steps: readonly Step[], note: Note, noteWrite: NoteWrite): void {
  for (const step of steps) {
    switch (step.kind) {
      case 'write':
        noteWrite(step.target, step.value);
        note(step.target, { as: 'target' });
        note(step.value, { as: 'written', by: step.target });
        break;
      case 'branch':
        note(step.test, { as: 'tested' });
        for (const { tests } of step.cases ?? none) for (const test of tests) note(test, { as: 'tested' });
        for (const arm of step.arms) noteSteps(arm, note, noteWrite);
        break;
      case 'loop':
        note(step.source, { as: 'iterated' });
        noteRange(step.range, note);
        note(step.test, { as: 'tested' });
        noteSteps(step.body, note, noteWrite);
        break;
      case 'try':
        noteSteps(step.body, note, noteWrite);
        for (const { body, catches } of step.handlers) {
          for (const caught of catches) note(caught, { as: 'caught' });
          noteSteps(body, note, noteWrite);
        }
        noteSteps(step.otherwise ?? none, note, noteWrite);
        noteSteps(step.finalizer ?? none, note, noteWrite);
        break;
      case 'region':
        note(step.resource, { as: 'resource' });
        noteSteps(step.body, note, noteWrite);
        break;
      case 'return':
        note(step.value, { as: 'returned' });
        break;
      case 'throw':
        note(step.value, { as: 'thrown' });
        note(step.cause, { as: 'thrown' });
        break;
      default:
    }
  }
}
