import type { ValueId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import type { Handler, Loop, Step, Try } from '../../model/step.ts';
import { functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { innerSteps, stepsOfKind, stepsWithin } from '../calls/steps.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A `try` that takes the exception by which a task is cancelled, and lets the task go on. */
export interface SwallowedCancellation {
  readonly trial: Try;
  readonly handler: Handler;
  /** `named`: the handler names the exception; `all`: it takes everything. */
  readonly takes: 'named' | 'all';
  /** `rounds`: the loop around it begins its next round; `goes-on`: the function waits for more; `returns`: the caller never hears of it. */
  readonly then: 'rounds' | 'goes-on' | 'returns';
  /** Nothing but the cancellation would end the loop. */
  readonly isEndless: boolean;
  /** The first `await` in the `try`, where the cancellation comes in. */
  readonly wait: Span;
}

/** Where an `async def` swallows its own cancellation. */
export function swallowedCancellations(program: Program, ref: FunctionRef): SwallowedCancellation[] {
  const { file, function: id } = ref;
  const { isAsync, body } = functionOf(file, id);
  if (!isAsync || !isPython(file)) return [];
  const trials = triesIn(body, []);
  // Whoever cancels others awaits their cancellation.
  if (trials.length === 0 || cancelsOthers(file, body)) return [];
  return trials.flatMap((found) => swallowed(program, ref, found) ?? []);
}

interface Placed {
  readonly trial: Try;
  readonly loops: readonly Loop[];
  /** What the function does when the `try` is over, up to its end or that of the loop. */
  readonly after: readonly Step[];
}

function triesIn(steps: readonly Step[], loops: readonly Loop[], after: readonly Step[] = []): Placed[] {
  return steps.flatMap((step, index): Placed[] => {
    // What comes after is of interest to the few steps alone that have a `try` in them.
    const hasTry = step.kind === 'try' || innerSteps(step).some((each) => stepsOfKind(each, 'try').length > 0);
    if (!hasTry) return [];
    const rest = upToThrow([...steps.slice(index + 1), ...after]);
    if (step.kind === 'loop') return triesIn(step.body, [...loops, step], rest);
    const inner = innerSteps(step).flatMap((each) => triesIn(each, loops, rest));
    return step.kind === 'try' ? [{ trial: step, loops, after: rest }, ...inner] : inner;
  });
}

/** What comes before it is thrown again, with that `raise` itself. */
function upToThrow(steps: readonly Step[]): readonly Step[] {
  const end = steps.findIndex(({ kind }) => kind === 'throw');
  return end < 0 ? steps : steps.slice(0, end + 1);
}

function swallowed(
  program: Program,
  ref: FunctionRef,
  { trial, loops, after }: Placed,
): SwallowedCancellation | undefined {
  const { file } = ref;
  // `raise` follows whatever happened in it, as in a handler that cleans up first.
  if (trial.isGroup || after.at(-1)?.kind === 'throw') return undefined;
  let takes: SwallowedCancellation['takes'] | undefined;
  const handler = trial.handlers.find((each) => (takes = takesCancellation(program, file, each)));
  const waits = waitsIn(file, trial.body);
  const [wait] = waits;
  if (!handler || !takes || !wait || waits.every(({ value }) => value !== undefined && isKeptTask(file, value)))
    return undefined;
  if (letsOn(program, file, handler)) return undefined;
  const last = handler.body.at(-1);
  if (last?.kind === 'break' || endsIn(trial.finalizer)) return undefined;
  const leaves = last?.kind === 'return';
  const loop = leaves ? undefined : loops.at(-1);
  // A flag or a result that is written says that somebody has thought of it.
  if (takes === 'named' && stepsWithin(handler.body).some(({ kind }) => kind === 'write')) return undefined;
  const then = loop ? 'rounds' : !leaves && waitsIn(file, after).length > 0 ? 'goes-on' : 'returns';
  // To end without a word is what many tasks do on purpose.
  if (then === 'returns' && takes === 'named') return undefined;
  return { trial, handler, takes, then, isEndless: loop !== undefined && isEndless(file, loop), wait: wait.span };
}

/** In which way a handler takes a cancellation; undefined for one that does not. */
function takesCancellation(
  program: Program,
  file: File,
  { catches }: Handler,
): SwallowedCancellation['takes'] | undefined {
  if (catches.length === 0) return 'all';
  for (const each of catches) {
    const value = valueOf(file, each);
    if (value.kind === 'global' && value.name === 'BaseException') return 'all';
    const symbol = resolveValue(program, file, each);
    // That of `concurrent.futures` is another class since Python 3.8.
    const isTask = symbol && entryOf(program, symbol)?.cancellation && !/^concurrent/.test(symbolName(symbol) ?? '');
    if (isTask) return 'named';
  }
  return undefined;
}

interface Wait {
  readonly span: Span;
  /** What is awaited, where one value is. */
  readonly value?: ValueId;
}

function waitsIn(file: File, steps: readonly Step[]): Wait[] {
  return stepsWithin(steps).flatMap((step): Wait[] => {
    if (step.kind === 'region' && step.isAsync)
      return [{ span: { start: step.start, end: step.start + 'async'.length } }];
    if (step.kind === 'loop' && step.form === 'for-await') return [{ span: step.head }];
    const value = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
    return value?.kind === 'await'
      ? [{ span: { start: value.start, end: value.start + 'await'.length }, value: value.of }]
      : [];
  });
}

/** `await task`, `await gather(*tasks)`: what is awaited has a name, so that others can cancel it, and this is how one hears of it. */
function isKeptTask(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'name' || value.kind === 'member' || value.kind === 'index' || value.kind === 'element')
    return true;
  if (value.kind !== 'call') return false;
  const callee = valueOf(file, value.callee);
  const name =
    callee.kind === 'member' ? callee.name : callee.kind === 'name' ? file.facts.bindings[callee.binding]?.name : '';
  const [first] = value.args;
  return (
    /^(gather|wait|wait_for|shield|wrap_future)$/.test(name ?? '') &&
    first !== undefined &&
    isKeptTask(file, first.value)
  );
}

/** `task.cancel()` somewhere in the function. */
function cancelsOthers(file: File, body: readonly Step[]): boolean {
  return stepsWithin(body).some((step) => {
    const call = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
    const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
    const name = callee?.kind === 'member' ? callee.name : undefined;
    return name !== undefined && /cancel/i.test(name);
  });
}

const looking =
  /^(debug|info|warning|warn|error|exception|critical|log|print|str|repr|type|isinstance|format|format_exc|capture_exception)$/;

/** The handler may raise it again, ends the program or hands the exception to somebody. */
function letsOn(program: Program, file: File, { body, binding }: Handler): boolean {
  const steps = stepsWithin(body);
  if (steps.some(({ kind }) => kind === 'throw')) return true;
  const ends = steps.some((step) => {
    const call = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
    const symbol = call?.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
    const name = (symbol && symbolName(symbol)) ?? '';
    return /^(sys#exit|os#(_exit|abort)|global#(exit|quit))$/.test(name);
  });
  if (ends || binding === undefined) return ends;
  const uses = usesOf(file);
  return uses
    .names(binding)
    .some((name) => uses.of(name).some(({ as, by }) => as !== 'target' && !isLooking(file, as, by)));
}

function isLooking(file: File, as: string, by: ValueId | undefined): boolean {
  if (as === 'object' || as === 'part' || as === 'tested' || as === 'operand') return true;
  const call = as === 'argument' && by !== undefined ? valueOf(file, by) : undefined;
  const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
  const name = callee?.kind === 'member' || callee?.kind === 'global' ? callee.name : '';
  return looking.test(name);
}

/** A `finally` that leaves the function or the loop. */
function endsIn(steps: readonly Step[] | undefined): boolean {
  return stepsWithin(steps ?? []).some(({ kind }) => kind === 'return' || kind === 'throw' || kind === 'break');
}

function isEndless(file: File, { form, test }: Loop): boolean {
  if (form !== 'while') return false;
  const value = test === undefined ? undefined : valueOf(file, test);
  return !value || (value.kind === 'literal' && (value.value === true || value.value === 1));
}
