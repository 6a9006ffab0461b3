import type { Callback, Entry } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Argument, Value } from '../../model/value.ts';
import { basesOf } from '../symbols/bases.ts';
import { handedTo, handedWithin } from './callbacks.ts';
import { chosenFunctions } from './chosen.ts';
import { getterEdges } from './getters.ts';
import { callsBack } from './calls-back.ts';
import { conventionEdges } from './conventions.ts';
import { decoratorEdges, isKept, isOffloaded, runsOf } from './decorators.ts';
import { enteringEdges } from './entering.ts';
import { operatorEdges } from './operators.ts';
import { overrideEdges } from './library-calls.ts';
import { fileCache } from '../file-cache.ts';
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
import { sitesOf, type Site } from './sites.ts';
import { entryOf, resolveMember, resolveValue, type Resolved } from '../symbols.ts';
import type { FunctionSymbol, Receiver } from '../symbols/resolved.ts';
import { insideUnseen } from './unseen-wrappers.ts';

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
  /** It is called again only when it has said that it is done. */
  readonly inTurn?: true;
  /** For a method: the class that the object is known to be of, or derived from, and the member's name. */
  readonly receiver?: Receiver;
  /** The function of this program that was handed `to` and calls it. */
  readonly through?: FunctionRef;
  /** `to` is one of several that may run. Absent where it is certain. */
  readonly confidence?: 'likely';
  /** `to` is what an object is gone through by, all of it before whoever asks goes on: `list(pages)`. */
  readonly walks?: true;
  /** By the `with` block that the site stands at the head of: `to` runs when it is entered or left. */
  readonly enters?: true;
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

const byValue = fileCache(
  (program, file) => new Map(graphOf(program, file).calls.flatMap((calls) => calls.map((call) => [call.value, call]))),
);

/** The call that a value is. */
export function callAt(program: Program, file: File, id: ValueId): Call | undefined {
  return byValue.of(program, file).get(id);
}

function buildGraph(program: Program, file: File): Graph {
  const handed = new Set<ValueId>();
  const calls = sitesOf(file).map((sites) => sites.flatMap((site) => callOf(program, file, site)));
  const out = calls.map((list) => list.flatMap((call) => edgesOf(program, file, call, handed)));
  const implied = [
    ...markupEdges(program, file, handed),
    ...decoratorEdges(program, file),
    ...conventionEdges(program, file),
    ...overrideEdges(program, file),
    ...getterEdges(program, file),
    ...enteringEdges(program, file),
    ...operatorEdges(program, file),
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
  const edges: Edge[] = ownCallbackEdges(program, call, from, value.args, handed);
  const { symbol } = call;
  if (symbol?.kind === 'function') edges.push(callEdge(program, call, from, symbol));
  if (!symbol && value.kind === 'call') {
    // Any of them runs, now and then.
    for (const each of chosenFunctions(program, file, value.callee)) edges.push(callEdge(program, call, from, each));
  }
  for (const each of wrappedBy(program, symbol)) edges.push({ from, site: call, how: 'call', ...each });
  const instance = isPython(file) && symbol?.kind === 'object' && valueOf(file, value.callee).kind !== 'super';
  const called = instance ? resolveMember(program, symbol, '__call__') : undefined;
  if (called?.kind === 'function') edges.push(callEdge(program, call, from, called));
  if (symbol && constructs(file, value, symbol)) {
    for (const to of constructorsOf(program, symbol.file, symbol.class))
      edges.push({ from, to, site: call, how: 'call' });
  }
  for (const { to, ...each } of handedWithin(program, file, call.value)) {
    const how = runsOf(each, functionOf(to.file, to.function).isAsync);
    edges.push({ from, to, site: call, how, ...receiverOf(to), ...saidOf(each) });
  }
  for (const each of handedTo(program, file, call.value)) {
    const target = resolveValue(program, file, each.argument);
    const wrapped = wrappedBy(program, target);
    for (const one of wrapped) edges.push({ from, site: call, how: runsOf(each, true), ...one, ...saidOf(each) });
    for (const { argument, to } of each.runs === 'handler' && !target
      ? insideUnseen(program, file, each.argument)
      : []) {
      handed.add(argument);
      const how = runsOf(each, functionOf(to.file, to.function).isAsync);
      edges.push({ from, to, site: call, how, ...receiverOf(to), ...saidOf(each), confidence: 'likely' });
    }
    for (const one of target ? [] : chosenFunctions(program, file, each.argument)) {
      const how = runsOf(each, functionOf(one.file, one.function).isAsync);
      edges.push({ from, to: one, site: call, how, ...receiverOf(one), ...saidOf(each) });
    }
    if (target?.kind !== 'function') continue;
    handed.add(each.argument);
    const how = runsOf(each, functionOf(target.file, target.function).isAsync);
    edges.push({ from, to: target, site: call, how, ...receiverOf(target), ...saidOf(each) });
  }
  return edges;
}

function receiverOf({ receiver }: FunctionSymbol): Pick<Edge, 'receiver'> {
  return receiver ? { receiver } : {};
}

function saidOf({ label, inTurn }: Pick<Edge, 'label' | 'inTurn'>): Pick<Edge, 'label' | 'inTurn'> {
  return { ...(label !== undefined && { label }), ...(inTurn && { inTurn }) };
}

/** `withRetry(() => …)`: what a function of the program does with the functions that it is handed. */
function ownCallbackEdges(
  program: Program,
  call: Call,
  from: FunctionRef,
  args: readonly Argument[],
  handed: Set<ValueId>,
): Edge[] {
  const { symbol } = call;
  if (symbol?.kind !== 'function' || symbol.receiver || args.some(({ spread }) => spread)) return [];
  const through = { file: symbol.file, function: symbol.function };
  return args.flatMap(({ value, keyword }, index) => {
    const target = resolveValue(program, from.file, value);
    if (target?.kind !== 'function') return [];
    const { parameters } = functionOf(through.file, through.function);
    const place = keyword === undefined ? index : parameters.findIndex(({ name }) => name === keyword);
    const { runs, onlyThat } = callsBack(program, through, place);
    if (onlyThat) handed.add(value);
    return runs.flatMap(({ runs: how, excuse, label }): Edge | [] => {
      if (how === 'result') return [];
      const site = excuse && !call.excuse ? { ...call, excuse } : call;
      return { from, to: target, site, how, through, ...receiverOf(target), ...saidOf({ ...(label && { label }) }) };
    });
  });
}

/** `asyncHandler(async (request, response) => …)`: the functions that run whenever what was made of them is called. */
function wrappedBy(
  program: Program,
  symbol: Resolved | undefined,
  depth = 0,
): Pick<Edge, 'to' | 'through' | 'receiver'>[] {
  const made = symbol?.kind === 'wrapper' ? symbol : symbol?.kind === 'function' ? symbol.made : undefined;
  if (!made || depth > DEEPEST) return [];
  const { file } = made;
  const call = valueOf(file, made.call);
  if (call.kind !== 'call' || call.args.some(({ spread }) => spread)) return [];
  const maker = resolveValue(program, file, call.callee);
  const through = maker?.kind === 'function' && !maker.receiver ? maker : undefined;
  const index = maker && entryOf(program, maker)?.wraps;
  return call.args.flatMap(({ value, keyword }, at) => {
    const isCalled = through
      ? keyword === undefined && callsBack(program, through, at).runs.some(({ runs }) => runs === 'result')
      : at === index;
    const target = isCalled ? resolveValue(program, file, value) : undefined;
    const within = wrappedBy(program, target, depth + 1);
    if (target?.kind !== 'function') return within;
    const refOfMaker = through && { through: { file: through.file, function: through.function } };
    return [{ to: target, ...refOfMaker, ...receiverOf(target) }, ...within];
  });
}

function callEdge(program: Program, site: Call, from: FunctionRef, to: FunctionSymbol): Edge {
  const { decorators } = functionOf(to.file, to.function);
  const edge: Edge = { from, to, site, how: 'call', ...receiverOf(to) };
  if (decorators.length === 0 || !isPython(from.file)) return edge;
  if (isOffloaded(program, to.file, to.function)) return { ...edge, how: 'thread' };
  return isKept(program, to.file, to.function) ? { ...edge, site: { ...site, excuse: 'memoised' } } : edge;
}

/** `new Name()` and `super()`; in Python `Name()` and `super().__init__()`. */
function constructs(
  file: File,
  value: Value,
  symbol: Resolved,
): symbol is Extract<Resolved, { kind: 'class' | 'object' }> {
  if (value.kind === 'new') return symbol.kind === 'class';
  if (value.kind !== 'call') return false;
  const isSuper = symbol.kind === 'object' && valueOf(file, value.callee).kind === 'super';
  return isSuper || (symbol.kind === 'class' && isPython(file));
}

/** What runs when an instance is made: fields and constructor. An inherited constructor is the class's own where it has none. */
function constructorsOf(program: Program, file: File, id: number, depth = 0): FunctionRef[] {
  const owner = classOf(file, id);
  const own = owner?.members.find(({ name, isStatic }) => name === 'constructor' && !isStatic)?.function;
  const initializer = file.facts.functions.findIndex(({ kind, owner }) => kind === 'initializer' && owner === id);
  const found = [own, initializer].flatMap((each) =>
    each === undefined || each < 0 ? [] : [{ file, function: each }],
  );
  const bases = own === undefined && owner && depth < DEEPEST ? basesOf(owner) : [];
  for (const value of bases) {
    const base = resolveValue(program, file, value);
    const inherited = base?.kind === 'class' ? constructorsOf(program, base.file, base.class, depth + 1) : [];
    if (inherited.length > 0) return [...found, ...inherited];
  }
  return found;
}

/** More classes than are made from each other anywhere. */
const DEEPEST = 16;

/** `<button onClick={save}>`: the interface calls `save`. */
function markupEdges(program: Program, file: File, handed: Set<ValueId>): Edge[] {
  const edges: Edge[] = [];
  for (const [id, value] of file.facts.values.entries()) {
    if (value.kind !== 'markup') continue;
    const from = { file, function: enclosingFunction(file, value.start) };
    const site: Site = { value: id, function: from.function, loops: [] };
    for (const { name, value: property } of value.properties) {
      if (name === undefined || !/^on[A-Z]/.test(name)) continue;
      const target = resolveValue(program, file, property);
      if (target?.kind !== 'function') continue;
      handed.add(property);
      edges.push({ from, to: target, site, how: 'handler', label: `\`${name}\` handler` });
    }
  }
  return edges;
}
