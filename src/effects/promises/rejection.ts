import type { Entry } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import type { Call } from '../../model/value.ts';
import { functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { entryOf, resolveValue } from '../symbols.ts';
import { namesASetState } from '../silence.ts';
import { isGiven, told } from '../values/options.ts';
import { promiseValue, type PromiseValue } from './promise-values.ts';
import { stepsWithin } from '../calls/steps.ts';
import { firstUncaughtWait, onlyResolves } from './uncaught.ts';

/** Where a promise may fail: in a function of ours, or somewhere in a library, of which the place is not known. */
export type Failure = { readonly file: File; readonly at: Span } | 'library';

/**
 * How a promise may be rejected. Undefined where it never is, as of an async function that catches all or that waits for nothing, and
 * where nothing says that it may: a rejection is expected of what leaves the process, and of code that waits for something.
 */
export function failureOf(program: Program, { symbol, entry, by }: PromiseValue): Failure | undefined {
  if (symbol?.kind === 'function') return failureIn(program, symbol, new Set());
  if (entry) return entry.ignorable !== undefined || entry.io === undefined ? undefined : 'library';
  return by === 'type' ? 'library' : undefined;
}

/** The first `await` or `throw` whose error leaves a function, what it awaits of ours looked into. */
export function firstFailure(program: Program, ref: FunctionRef): Span | undefined {
  return firstUncaughtWait(ref, (file, awaited) => neverFails(program, file, awaited, new Set([keyOf(ref)])));
}

/** Where an async function fails by an `await` or a `throw`, or by a promise that it returns. */
function failureIn(program: Program, ref: FunctionRef, seen: Set<string>): Failure | undefined {
  const key = keyOf(ref);
  if (seen.has(key)) return undefined;
  seen.add(key);
  const { isAsync, body } = functionOf(ref.file, ref.function);
  const at = isAsync
    ? firstUncaughtWait(ref, (file, awaited) => neverFails(program, file, awaited, new Set(seen)))
    : undefined;
  if (at) return { file: ref.file, at };
  for (const step of stepsWithin(body)) {
    const given = step.kind === 'return' && step.value !== undefined && promiseValue(program, ref.file, step.value);
    if (!given || given.kind !== 'promise') continue;
    const inner =
      given.symbol?.kind === 'function' ? failureIn(program, given.symbol, seen) : failureOf(program, given);
    if (inner) return inner;
  }
  return undefined;
}

function keyOf({ file, function: id }: FunctionRef): string {
  return `${String(id)} ${file.path}`;
}

/** Deeper than this nobody looks whether all is caught. */
const DEEPEST = 8;

/**
 * What is awaited surely never fails: a function of ours that catches all, a question to a person, a part of Node itself, or what has a
 * `catch` of its own.
 */
function neverFails(program: Program, file: File, id: ValueId, seen: Set<string>): boolean {
  const settled = settle(file, id);
  const value = valueOf(file, settled);
  if (value.kind === 'import') return value.specifier?.startsWith('node:') === true;
  if (value.kind === 'new') return onlyResolves(file, settled);
  if (value.kind !== 'call' || seen.size > DEEPEST) return false;
  if (namesASetState(file, value.callee)) return true;
  const handler = handlerOf(program, file, value);
  if (handler) return firstUncaughtWait(handler) === undefined;
  const callee = resolveValue(program, file, value.callee);
  const entry = callee && entryOf(program, callee);
  if (entry && isHarmless(program, file, value, entry, seen)) return true;
  if (entry?.combinator !== undefined) return lastsForAll(program, file, value, entry.combinator, seen);
  const { symbol } = promiseValue(program, file, settled) ?? {};
  if (symbol?.kind !== 'function') return false;
  return catchesAll(program, symbol, seen);
}

/** It fails only when it is told to stop, or when what it runs fails: a pause, a lock that is held meanwhile. */
function isHarmless(program: Program, file: File, { args }: Call, entry: Entry, seen: Set<string>): boolean {
  const { ignorable, delay, abort, lock } = entry;
  if (ignorable !== undefined) return ignorable === true || isGiven(program, file, args, ignorable);
  if (delay) return abort === undefined || told(program, file, args, abort) === 'nothing';
  const task = lock === 'run' && args[0] ? resolveValue(program, file, args[0].value) : undefined;
  return task?.kind === 'function' && letsNothingFail(program, task, seen);
}

/** `Promise.all([load().catch(report), …])`: nothing that it waits for fails. */
function lastsForAll(
  program: Program,
  file: File,
  { args: [list] }: Call,
  combinator: NonNullable<Entry['combinator']>,
  seen: Set<string>,
): boolean {
  if (combinator === 'allSettled') return true;
  const given = list && valueOf(file, settle(file, list.value));
  if (given?.kind !== 'array' || given.per) return false;
  return given.elements.every(({ value, spread }) => !spread && neverFails(program, file, value, new Set(seen)));
}

function catchesAll(program: Program, ref: FunctionRef, seen: Set<string>): boolean {
  const { isAsync, isGenerator, body } = functionOf(ref.file, ref.function);
  // `(ms) => new Promise((resolve) => setTimeout(resolve, ms))` is no less safe for not being async.
  const givesPromise = isAsync || body.at(-1)?.kind === 'return';
  return givesPromise && !isGenerator && letsNothingFail(program, ref, seen);
}

/** A function that lets none of its waits fail, and hands on no promise that may. */
function letsNothingFail(program: Program, ref: FunctionRef, seen: Set<string>): boolean {
  const { file } = ref;
  const { body } = functionOf(file, ref.function);
  if (seen.has(keyOf(ref))) return true;
  seen.add(keyOf(ref));
  if (firstUncaughtWait(ref, (within, id) => neverFails(program, within, id, seen))) return false;
  return stepsWithin(body).every((step) => {
    const given = step.kind === 'return' && step.value !== undefined ? settle(file, step.value) : undefined;
    const isMade = given !== undefined && /^(call|new|import)$/.test(valueOf(file, given).kind);
    return !isMade || neverFails(program, file, given, seen);
  });
}

/** The function that hears of a failure: of `work().catch(report)`. */
function handlerOf(program: Program, file: File, { callee: id, args }: Call): FunctionRef | undefined {
  const callee = valueOf(file, id);
  const argument = callee.kind === 'member' && callee.name === 'catch' ? args[0] : undefined;
  const handler = argument && resolveValue(program, file, argument.value);
  return handler?.kind === 'function' ? handler : undefined;
}
