import type { Callback, Entry } from '../knowledge/schema.ts';
import type { FunctionId, ValueId } from '../model/facts.ts';
import type { Argument, Value } from '../model/value.ts';
import { decoratorEdges, isKept, isOffloaded, runsOf } from './decorators.ts';
import { fileCache } from './file-cache.ts';
import { classOf, functionOf, valueOf, type File, type FunctionRef, type Program } from './program.ts';
import { sitesOf, type Site } from './sites.ts';
import { entryOf, resolveMember, resolveValue, type Resolved } from './symbols.ts';

/** `call`: called by its name; the rest as in `Callback.runs`. */
export type How = 'call' | Callback['runs'];

/** That one function makes another run. */
export interface Edge {
  readonly from: FunctionRef;
  readonly to: FunctionRef;
  /** The call, construction or JSX element by which it does. */
  readonly site: Site;
  readonly how: How;
  /** For messages, where a library names its callback: `Express handler`. */
  readonly label?: string;
}

/** A call site with what is known of its callee. */
export interface Call extends Site {
  readonly symbol?: Resolved;
  readonly entry?: Entry;
}

/** Who calls what in one file. */
export interface Graph {
  /** By function, in the order of evaluation. */
  readonly calls: readonly (readonly Call[])[];
  readonly out: readonly (readonly Edge[])[];
  /** Edges to functions of this same file, by function. */
  readonly into: readonly (readonly Edge[])[];
  /** Function values given to a library that is known to call them; nobody else does. */
  readonly handed: ReadonlySet<ValueId>;
}

const graphs = fileCache(buildGraph);

export function graphOf(program: Program, file: File): Graph {
  return graphs.of(program, file);
}

function buildGraph(program: Program, file: File): Graph {
  const handed = new Set<ValueId>();
  const calls = sitesOf(file).map((sites) => sites.flatMap((site) => callOf(program, file, site)));
  const out = calls.map((list) => list.flatMap((call) => edgesOf(program, file, call, handed)));
  const implied = [
    ...markupEdges(program, file, handed),
    ...decoratorEdges(program, file),
    ...getterEdges(program, file),
  ];
  for (const edge of implied) out[edge.from.function]?.push(edge);
  const into: Edge[][] = file.facts.functions.map(() => []);
  for (const edge of out.flat()) if (edge.to.file === file) into[edge.to.function]?.push(edge);
  return { calls, out, into, handed };
}

function callOf(program: Program, file: File, site: Site): Call[] {
  const value = valueOf(file, site.value);
  if (value.kind !== 'call' && value.kind !== 'new') return [];
  const symbol = resolveValue(program, file, value.callee);
  const entry = symbol && entryOf(program, symbol);
  return [{ ...site, ...(symbol ? { symbol } : {}), ...(entry ? { entry } : {}) }];
}

function edgesOf(program: Program, file: File, call: Call, handed: Set<ValueId>): Edge[] {
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' && value.kind !== 'new') return [];
  const from = { file, function: call.function };
  const edges: Edge[] = [];
  const { symbol } = call;
  if (symbol?.kind === 'function') edges.push(callEdge(program, call, from, symbol));
  if (symbol && constructs(file, value, symbol)) {
    for (const to of constructorsOf(program, symbol.file, symbol.class))
      edges.push({ from, to, site: call, how: 'call' });
  }
  for (const { argument, runs, label } of callbacksOf(program, file, call, value.args)) {
    const target = resolveValue(program, file, argument);
    if (target?.kind !== 'function') continue;
    handed.add(argument);
    const how = typeof runs === 'string' ? runs : runsOf(runs, functionOf(target.file, target.function).isAsync);
    edges.push({ from, to: target, site: call, how, ...(label === undefined ? {} : { label }) });
  }
  return edges;
}

function callEdge(program: Program, site: Call, from: FunctionRef, to: FunctionRef): Edge {
  const { decorators } = functionOf(to.file, to.function);
  if (decorators.length === 0 || from.file.facts.language !== 'python') return { from, to, site, how: 'call' };
  if (isOffloaded(program, to.file, to.function)) return { from, to, site, how: 'thread' };
  return {
    from,
    to,
    site: isKept(program, to.file, to.function) ? { ...site, excuse: 'memoised' } : site,
    how: 'call',
  };
}

/** `new Name()`; in Python `Name()` and `super().__init__()`. */
function constructs(
  file: File,
  value: Value,
  symbol: Resolved,
): symbol is Extract<Resolved, { kind: 'class' | 'object' }> {
  if (value.kind === 'new') return symbol.kind === 'class';
  if (value.kind !== 'call' || file.facts.language !== 'python') return false;
  return symbol.kind === 'class' || (symbol.kind === 'object' && valueOf(file, value.callee).kind === 'super');
}

/** An inherited constructor is the class's own where it has none. */
function constructorsOf(program: Program, file: File, id: number): FunctionRef[] {
  const own = classOf(file, id)?.members.find(({ name, isStatic }) => name === 'constructor' && !isStatic)?.function;
  const initializer = file.facts.functions.findIndex(({ kind, owner }) => kind === 'initializer' && owner === id);
  const found = [own, initializer].flatMap((each) =>
    each === undefined || each < 0 ? [] : [{ file, function: each }],
  );
  if (found.length > 0 || file.facts.language !== 'python') return found;
  const inherited = resolveMember(program, { kind: 'object', file, class: id }, 'constructor');
  return inherited?.kind === 'function' ? [inherited] : [];
}

/** Reading a property calls its getter. */
function getterEdges(program: Program, file: File): Edge[] {
  if (file.facts.language !== 'python') return [];
  return sitesOf(file).flatMap((sites) =>
    sites.flatMap((site): Edge[] => {
      const value = valueOf(file, site.value);
      const object = value.kind === 'member' ? resolveValue(program, file, value.object) : undefined;
      if (value.kind !== 'member' || object?.kind !== 'object') return [];
      const getter = classOf(object.file, object.class)?.members.find(({ name, function: id }) => {
        return name === value.name && id !== undefined && functionOf(object.file, id).kind === 'getter';
      })?.function;
      if (getter === undefined) return [];
      const from = { file, function: site.function };
      return [{ from, to: { file: object.file, function: getter }, site, how: 'call' }];
    }),
  );
}

interface Handed {
  readonly argument: ValueId;
  /** Or the callback itself, where it depends on the function. */
  readonly runs: Callback['runs'] | Callback;
  readonly label?: string;
}

/** Array methods that call back before they return. What they are called on need not be known: nothing else is called so. */
const inlineMethods = new Set([
  'forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'reduce',
  'reduceRight', 'sort', 'toSorted',
]); // prettier-ignore

const promiseMethods = new Set(['then', 'catch', 'finally']);

function callbacksOf(program: Program, file: File, call: Call, args: readonly Argument[]): Handed[] {
  if (call.entry?.callbacks) return call.entry.callbacks.flatMap((each) => handedBy(program, file, each, args));
  if (call.entry) return [];
  const runs = runsByName(program, file, call);
  return runs ? args.filter(({ spread }) => !spread).map(({ value }) => ({ argument: value, runs })) : [];
}

/** What a method of an unknown object is: only for names that every programmer reads the same way. */
function runsByName(program: Program, file: File, { value: id, symbol }: Call): 'inline' | 'once' | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'new') {
    return symbol?.kind === 'library' && symbol.module === 'global' && symbol.path === 'Promise' ? 'inline' : undefined;
  }
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (callee?.kind !== 'member') return undefined;
  // Python's `map` of an unknown object is as often that of a pool.
  if (file.facts.language === 'python') return callee.name === 'sort' ? 'inline' : undefined;
  if (promiseMethods.has(callee.name)) return 'once';
  if (!inlineMethods.has(callee.name)) return undefined;
  const receiver = resolveValue(program, file, callee.object);
  return !receiver || receiver.kind === 'literal' ? 'inline' : undefined;
}

function handedBy(program: Program, file: File, callback: Callback, args: readonly Argument[]): Handed[] {
  const { argument, from = 0, property, label } = callback;
  const runs = callback.syncRuns === undefined ? callback.runs : callback;
  const chosen = argument === 'every' ? args.slice(from) : [chosenBy(callback, argument, args)];
  return chosen.flatMap((each) => {
    if (!each || each.spread) return [];
    const value = property === undefined ? each.value : propertyOf(program, file, each.value, property);
    return value === undefined
      ? []
      : flatten(file, value).map((one) => ({ argument: one, runs, ...(label === undefined ? {} : { label }) }));
  });
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

function propertyOf(program: Program, file: File, object: ValueId, name: string): ValueId | undefined {
  const target = resolveValue(program, file, object);
  if (target?.kind !== 'literal' || target.file !== file) return undefined;
  const value = valueOf(file, target.value);
  return value.kind === 'object' ? value.properties.find((each) => each.name === name)?.value : undefined;
}

/** `<button onClick={save}>`: the interface calls `save`. */
function markupEdges(program: Program, file: File, handed: Set<ValueId>): Edge[] {
  return file.facts.values.flatMap((value, id) => {
    if (value.kind !== 'markup') return [];
    const from = { file, function: enclosingFunction(file, value.start) };
    const site: Site = { value: id, function: from.function, loops: [] };
    return value.properties.flatMap(({ name, value: property }): Edge[] => {
      if (name === undefined || !/^on[A-Z]/.test(name)) return [];
      const target = resolveValue(program, file, property);
      if (target?.kind !== 'function') return [];
      handed.add(property);
      return [{ from, to: target, site, how: 'handler', label: `\`${name}\` handler` }];
    });
  });
}

/** The innermost function around an offset. */
export function enclosingFunction(file: File, offset: number): FunctionId {
  const { functions } = file.facts;
  for (let id = functions.length - 1; id > 0; id--) {
    const { start, end, kind } = functionOf(file, id);
    if (kind !== 'initializer' && start <= offset && offset < end) return id;
  }
  return 0;
}
