import type { Callback, Entry } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Argument, Call } from '../../model/value.ts';
import { keepsKind } from '../calls/decorated.ts';
import { fileCache } from '../file-cache.ts';
import {
  bindingOf,
  functionOf,
  isPython,
  settle,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { stepsOfKind } from '../calls/steps.ts';
import { madeByDecorator } from '../symbols/members.ts';
import { entryOf, resolveValue, symbolName, type Resolved } from '../symbols.ts';
import { awaitedType, plainType, typeOf, type TypeRef } from '../symbols/types.ts';

/** Something that is to be awaited, and what proves it. */
export interface PromiseValue {
  /**
   * `promise`: JavaScript's, which goes on by itself; a rejection that nobody hears of is an unhandled one. `lazy`: a query that starts
   * when it is awaited or chained. `coroutine`: Python's, of which nothing happens before it is awaited or made a task. `task`:
   * Python's task or future, which goes on by itself. `awaitable`: one of Python's, by a type that does not say which.
   */
  readonly kind: 'promise' | 'lazy' | 'coroutine' | 'task' | 'awaitable';
  /** `syntax`: an async function, `new Promise`, `import()`. `library`: the documentation. `type`: somebody wrote it down. */
  readonly by: 'syntax' | 'library' | 'type';
  /** What was called. */
  readonly symbol?: Resolved;
  readonly entry?: Entry;
}

type Memo = Map<ValueId, PromiseValue | undefined>;
const memos = fileCache<Memo>(() => new Map());

/** Names are followed no further, so that values defined by each other end. */
const DEEPEST = 12;

/**
 * Whether a value surely is a promise, a coroutine or a task: what a call gives before it is awaited, or a name that holds nothing
 * else. Undefined for everything of which that is not proven.
 */
export function promiseValue(program: Program, file: File, id: ValueId, depth = 0): PromiseValue | undefined {
  const memo = memos.of(program, file);
  if (memo.has(id)) return memo.get(id);
  if (depth > DEEPEST) return undefined;
  memo.set(id, undefined);
  const found = freshPromise(program, file, id, depth + 1);
  memo.set(id, found);
  return found;
}

function freshPromise(program: Program, file: File, id: ValueId, depth: number): PromiseValue | undefined {
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'call':
      return (
        calledPromise(program, file, value, depth) ??
        (isChanged(program, file, value) ? undefined : typedPromise(program, file, id))
      );
    case 'new': {
      const symbol = resolveValue(program, file, value.callee);
      const isPromise = symbol?.kind === 'library' && symbolName(symbol) === 'global#Promise';
      return isPromise && !isPython(file) ? { kind: 'promise', by: 'syntax' } : undefined;
    }
    case 'import':
      return value.form === 'import' ? { kind: 'promise', by: 'syntax' } : undefined;
    case 'name': {
      const { init } = bindingOf(file, value.binding);
      const held = init === undefined ? undefined : promiseValue(program, file, init, depth);
      return held ?? typedPromise(program, file, id);
    }
    case 'choice': {
      if (value.form !== 'conditional') return undefined;
      const [first, second] = value.of.map((each) => promiseValue(program, file, each, depth));
      return first && second && first.kind === second.kind ? first : undefined;
    }
    case 'member':
    case 'index':
    case 'element':
    case 'item':
      return typedPromise(program, file, id);
    default:
      return undefined;
  }
}

/** A decorator may have made something else of what the `def` says: `@asyncclick.command()` makes a command. */
function isChanged(program: Program, file: File, { callee }: Call): boolean {
  const symbol = resolveValue(program, file, callee);
  return symbol?.kind === 'function' && isPython(symbol.file) && !keepsKind(program, symbol);
}

const chaining = new Set(['then', 'catch', 'finally']);

function calledPromise(program: Program, file: File, call: Call, depth: number): PromiseValue | undefined {
  const callee = valueOf(file, call.callee);
  if (callee.kind === 'member' && chaining.has(callee.name) && !isPython(file)) {
    const before = promiseValue(program, file, callee.object, depth);
    if (before) return { kind: 'promise', by: before.by };
  }
  const symbol = resolveValue(program, file, call.callee);
  if (!symbol) return undefined;
  if (symbol.kind === 'function')
    return isHandedMore(file, call, symbol) ? undefined : functionPromise(program, symbol, depth);
  const entry = entryOf(program, symbol);
  if (entry?.promise !== true || takesCallback(program, file, entry, call.args)) return undefined;
  return { kind: libraryKind(file, entry), by: 'library', symbol, entry };
}

/** `users.find(ids, (error, found) => …)` of a function that takes `ids` alone: something around it calls back instead, as `callbackify` makes it. */
function isHandedMore(file: File, { args }: Call, { file: home, function: id }: FunctionRef): boolean {
  const last = args.at(-1);
  const { parameters } = functionOf(home, id);
  if (isPython(file) || !last || args.length <= parameters.length || parameters.some(({ isRest }) => isRest))
    return false;
  // What is no literal may be one.
  return /^(function|name|member)$/.test(valueOf(file, settle(file, last.value)).kind);
}

/** What calling it gives, whatever the arguments are. */
export function promiseOfCalling(program: Program, symbol: Resolved): PromiseValue | undefined {
  if (symbol.kind === 'function') return functionPromise(program, symbol, 0);
  const entry = entryOf(program, symbol);
  if (entry?.promise !== true) return undefined;
  return { kind: entry.lazy ? 'lazy' : 'promise', by: 'library', symbol, entry };
}

function libraryKind(file: File, { lazy, handle, spawns }: Entry): PromiseValue['kind'] {
  if (lazy) return 'lazy';
  if (!isPython(file)) return 'promise';
  const isTask = handle !== undefined || (spawns !== undefined && spawns.calls !== true);
  return isTask ? 'task' : 'coroutine';
}

/** What calling a function of the program gives. */
function functionPromise(
  program: Program,
  symbol: Extract<Resolved, { kind: 'function' }>,
  depth: number,
): PromiseValue | undefined {
  const { isAsync, isGenerator, returns } = functionOf(symbol.file, symbol.function);
  if (isGenerator) return undefined;
  if (isPython(symbol.file) && !keepsKind(program, symbol)) {
    // `@database_sync_to_async def save(self)`
    const made = madeByDecorator(program, symbol);
    const entry = made === undefined ? undefined : program.knowledge.type(made)?.call;
    return entry?.promise === true ? { kind: 'coroutine', by: 'library', symbol, entry } : undefined;
  }
  if (isAsync) return { kind: isPython(symbol.file) ? 'coroutine' : 'promise', by: 'syntax', symbol };
  const written = returns && typeKind(program, { file: symbol.file, type: returns.type });
  if (written) return { kind: written, by: 'type', symbol };
  const given = handedOn(program, symbol, depth);
  return given && { ...given, symbol };
}

/** What all ends of a function that is not async give, where they agree: `function load() { return fetch(url); }`. */
function handedOn(program: Program, { file, function: id }: FunctionRef, depth: number): PromiseValue | undefined {
  const { body } = functionOf(file, id);
  const last = body.at(-1);
  if (last?.kind !== 'return') return undefined;
  const given = stepsOfKind(body, 'return').map(({ value }) =>
    value === undefined ? undefined : promiseValue(program, file, value, depth),
  );
  const [first] = given;
  return first && given.every((each) => each?.kind === first.kind) ? first : undefined;
}

/** Names that programmers give to what is called back. They make no finding, but keep one back. */
export const calledBack = /^(cb|callback|done|next|fn|func|handler|listener|resolve|reject|on[A-Z]\w*)$/;

/** Whether a function may be given instead of which there would be a promise. */
function takesCallback(program: Program, file: File, { callbacks }: Entry, args: readonly Argument[]): boolean {
  return callbacks?.some((each) => each.insteadOfPromise && isFunctionGiven(program, file, each, args)) ?? false;
}

function isFunctionGiven(program: Program, file: File, { argument }: Callback, args: readonly Argument[]): boolean {
  if (args.some(({ spread }) => spread)) return true;
  const chosen = argument === 'every' ? args : [args[argument < 0 ? args.length + argument : argument]];
  return chosen.some((each) => {
    if (!each) return false;
    const value = valueOf(file, settle(file, each.value));
    if (resolveValue(program, file, each.value)?.kind === 'function') return true;
    if (value.kind === 'member') return calledBack.test(value.name);
    return value.kind === 'name' ? calledBack.test(bindingOf(file, value.binding).name) : value.kind === 'function';
  });
}

function typedPromise(program: Program, file: File, id: ValueId): PromiseValue | undefined {
  const type = typeOf(program, file, id);
  const kind = type && typeKind(program, type);
  return kind && { kind, by: 'type' };
}

/** Which kind of thing to be awaited a written type says. `T | Promise<T>` is not surely one. */
function typeKind(program: Program, type: TypeRef): PromiseValue['kind'] | undefined {
  if (type.isCoroutine) return 'coroutine';
  if (type.type.kind === 'union' || !awaitedType(program, type)) return undefined;
  if (!isPython(type.file)) return 'promise';
  const plain = plainType(program, type);
  const symbol = plain?.type.kind === 'name' ? resolveValue(program, plain.file, plain.type.value) : undefined;
  const name = symbol && symbolName(symbol);
  if (name === undefined) return undefined;
  return /#(Task|Future)$/.test(name) ? 'task' : name.endsWith('#Coroutine') ? 'coroutine' : 'awaitable';
}
