import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import { numberOf } from '../values/constants.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { stepsWithin } from '../calls/steps.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A promise that a timer settles, and whose timer nobody can stop. */
export interface Timeout {
  readonly file: File;
  /** The call that starts the timer. */
  readonly timer: ValueId;
  /** In milliseconds, where it is written down; of what a caller may choose what it mostly is. */
  readonly delay?: number;
}

const starters = new Set(['global#setTimeout', 'node:timers#setTimeout']);
const pauses = new Set(['node:timers/promises#setTimeout', 'node:timers#promises.setTimeout']);

/** Through how many functions that only pass a timeout on. */
const DEEPEST = 3;

/**
 * The timer behind a promise: `new Promise((_, reject) => setTimeout(reject, 1000))`, `setTimeout(1000)` of `node:timers/promises`, or a
 * function of ours that returns one of these. Undefined where there is none, or where something may stop it: its handle is kept, or
 * it takes a signal.
 */
export function unstoppableTimeout(program: Program, file: File, id: ValueId, depth = 0): Timeout | undefined {
  if (depth > DEEPEST) return undefined;
  const settled = settle(file, id);
  const value = valueOf(file, settled);
  if (value.kind === 'new') return timerOfExecutor(program, file, value.args[0]?.value, value.callee);
  if (value.kind !== 'call') return undefined;
  const callee = resolveValue(program, file, value.callee);
  if (callee?.kind === 'function') {
    const found = timerOfFunction(program, callee.file, callee.function, depth);
    const asked = found && delayAsked(program, { file, args: value.args }, callee, found);
    return found && asked !== undefined ? { ...found, delay: asked } : found;
  }
  const name = callee && symbolName(callee);
  if (name === undefined || !pauses.has(name) || value.args.length > 2) return undefined;
  return timeoutOf(program, file, settled, value.args[0]?.value);
}

function timeoutOf(program: Program, file: File, timer: ValueId, given: ValueId | undefined): Timeout {
  const usual = given === undefined ? undefined : parameterOf(file, given)?.default;
  const delay = given === undefined ? undefined : numberOf(program, file, usual ?? given);
  return { file, timer, ...(delay === undefined ? {} : { delay }) };
}

/** The delay that a call hands to the function whose parameter it is: `timeout(5_000)`. */
function delayAsked(
  program: Program,
  { file, args }: { readonly file: File; readonly args: readonly Argument[] },
  ref: FunctionRef,
  { file: home, timer }: Timeout,
): number | undefined {
  const call = valueOf(home, timer);
  const places =
    home === ref.file && call.kind === 'call' ? call.args.map((each) => parameterOf(home, each.value)) : [];
  const place = places.find((each) => each?.function === ref.function);
  const given = place && args[place.index];
  return given && !given.spread ? numberOf(program, file, given.value) : undefined;
}

interface Place {
  readonly function: FunctionId;
  readonly index: number;
  readonly default?: ValueId;
}

/** The parameter that a value is, with what it is when nothing is given. */
function parameterOf(file: File, id: ValueId): Place | undefined {
  const value = valueOf(file, settle(file, id));
  const { parameter } = value.kind === 'name' ? bindingOf(file, value.binding) : {};
  const usual = parameter && functionOf(file, parameter.function).parameters[parameter.index]?.default;
  return parameter && { ...parameter, ...(usual !== undefined && { default: usual }) };
}

function timerOfFunction(program: Program, file: File, id: FunctionId, depth: number): Timeout | undefined {
  for (const step of stepsWithin(functionOf(file, id).body)) {
    if (step.kind !== 'return' || step.value === undefined) continue;
    const found = unstoppableTimeout(program, file, step.value, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function timerOfExecutor(
  program: Program,
  file: File,
  executor: ValueId | undefined,
  callee: ValueId,
): Timeout | undefined {
  const made = resolveValue(program, file, callee);
  const run = executor === undefined ? undefined : valueOf(file, executor);
  if (made?.kind !== 'library' || made.path !== 'Promise' || run?.kind !== 'function') return undefined;
  const calls = graphOf(program, file).calls[run.function] ?? [];
  const timer = calls.find(({ symbol }) => symbol && starters.has(symbolName(symbol) ?? ''));
  // Whatever else the executor does, besides making an error, may settle the promise as well: then it is more than a timeout.
  const others = calls.filter(
    (each) => each !== timer && !/Error$/.test((each.symbol && symbolName(each.symbol)) ?? ''),
  );
  if (!timer || others.length > 0 || isKept(file, run.function, timer)) return undefined;
  const call = valueOf(file, timer.value);
  return call.kind === 'call' ? timeoutOf(program, file, timer.value, call.args[1]?.value) : undefined;
}

/** Somebody has the handle and may clear it. As the value of the executor's arrow it is dropped. */
function isKept(file: File, executor: FunctionId, { value }: Call): boolean {
  const returned = functionOf(file, executor).body.some((step) => step.kind === 'return' && step.value === value);
  return usesOf(file)
    .of(value)
    .some(({ as }) => !(as === 'returned' && returned));
}
