import type { BindingId, ValueId } from '../../model/facts.ts';
import { edgesAt } from '../calls/callers.ts';
import { keepsKind } from '../calls/decorated.ts';
import { graphOf, type Call, type Edge } from '../calls/graph.ts';
import { functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { fatesOf, type Fate } from './promise-fates.ts';
import { promiseValue, type PromiseValue } from './promise-values.ts';
import { replacesMethods } from './replaced-methods.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A coroutine that is made and of which nothing ever runs. */
export interface UnawaitedCoroutine {
  readonly call: Call;
  readonly coroutine: PromiseValue;
  /** `dropped`: nobody takes it; `forgotten`: a variable holds it that nobody reads; `tested`: a condition finds it true; `used`: as if it were its result. */
  readonly how: 'dropped' | 'forgotten' | 'tested' | 'used';
  /** The variable of `forgotten`. */
  readonly variable?: BindingId;
}

/** The coroutine that a call makes, where nobody awaits it, hands it on or makes a task of it. */
export function unawaited(program: Program, file: File, call: Call): UnawaitedCoroutine | undefined {
  if (!isPython(file)) return undefined;
  const coroutine = promiseValue(program, file, call.value);
  if (coroutine?.kind !== 'coroutine' || !isSure(program, file, call, coroutine)) return undefined;
  const fates = fatesOf(program, file, call.value);
  const found = fates.map((fate) => lostBy(file, coroutine, fate));
  if (found.includes(undefined) && !isSurelyMistaken(file, coroutine, fates)) return undefined;
  const how = (['used', 'tested', 'forgotten', 'dropped'] as const).find((each) => found.includes(each)) ?? 'dropped';
  const variable = fates.find((fate) => fate.variable !== undefined)?.variable;
  return { call, coroutine, how, ...(variable === undefined ? {} : { variable }) };
}

/** Whether all that may be called there gives a coroutine: of a library what is known by its very name, of a method each that takes its place. */
function isSure(program: Program, file: File, call: Call, { symbol, entry }: PromiseValue): boolean {
  if (entry?.ignorable === true) return false;
  if (symbol?.kind === 'method') return program.knowledge.member(symbol.type, '*') === undefined;
  if (symbol?.kind !== 'function' || !symbol.receiver) return true;
  if (replacesMethods.in(program)) return false;
  // Where it is not known what else may run there, nothing leads there.
  const all = edgesAt(program, { file, function: call.function }, call.value);
  return all.length > 0 && all.every(({ how, to }) => how !== 'call' || isCoroutineFunction(program, to));
}

function isCoroutineFunction(program: Program, ref: FunctionRef): boolean {
  const { isAsync, isGenerator } = functionOf(ref.file, ref.function);
  return isAsync && !isGenerator && keepsKind(program, ref);
}

/** How it is lost by one of its fates; undefined where that may run it. */
function lostBy(file: File, { by: proof }: PromiseValue, { as, by }: Fate): UnawaitedCoroutine['how'] | undefined {
  if (as === 'discarded') return 'dropped';
  if (as === 'forgotten' || as === 'tested') return as;
  if (proof !== 'syntax') return undefined;
  if (as === 'iterated') return 'used';
  return as === 'used' && by !== undefined && isTakenForResult(file, by) ? 'used' : undefined;
}

/** What raises an error at once is a mistake, whoever is handed the coroutine besides; only who awaits it may look at it in other ways. */
function isSurelyMistaken(file: File, { by: proof }: PromiseValue, fates: readonly Fate[]): boolean {
  if (proof !== 'syntax' || fates.some(({ as }) => runs.has(as))) return false;
  return fates.some(({ as, by }) => as === 'iterated' || (as === 'used' && by !== undefined && raises(file, by)));
}

const runs = new Set<Fate['as']>(['awaited', 'spawned', 'combined', 'yielded']);

function raises(file: File, user: ValueId): boolean {
  const value = valueOf(file, user);
  const isHarmless = value.kind === 'template' || (value.kind === 'operation' && /^[=!]=$/.test(value.operator));
  return !isHarmless && isTakenForResult(file, user);
}

/** What a coroutine has. */
const own = /^(send|throw|close|__\w+__|cr_\w+)$/;

/** No coroutine can be added, or has such a member; and none equals anything. */
function isTakenForResult(file: File, user: ValueId): boolean {
  const value = valueOf(file, user);
  if (value.kind === 'operation') return /^([-+*/%&|<>]|[<>=!]=|\*\*|\/\/|in|not in)$/.test(value.operator);
  if (value.kind === 'index' || value.kind === 'template') return true;
  if (value.kind !== 'member' || own.test(value.name)) return false;
  return usesOf(file)
    .of(user)
    .every(({ as }) => as !== 'target');
}

/** An async function that is given to somebody who calls it and drops what it gives: the coroutine never runs. */
export interface DroppedCallback {
  readonly call: Call;
  readonly argument: ValueId;
  readonly to: FunctionRef;
}

/** The async functions that a call hands to the clock or a task's end, which await nothing. */
export function droppedCallbacks(program: Program, file: File, call: Call): DroppedCallback[] {
  const drops = call.entry?.callbacks?.some(({ result }) => result === 'ignored') ?? false;
  if (!drops || !isPython(file)) return [];
  const value = valueOf(file, call.value);
  const args = value.kind === 'call' ? value.args : [];
  const edges: readonly Edge[] = graphOf(program, file).out[call.function] ?? [];
  return args.flatMap(({ value: argument }): DroppedCallback[] => {
    const target = resolveValue(program, file, argument);
    if (target?.kind !== 'function' || target.receiver || !isCoroutineFunction(program, target)) return [];
    const isGiven = edges.some(
      ({ site, to, how }) =>
        site.value === call.value && how !== 'call' && to.file === target.file && to.function === target.function,
    );
    return isGiven && valueOf(file, argument).kind !== 'call' ? [{ call, argument, to: target }] : [];
  });
}
