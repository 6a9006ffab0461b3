import type { Clone } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import { catchAround } from '../promises/enclosing-try.ts';
import type { Call } from '../calls/graph.ts';
import { told } from '../values/options.ts';
import { bindingOf, classOf, functionOf, settle, valueOf, type File, type Program } from '../program.ts';
import { promiseValue } from '../promises/promise-values.ts';
import { resolveValue, symbolName, type Resolved } from '../symbols.ts';

/** A part of what a call copies to another thread or process that does not arrive as it is. */
export interface Uncloneable {
  readonly call: Call;
  /** The part, in `file`, which is another file than the call's where the value comes from there. */
  readonly file: File;
  readonly part: ValueId;
  /** For people: `a function`, `a promise`, the field's name. */
  readonly what: string;
  /**
   * `throws`: the call throws a DataCloneError. `empty`: it throws, or an object without anything in it arrives. `dropped`: it is left
   * out. `methods`: the data arrives without its methods. `around`: the function's text arrives, but not what it uses around it.
   */
  readonly harm: 'throws' | 'empty' | 'dropped' | 'methods' | 'around';
}

/** What a call copies and cannot; calls that somebody has put into a `try` may be a test of just that. */
export function uncloneableIn(program: Program, file: File, call: Call): Uncloneable[] {
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' && value.kind !== 'new') return [];
  const { clones = [], callbacks = [] } = call.entry ?? {};
  if (clones.length === 0 && !callbacks.some(({ asText }) => asText)) return [];
  if (catchAround({ file, function: call.function }, call.value)) return [];
  const copied = clones.flatMap((clone) =>
    valuesOf(program, file, value.args, clone).flatMap((given) =>
      partsIn({ program, clone, call, moves: moves(program, file, value.args, clone) }, given.file, given.value, 0),
    ),
  );
  const sent = callbacks.flatMap(({ asText, argument }) => {
    const given = asText && typeof argument === 'number' ? value.args[argument] : undefined;
    return given ? aroundOf(program, file, call, given.value) : [];
  });
  return [...copied, ...sent];
}

interface Place {
  readonly file: File;
  readonly value: ValueId;
}

function valuesOf(
  program: Program,
  file: File,
  args: readonly Argument[],
  { argument, from = 0, property }: Clone,
): Place[] {
  if (argument === 'every') return args.slice(from).flatMap((each) => (each.spread ? [] : [{ file, ...each }]));
  const found = told(program, file, args, { argument, ...(property === undefined ? {} : { property }) });
  return typeof found === 'string' ? [] : [found];
}

/** Whether anything may be moved instead of copied. */
function moves(program: Program, file: File, args: readonly Argument[], { transfer }: Clone): boolean {
  return transfer !== undefined && told(program, file, args, transfer) !== 'nothing';
}

interface Question {
  readonly program: Program;
  readonly clone: Clone;
  readonly call: Call;
  readonly moves: boolean;
}

/** Deeper than messages are written down. */
const DEEPEST = 6;

function partsIn(question: Question, file: File, id: ValueId, depth: number): Uncloneable[] {
  if (depth > DEEPEST) return [];
  const settled = settle(file, id);
  const value = valueOf(file, settled);
  const inner = (each: ValueId): Uncloneable[] => partsIn(question, file, each, depth + 1);
  switch (value.kind) {
    case 'object':
      return value.per ? [] : value.properties.flatMap((each) => inner(each.value));
    case 'array':
      return value.per ? [] : value.elements.flatMap((each) => inner(each.value));
    case 'choice':
      return value.form === 'conditional' || value.form === '??' ? value.of.flatMap(inner) : [];
    default: {
      const problem = problemOf(question, file, settled);
      return problem ? [{ call: question.call, file, part: id, ...problem }] : [];
    }
  }
}

type Problem = Pick<Uncloneable, 'what' | 'harm'>;

/** What is a value of no kind that can be copied; anything unknown can. */
function problemOf({ program, clone, moves: isMoved }: Question, file: File, id: ValueId): Problem | undefined {
  const isJson = clone.by === 'json';
  const fails = (what: string): Problem => ({ what, harm: isJson ? 'dropped' : 'throws' });
  const promise = promiseValue(program, file, id);
  if (promise?.kind === 'promise' && promise.by !== 'type') return fails('a promise');
  const value = valueOf(file, id);
  const symbol = resolveValue(program, file, id);
  if (value.kind === 'call' || value.kind === 'new') {
    const made = madeBy(program, file, value.callee);
    if (made) return fails(made);
  }
  switch (symbol?.kind) {
    case 'function':
      return isCallable(file, id, symbol) ? fails('a function') : undefined;
    case 'instance':
      return isMoved || !isLive(program, symbol.type) ? undefined : liveProblem(symbol.type, isJson);
    case 'object':
      return symbol.exact || value.kind === 'this' ? instanceProblem(symbol, isJson) : undefined;
    case undefined:
      return value.kind === 'name' && bindingOf(file, value.binding).annotation?.type.kind === 'function'
        ? fails('a function')
        : undefined;
    default:
      return undefined;
  }
}

/** A getter is read, and what it gives is copied. */
function isCallable(file: File, id: ValueId, symbol: Extract<Resolved, { kind: 'function' }>): boolean {
  const { kind } = valueOf(file, id);
  // A call that gives a function is one that we cannot see into.
  if (kind !== 'function' && kind !== 'name' && kind !== 'member') return false;
  return !['getter', 'setter'].includes(functionOf(symbol.file, symbol.function).kind);
}

const uncopied: Readonly<Record<string, string>> = {
  'global#WeakMap': 'a `WeakMap`',
  'global#WeakSet': 'a `WeakSet`',
  'global#WeakRef': 'a `WeakRef`',
  'global#Symbol': 'a symbol',
  'global#Proxy': 'a `Proxy`',
};

function madeBy(program: Program, file: File, callee: ValueId): string | undefined {
  const symbol = resolveValue(program, file, callee);
  const written = valueOf(file, callee);
  const name = symbol ? symbolName(symbol) : written.kind === 'global' ? `global#${written.name}` : undefined;
  return name === undefined ? undefined : uncopied[name];
}

/** It stands for something of this thread: a connection, a stream, a process, an element of the page. */
function isLive(program: Program, name: string): boolean {
  let type: string | undefined = name;
  for (let hops = 0; type !== undefined && hops < 8; hops++) {
    if (/^(node:events#EventEmitter|global#(EventTarget|AbortController|Response))$/.test(type)) return true;
    const entry = program.knowledge.type(type);
    if (entry?.holds) return true;
    const base: string | undefined = entry?.extends;
    type = base === undefined || base.includes('#') ? base : `${type.slice(0, type.lastIndexOf('#'))}#${base}`;
  }
  return false;
}

function liveProblem(type: string, isJson: boolean): Problem {
  const name = type.slice(type.lastIndexOf('#') + 1);
  const what = `${/^[AEIOU]/.test(name) ? 'an' : 'a'} \`${name}\``;
  return { what, harm: name === 'MessagePort' && !isJson ? 'throws' : 'empty' };
}

/** An instance of a class of the program: its fields are copied, its methods are not. */
function instanceProblem(
  { file, class: id }: Extract<Resolved, { kind: 'object' }>,
  isJson: boolean,
): Problem | undefined {
  const owner = classOf(file, id);
  if (!owner || owner.extends !== undefined) return undefined;
  const name = owner.name === undefined ? 'it' : `\`${owner.name}\``;
  const held = owner.members.find(
    ({ isStatic, init, annotation }) =>
      !isStatic &&
      (init === undefined
        ? annotation?.type.kind === 'function'
        : valueOf(file, settle(file, init)).kind === 'function'),
  );
  if (held) return { what: `the function in \`${held.name}\` of ${name}`, harm: isJson ? 'dropped' : 'throws' };
  const hasMethods = owner.members.some(
    ({ name: each, isStatic, function: method }) =>
      !isStatic && method !== undefined && !/^(constructor|toJSON)$/.test(each),
  );
  return hasMethods ? { what: `an instance of ${name}`, harm: 'methods' } : undefined;
}

/** The names from around it that a function uses whose text alone goes over. */
function aroundOf(program: Program, file: File, call: Call, given: ValueId): Uncloneable[] {
  const target = resolveValue(program, file, given);
  if (target?.kind !== 'function') return [];
  const { start, end } = functionOf(target.file, target.function);
  const found = target.file.facts.values.findIndex((value) => {
    if (value.kind !== 'name' || value.inType || value.start < start || value.end > end) return false;
    const { start: declared, kind, init } = bindingOf(target.file, value.binding);
    const own = init === undefined ? undefined : valueOf(target.file, init);
    // A function that is declared by a name knows itself by it.
    const isItself = kind === 'function' && own?.kind === 'function' && own.function === target.function;
    return kind !== 'type' && !isItself && (declared < start || declared >= end);
  });
  const name = found < 0 ? undefined : valueOf(target.file, found);
  if (name?.kind !== 'name') return [];
  const { name: what } = bindingOf(target.file, name.binding);
  return [{ call, file: target.file, part: found, what: `\`${what}\``, harm: 'around' }];
}
