import { absoluteType } from '../../knowledge/lookup.ts';
import type { ValueId } from '../../model/facts.ts';
import type { NamedType, WrittenType } from '../../model/written-type.ts';
import { isManager } from '../calls/entering.ts';
import { fileCache } from '../file-cache.ts';
import { typesNamed } from '../indexes.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { resolveValue, symbolName, type Resolved } from '../symbols.ts';
import { containerCall, elementType, sliceType } from './containers.ts';
import { declaredType } from './members.ts';

/** A written type, with the file in which its names mean something. */
export interface TypeRef {
  readonly file: File;
  readonly type: WrittenType;
  /** It is what awaiting the value gives: a call of an `async def` gives a coroutine of the type written down. */
  readonly isCoroutine?: true;
}

const DEEPEST = 16;

function named(modules: readonly string[], names: readonly string[]): string[] {
  return modules.flatMap((module) => names.map((name) => `${module}#${name}`));
}

const typing = ['typing', 'typing_extensions', 'collections.abc'];

/** Types that say how a value is held or checked, and nothing about what it is: their first argument does. */
const transparent = new Set([
  ...named(typing, ['Optional', 'Annotated', 'Final', 'ClassVar', 'Required', 'NotRequired', 'ReadOnly']),
  ...named(['global'], ['Readonly', 'NonNullable']),
]);

const awaitable = new Set([
  ...named(typing, ['Awaitable', 'Coroutine']),
  ...named(['global'], ['Promise', 'PromiseLike']),
  ...named(['asyncio'], ['Future', 'Task']),
]);

/** What values of a written type are: an instance of a class or of a library's type. Nothing for all else. */
export function valueOfType(program: Program, ref: TypeRef, depth = 0): Resolved | undefined {
  const plain = plainType(program, ref, depth);
  if (plain?.type.kind !== 'name') return undefined;
  const symbol = resolveValue(program, plain.file, plain.type.value, depth);
  if (symbol?.kind === 'class') return { kind: 'object', file: symbol.file, class: symbol.class };
  if (symbol?.kind !== 'library') return undefined;
  const library = program.knowledge.library(symbol.module);
  const name = library && absoluteType(library, symbol.path.replace(/^default\./, ''));
  return name !== undefined && program.knowledge.type(name) ? { kind: 'instance', type: name } : undefined;
}

/** What a value is by the types that somebody wrote down on the way to it; a call counts as what it gives once it is awaited. */
export function resolveTyped(program: Program, file: File, id: ValueId, depth: number): Resolved | undefined {
  const { kind, asserted } = valueOf(file, id);
  if (!typed.has(kind) && !asserted) return undefined;
  const ref = typeOf(program, file, id, depth);
  if (!ref) return undefined;
  return valueOfType(program, kind === 'call' ? (awaitedType(program, ref, depth) ?? ref) : ref, depth);
}

const typed = new Set(['call', 'await', 'member', 'index', 'element', 'item']);

type Memo = Map<ValueId, TypeRef | undefined>;
const memos = fileCache<Memo>(() => new Map());

/** The type that somebody wrote down for a value, directly or for what it is taken from. Undefined where nobody did. */
export function typeOf(program: Program, file: File, id: ValueId, depth = 0): TypeRef | undefined {
  const memo = memos.of(program, file);
  if (memo.has(id)) return memo.get(id);
  if (depth > DEEPEST) return undefined;
  memo.set(id, undefined); // a value defined by itself has no type
  const found = freshType(program, file, id, depth + 1);
  memo.set(id, found);
  return found;
}

function freshType(program: Program, file: File, id: ValueId, depth: number): TypeRef | undefined {
  const value = valueOf(file, id);
  if (value.asserted) return { file, type: value.asserted };
  switch (value.kind) {
    case 'name': {
      const { annotation, init } = bindingOf(file, value.binding);
      if (annotation) return { file, type: annotation.type };
      return init === undefined ? undefined : typeOf(program, file, init, depth);
    }
    case 'member':
      return memberType(program, file, value.object, value.name, depth);
    case 'call':
      return callType(program, file, value.callee, depth) ?? builtinType(program, file, id, depth);
    case 'await': {
      const of = typeOf(program, file, value.of, depth);
      return of && (awaitedType(program, of, depth) ?? of);
    }
    case 'element':
      return elementType(program, file, value.of, undefined, depth);
    case 'item':
      return elementType(program, file, value.of, value.index, depth);
    case 'index': {
      const key = valueOf(file, value.key);
      return key.kind === 'operation' && key.operator === 'slice'
        ? sliceType(program, file, value.object, depth)
        : elementType(program, file, value.object, key.kind === 'literal' ? Number(key.value) : undefined, depth, true);
    }
    default:
      return undefined;
  }
}

/** The declared type of a field, of a class or of a type that is written out. */
function memberType(program: Program, file: File, object: ValueId, name: string, depth: number): TypeRef | undefined {
  const owner = resolveValue(program, file, object, depth);
  if (owner?.kind === 'object' || owner?.kind === 'class') return declaredType(program, owner, name, depth);
  const type = typeOf(program, file, object, depth);
  return type && propertyType(program, type, name, depth);
}

function propertyType(program: Program, ref: TypeRef, name: string, depth: number): TypeRef | undefined {
  const plain = depth > DEEPEST || ref.isCoroutine ? undefined : plainType(program, ref, depth);
  if (plain?.type.kind === 'object') {
    const member = plain.type.members.find((each) => each.name === name);
    return member && { file: plain.file, type: member.type };
  }
  if (plain?.type.kind !== 'name') return undefined;
  const symbol = resolveValue(program, plain.file, plain.type.value, depth);
  if (symbol?.kind === 'library' && symbolName(symbol) === 'global#Record') {
    const value = plain.type.arguments?.[1];
    return value && { file: plain.file, type: value };
  }
  if (symbol?.kind !== 'type') return undefined;
  for (const each of typesNamed(symbol.file, symbol.binding)) {
    for (const type of [each.is, ...(each.extends ?? [])]) {
      const found = propertyType(program, { file: symbol.file, type }, name, depth + 1);
      if (found) return found;
    }
  }
  return undefined;
}

function callType(program: Program, file: File, callee: ValueId, depth: number): TypeRef | undefined {
  const target = resolveValue(program, file, callee, depth);
  if (target?.kind === 'function') {
    const { returns, isGenerator } = functionOf(target.file, target.function);
    if (!returns || !isGenerator) return givenType(target);
    return yieldedType(program, target, { file: target.file, type: returns.type }, depth);
  }
  const type = target ? undefined : typeOf(program, file, callee, depth);
  const plain = type && plainType(program, type, depth);
  return plain?.type.kind === 'function' ? { file: plain.file, type: plain.type.returns } : undefined;
}

function builtinType(program: Program, file: File, id: ValueId, depth: number): TypeRef | undefined {
  return file.facts.language === 'python' ? containerCall(program, file, id, depth) : undefined;
}

/** The type written down for what a function gives that is no generator. */
export function givenType({ file, function: id }: FunctionRef): TypeRef | undefined {
  const { returns, isAsync } = functionOf(file, id);
  const isCoroutine = isAsync && file.facts.language === 'python';
  return returns && { file, type: returns.type, ...(isCoroutine ? { isCoroutine } : {}) };
}

/** What a generator gives: `@contextmanager def open() -> Iterator[File]` a `File` to the `with` block that it is called for. */
function yieldedType(program: Program, target: FunctionRef, ref: TypeRef, depth: number): TypeRef | undefined {
  // Going through any other generator gives what its type says of its elements.
  if (!isManager(program, target)) return ref;
  const plain = plainType(program, ref, depth);
  const [first] = plain?.type.kind === 'name' ? (plain.type.arguments ?? []) : [];
  return plain && first && { file: plain.file, type: first };
}

/** What awaiting a value of this type gives; undefined when it is not one that is awaited. */
export function awaitedType(program: Program, ref: TypeRef, depth = 0): TypeRef | undefined {
  if (ref.isCoroutine) return { file: ref.file, type: ref.type };
  const plain = plainType(program, ref, depth);
  if (plain?.type.kind !== 'name' || !isAwaitableName(program, plain.file, plain.type, depth)) return undefined;
  return { file: plain.file, type: plain.type.arguments?.at(-1) ?? { kind: 'unknown' } };
}

/** Whether values of this type are promises, coroutines, tasks or futures, whatever else is a part of the type. */
export function isAwaitable(program: Program, ref: TypeRef): boolean {
  return awaitedType(program, ref) !== undefined;
}

function isAwaitableName(program: Program, file: File, { value }: NamedType, depth: number): boolean {
  const symbol = resolveValue(program, file, value, depth);
  return symbol?.kind === 'library' && awaitable.has(symbolName(symbol) ?? '');
}

/**
 * The type without what says only how it is held: `Optional[T]`, `T | undefined` and aliases are what they stand for. Undefined for
 * unions of several things, and for type parameters, which may be anything.
 */
export function plainType(program: Program, ref: TypeRef, depth = 0): TypeRef | undefined {
  const { file, type } = ref;
  if (depth > DEEPEST) return undefined;
  if (type.kind === 'union') {
    const [only, ...others] = type.of.filter(({ kind }) => kind !== 'nothing');
    return only && others.length === 0 ? plainType(program, { file, type: only }, depth + 1) : undefined;
  }
  if (type.kind !== 'name') return ref;
  const symbol = resolveValue(program, file, type.value, depth + 1);
  const [first] = type.arguments ?? [];
  if (symbol?.kind === 'library' && first && transparent.has(symbolName(symbol) ?? '')) {
    return plainType(program, { file, type: first }, depth + 1);
  }
  if (!symbol) {
    const alias = aliasOf(program, file, type.value, depth);
    return alias ? plainType(program, alias, depth + 1) : boundOf(program, file, type.value, depth);
  }
  if (symbol.kind !== 'type') return ref;
  const [alias, ...others] = typesNamed(symbol.file, symbol.binding);
  const isPlain = alias && others.length === 0 && !alias.extends && alias.is.kind !== 'object' && !alias.parameters;
  return isPlain ? plainType(program, { file: symbol.file, type: alias.is }, depth + 1) : ref;
}

/** `Database = Annotated[Session, Depends(connect)]` gives a type a name, as a value: what is in the brackets is a type, too. */
function aliasOf(program: Program, file: File, name: ValueId, depth: number): TypeRef | undefined {
  const value = valueOf(file, name);
  const declared = value.kind === 'name' && depth <= DEEPEST ? bindingOf(file, value.binding) : undefined;
  if (!declared || file.facts.language !== 'python') return undefined;
  if (declared.import) {
    const { specifier, name: imported } = declared.import;
    const home = program.resolve(file, specifier);
    const exported = home?.facts.exports.find((each) => each.name === imported)?.value;
    return home && exported !== undefined ? aliasOf(program, home, exported, depth + 1) : undefined;
  }
  const written = declared.init === undefined || declared.reassigned > 0 ? undefined : valueOf(file, declared.init);
  if (written?.kind !== 'index') return undefined;
  const outer = resolveValue(program, file, written.object, depth + 1);
  if (outer?.kind !== 'library' || !transparent.has(symbolName(outer) ?? '')) return undefined;
  const key = valueOf(file, written.key);
  const first = key.kind === 'array' ? key.elements[0]?.value : written.key;
  return first === undefined ? undefined : { file, type: { kind: 'name', value: first } };
}

/** What a type parameter extends: `T extends Pool`. */
function boundOf(program: Program, file: File, name: ValueId, depth: number): TypeRef | undefined {
  const value = valueOf(file, name);
  const declared = value.kind === 'name' ? bindingOf(file, value.binding) : undefined;
  if (declared?.kind !== 'type' || !declared.annotation) return undefined;
  return plainType(program, { file, type: declared.annotation.type }, depth + 1);
}
