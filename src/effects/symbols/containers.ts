import type { ValueId } from '../../model/facts.ts';
import type { WrittenType } from '../../model/written-type.ts';
import { valueOf, type File, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { plainType, typeOf, type TypeRef } from './types.ts';

const listLike =
  /^(global#(Array|ReadonlyArray|Set|ReadonlySet|Iterable|list|set|frozenset)|(typing|collections\.abc)#(List|Set|FrozenSet|Sequence|MutableSequence|MutableSet|Iterable|Iterator|Collection|AbstractSet|Deque|Generator|AsyncIterable|AsyncIterator|AsyncGenerator)|collections#deque)$/;
const mapLike =
  /^(global#(Record|dict)|(typing|collections\.abc)#(Dict|Mapping|MutableMapping|DefaultDict|OrderedDict)|collections#(defaultdict|OrderedDict))$/;
const queueLike = /^(asyncio|queue|multiprocessing)#(Lifo|Priority|Simple|Joinable)?Queue$/;

/** A container by its written type: what it has for elements, and of a dictionary what it has under its keys. */
interface Container {
  readonly kind: 'list' | 'map' | 'queue';
  readonly ref: TypeRef;
  readonly key?: WrittenType;
  readonly element?: WrittenType;
}

function containerOf(program: Program, ref: TypeRef | undefined, depth: number): Container | undefined {
  const plain = ref && !ref.isCoroutine ? plainType(program, ref, depth) : undefined;
  if (!plain) return undefined;
  if (plain.type.kind === 'array') return { kind: 'list', ref: plain, element: plain.type.of };
  if (plain.type.kind !== 'name' || !plain.type.arguments) return undefined;
  const symbol = resolveValue(program, plain.file, plain.type.value, depth);
  const name = (symbol && symbolName(symbol)) ?? '';
  const [first, second] = plain.type.arguments;
  if (listLike.test(name)) return { kind: 'list', ref: plain, ...(first && { element: first }) };
  if (queueLike.test(name)) return { kind: 'queue', ref: plain, ...(first && { element: first }) };
  if (!mapLike.test(name)) return undefined;
  return { kind: 'map', ref: plain, ...(first && { key: first }), ...(second && { element: second }) };
}

/** What a list has at an index, a loop over it gives, or a dictionary has under a key. Going through a dictionary gives its keys. */
export function elementType(
  program: Program,
  file: File,
  of: ValueId,
  index: number | undefined,
  depth: number,
  isLookUp = false,
): TypeRef | undefined {
  const ref = typeOf(program, file, of, depth);
  const plain = ref && !ref.isCoroutine ? plainType(program, ref, depth) : undefined;
  if (plain?.type.kind === 'tuple')
    return inFileOf(plain, index === undefined ? evenly(plain.type.of) : plain.type.of[index]);
  const container = containerOf(program, plain, depth);
  if (!container || container.kind === 'queue') return undefined;
  return inFileOf(container.ref, container.kind === 'map' && !isLookUp ? container.key : container.element);
}

/** What a slice gives: another one of the same. */
export function sliceType(program: Program, file: File, of: ValueId, depth: number): TypeRef | undefined {
  const container = containerOf(program, typeOf(program, file, of, depth), depth);
  return container?.kind === 'list' ? container.ref : undefined;
}

/** The one type of all parts of a tuple. */
function evenly(parts: readonly WrittenType[]): WrittenType | undefined {
  return parts.length === 1 ? parts[0] : undefined;
}

function inFileOf({ file }: TypeRef, type: WrittenType | undefined): TypeRef | undefined {
  return type && { file, type };
}

const nothingKnown: WrittenType = { kind: 'unknown' };

/** What Python's own functions and the methods of its containers give: `enumerate(devices)`, `self.by_name.items()`, `jobs.get()`. */
export function containerCall(program: Program, file: File, id: ValueId, depth: number): TypeRef | undefined {
  const call = valueOf(file, id);
  if (call.kind !== 'call' || call.args.some(({ spread }) => spread)) return undefined;
  const callee = valueOf(file, call.callee);
  const given = call.args.filter(({ keyword }) => keyword === undefined).map(({ value }) => value);
  if (callee.kind === 'global') return ofBuiltin(program, file, callee.name, given, depth);
  if (callee.kind !== 'member') return undefined;
  const container = containerOf(program, typeOf(program, file, callee.object, depth), depth);
  return container && ofMethod(container, callee.name, given.length);
}

const keeping = new Set(['list', 'tuple', 'set', 'frozenset', 'sorted', 'reversed', 'iter']);

function ofBuiltin(
  program: Program,
  file: File,
  name: string,
  given: readonly ValueId[],
  depth: number,
): TypeRef | undefined {
  const [first] = given;
  const elementOf = (id: ValueId): TypeRef | undefined => elementType(program, file, id, undefined, depth);
  if (first === undefined) return undefined;
  if (keeping.has(name) || (name === 'filter' && given[1] !== undefined)) {
    const element = elementOf(name === 'filter' ? (given[1] ?? first) : first);
    return element && { file: element.file, type: { kind: 'array', of: element.type } };
  }
  if (name === 'next' || ((name === 'min' || name === 'max') && given.length === 1)) return elementOf(first);
  if (name !== 'enumerate' && name !== 'zip') return undefined;
  const parts = (name === 'enumerate' ? [first] : given).map(elementOf);
  const home = parts.find((part) => part !== undefined)?.file;
  if (!home) return undefined;
  // What a type means is known in the file that it stands in; of several files there is no one tuple.
  const of = parts.map((part) => (part?.file === home ? part.type : nothingKnown));
  const number: readonly WrittenType[] = name === 'enumerate' ? [{ kind: 'primitive' }] : [];
  return { file: home, type: { kind: 'array', of: { kind: 'tuple', of: [...number, ...of], isOpen: false } } };
}

function ofMethod({ kind, ref, key, element }: Container, name: string, given: number): TypeRef | undefined {
  const { file } = ref;
  const listOf = (of: WrittenType): TypeRef => ({ file, type: { kind: 'array', of } });
  if (name === 'copy' && kind !== 'queue') return ref;
  if (!element) return undefined;
  if (kind === 'queue') return name === 'get_nowait' || name === 'get' ? { file, type: element } : undefined;
  if (kind === 'list') return /^(pop|popleft)$/.test(name) ? { file, type: element } : undefined;
  if (name === 'values') return listOf(element);
  if (name === 'keys') return key && listOf(key);
  if (name === 'items') return listOf({ kind: 'tuple', of: [key ?? nothingKnown, element], isOpen: false });
  return /^(get|pop|setdefault)$/.test(name) && given > 0 ? { file, type: element } : undefined;
}
