import type { Callback } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Argument, Call, New } from '../../model/value.ts';
import { isPython, valueOf, type File, type Program } from '../program.ts';
import { entryOf, resolveValue, type Resolved } from '../symbols.ts';
import type { FunctionSymbol } from '../symbols/resolved.ts';

/** A function that a library is handed, with what it does with it. */
export interface Handed extends Pick<Callback, 'runs' | 'syncRuns' | 'label' | 'inTurn'> {
  readonly argument: ValueId;
}

/** What becomes of the functions among the arguments of call `id`, as far as the library, or the name of a method, tells. */
export function handedTo(program: Program, file: File, id: ValueId): Handed[] {
  const call = valueOf(file, id);
  if (call.kind !== 'call' && call.kind !== 'new') return [];
  const symbol = resolveValue(program, file, call.callee);
  const entry = symbol && entryOf(program, symbol);
  if (entry?.callbacks) return entry.callbacks.flatMap((each) => handedBy(program, file, each, call.args));
  const runs = entry ? undefined : runsByName(program, file, call, symbol);
  return runs ? call.args.filter(({ spread }) => !spread).map(({ value }) => ({ argument: value, runs })) : [];
}

/** Array methods that call back before they return. What they are called on need not be known: nothing else is called so. */
const inlineMethods = new Set([
  'forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'reduce',
  'reduceRight', 'sort', 'toSorted',
]); // prettier-ignore

const promiseMethods = new Set(['then', 'catch', 'finally']);

/** What a method of an unknown object is: only for names that every programmer reads the same way. */
function runsByName(
  program: Program,
  file: File,
  call: Call | New,
  symbol: Resolved | undefined,
): 'inline' | 'once' | undefined {
  if (call.kind === 'new') {
    return symbol?.kind === 'library' && symbol.module === 'global' && symbol.path === 'Promise' ? 'inline' : undefined;
  }
  const callee = valueOf(file, call.callee);
  if (callee.kind !== 'member') return undefined;
  // Python's `map` of an unknown object is as often that of a pool.
  if (isPython(file)) return callee.name === 'sort' ? 'inline' : undefined;
  if (promiseMethods.has(callee.name)) return 'once';
  return inlineMethods.has(callee.name) && isArrayLike(program, file, callee.object) ? 'inline' : undefined;
}

/** What `map` is called on may be unknown, but must not be known to be something else, such as a limiter. */
export function isArrayLike(program: Program, file: File, id: ValueId): boolean {
  const receiver = resolveValue(program, file, id);
  if (!receiver || receiver.kind === 'literal') return true;
  // A member that the type's description does not have, such as the body of a request.
  if (receiver.kind === 'method') return entryOf(program, receiver) === undefined;
  return receiver.kind === 'instance' && receiver.type === 'global#Array';
}

function handedBy(program: Program, file: File, callback: Callback, args: readonly Argument[]): Handed[] {
  const { argument, from = 0, property, within } = callback;
  if (within) return [];
  const known = isOfStart(file, callback, args) ? ({ ...callback, runs: 'lifecycle' } as const) : callback;
  const chosen = argument === 'every' ? args.slice(from) : [chosenBy(callback, argument, args)];
  return chosen.flatMap((each) => {
    if (!each || each.spread) return [];
    const values =
      property === undefined
        ? [each.value]
        : flatten(file, each.value).flatMap((one) => propertiesOf(program, file, one, property));
    return values.flatMap((value) => flatten(file, value)).map((one) => handed(known, one));
  });
}

/** `client.on('ready', …)`, `client.on(Events.ClientReady, …)` */
function isOfStart(file: File, { once = [] }: Callback, [first]: readonly Argument[]): boolean {
  const event = first && valueOf(file, first.value);
  const name = event?.kind === 'literal' ? event.value : event?.kind === 'member' ? event.name : undefined;
  return typeof name === 'string' && once.includes(name);
}

function handed({ runs, syncRuns, label, inTurn }: Callback, argument: ValueId): Handed {
  return {
    argument,
    runs,
    ...(syncRuns && { syncRuns }),
    ...(label !== undefined && { label }),
    ...(inTurn && { inTurn }),
  };
}

function chosenBy({ keyword }: Callback, index: number, args: readonly Argument[]): Argument | undefined {
  const named = keyword === undefined ? undefined : args.find((each) => each.keyword === keyword);
  const placed = args[index < 0 ? args.length + index : index];
  return named ?? (placed?.keyword === undefined ? placed : undefined);
}

/** A list of handlers counts as each of them. */
function flatten(file: File, id: ValueId): ValueId[] {
  const value = valueOf(file, id);
  return value.kind === 'array' ? value.elements.map((element) => element.value) : [id];
}

/** The functions that a call hands over deep inside of an object: `new ApolloServer({ resolvers: { Query: { page } } })`. */
export function handedWithin(
  program: Program,
  file: File,
  id: ValueId,
): readonly (Omit<Handed, 'argument'> & { readonly to: FunctionSymbol })[] {
  const value = valueOf(file, id);
  if (value.kind !== 'call' && value.kind !== 'new') return [];
  const symbol = resolveValue(program, file, value.callee);
  const callbacks = (symbol && entryOf(program, symbol)?.callbacks) ?? [];
  return callbacks.flatMap((callback) => {
    const { argument, within, runs, label } = callback;
    const given = within && argument !== 'every' ? value.args[argument] : undefined;
    if (!within || !given || given.spread) return [];
    const found = within.reduce(
      (places, name) => places.flatMap((place) => propertiesWithin(program, place, name)),
      [{ file, value: given.value }],
    );
    return found.flatMap((place) => {
      const to = resolveValue(program, place.file, place.value);
      return to?.kind === 'function' ? [{ to, runs, ...(label !== undefined && { label }) }] : [];
    });
  });
}

interface Place {
  readonly file: File;
  readonly value: ValueId;
}

function propertiesWithin(program: Program, place: Place, name: string): Place[] {
  const target = resolveValue(program, place.file, place.value);
  const value = target?.kind === 'literal' ? valueOf(target.file, target.value) : undefined;
  if (target?.kind !== 'literal') return [];
  const { file } = target;
  if (value?.kind === 'array')
    return value.elements.flatMap((each) => propertiesWithin(program, { file, value: each.value }, name));
  if (value?.kind !== 'object') return [];
  return value.properties.flatMap((each) => {
    if (each.spread) return propertiesWithin(program, { file, value: each.value }, name);
    return name === '*' || each.name === name ? [{ file, value: each.value }] : [];
  });
}

function propertiesOf(program: Program, file: File, object: ValueId, name: string): ValueId[] {
  const target = resolveValue(program, file, object);
  if (target?.kind !== 'literal' || target.file !== file) return [];
  const value = valueOf(file, target.value);
  if (value.kind !== 'object') return [];
  return value.properties.filter((each) => name === '*' || each.name === name).map((each) => each.value);
}
