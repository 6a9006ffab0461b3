import type { ValueId } from '../../model/facts.ts';
import type { Loop, Step, Try } from '../../model/step.ts';
import { callAt } from '../calls/graph.ts';
import { told } from '../values/options.ts';
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
import { innerSteps, stepsWithin } from '../calls/steps.ts';

/** A call in a loop that a signal is to end, and a `catch` that takes the end for one more failure. */
export interface SwallowedAbort {
  readonly call: ValueId;
  readonly signal: ValueId;
  readonly loop: Loop;
  readonly step: Try;
}

/**
 * Loops that go on after they were told to stop: the signal comes from outside of the loop, the `catch` never leaves, and nothing in the
 * loop asks the signal, or the error for what it is.
 */
export function swallowedAborts(program: Program, ref: FunctionRef): SwallowedAbort[] {
  if (isPython(ref.file)) return [];
  const found: SwallowedAbort[] = [];
  const look = (steps: readonly Step[], loop: Loop | undefined): void => {
    for (const step of steps) {
      const swallowed = step.kind === 'try' && loop ? abortIn(program, ref, step, loop) : undefined;
      if (swallowed) found.push(swallowed);
      for (const inner of innerSteps(step)) look(inner, step.kind === 'loop' ? step : loop);
    }
  };
  const { body, isAsync } = functionOf(ref.file, ref.function);
  if (isAsync) look(body, undefined);
  return found;
}

function abortIn(program: Program, ref: FunctionRef, step: Try, loop: Loop): SwallowedAbort | undefined {
  const { file } = ref;
  const [handler] = step.handlers;
  const leaves = [...(handler?.body ?? []), ...(step.finalizer ?? [])];
  if (!handler || stepsWithin(leaves).some(({ kind }) => kind === 'throw' || kind === 'return' || kind === 'break'))
    return undefined;
  for (const inner of stepsWithin(step.body)) {
    const awaited = inner.kind === 'evaluate' ? valueOf(file, inner.value) : undefined;
    const signal = awaited?.kind === 'await' ? signalOf(program, ref, awaited.of) : undefined;
    if (awaited?.kind === 'await' && signal !== undefined && isFromOutside(file, signal, loop) && !asks(file, loop))
      return { call: settle(file, awaited.of), signal, loop, step };
  }
  return undefined;
}

/** The signal that a call is given. */
function signalOf(program: Program, { file, function: owner }: FunctionRef, id: ValueId): ValueId | undefined {
  const call = callAt(program, file, settle(file, id));
  const value = call && valueOf(file, call.value);
  if (call?.function !== owner || !call.entry?.abort || value?.kind !== 'call') return undefined;
  const given = told(program, file, value.args, call.entry.abort);
  return typeof given === 'string' || given.file !== file ? undefined : given.value;
}

/** A signal of one round ends that round alone, as a time limit for each try does. */
function isFromOutside(file: File, id: ValueId, loop: Loop): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'member') return isFromOutside(file, value.object, loop);
  if (value.kind === 'this') return true;
  if (value.kind !== 'name') return false;
  const { start, init } = bindingOf(file, value.binding);
  // What was made of several signals, or of a time, may mean anything.
  const made = init === undefined ? undefined : valueOf(file, settle(file, init));
  const isMade = made?.kind === 'call' || made?.kind === 'unknown';
  return !isMade && !(loop.start <= start && start < loop.end);
}

/** Something in the loop looks at `signal.aborted`, listens, or tells one error from another. */
function asks(file: File, { start, end }: Loop): boolean {
  return file.facts.values.some((value) => {
    if (value.start < start || value.end > end) return false;
    if (value.kind === 'member')
      return /^(aborted|throwIfAborted|reason|name|code|isCancell?ed|cancell?ed)$/.test(value.name);
    if (value.kind === 'literal') return /abort|cancel/i.test(String(value.value));
    const name =
      value.kind === 'name' ? bindingOf(file, value.binding).name : value.kind === 'global' ? value.name : '';
    return /abort(ed|error)|cancel|stopp|isRunning|disposed|closed/i.test(name);
  });
}
