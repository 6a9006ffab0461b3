import type { ValueId } from '../../model/facts.ts';
import type { Call as CallValue } from '../../model/value.ts';
import type { Call } from '../calls/graph.ts';
import { bindingOf, settle, valueOf, type File } from '../program.ts';
import { calledBack } from './promise-values.ts';
import { usesOf } from '../values/uses.ts';

/** What becomes of all calls that are written alike: how many of them are awaited, and so on. */
export interface Habit {
  readonly awaited: number;
  /** Of these, those whose result is taken: they wait for an answer, which elsewhere may not matter. */
  readonly answered: number;
  readonly dropped: number;
  /** Its result is taken as it is, without an `await`. */
  readonly taken: number;
}

export const noHabit: Habit = { awaited: 0, answered: 0, dropped: 0, taken: 0 };

export function plus(habit: Habit, each: Habit | undefined, times: 1 | -1 = 1): Habit {
  if (!each) return habit;
  return {
    awaited: habit.awaited + times * each.awaited,
    answered: habit.answered + times * each.answered,
    dropped: habit.dropped + times * each.dropped,
    taken: habit.taken + times * each.taken,
  };
}

/** What becomes of one call. What is returned, listed or handed on somebody else may await. */
export function habitOf(file: File, call: ValueId): Habit {
  const [use] = usesOf(file).of(call);
  if (!use) return { ...noHabit, dropped: 1 };
  if (use.as === 'awaited') return { ...noHabit, awaited: 1, answered: isUsed(file, use.by) ? 1 : 0 };
  return /^(returned|yielded|element|argument|part)$/.test(use.as) ? noHabit : { ...noHabit, taken: 1 };
}

function isUsed(file: File, id: ValueId | undefined): boolean {
  return id !== undefined && usesOf(file).of(id).length > 0;
}

/** Whether nothing is known of what a call calls. */
export function isUnknownCall({ symbol, entry }: Call): boolean {
  if (symbol?.kind !== 'library' && symbol?.kind !== 'method') return !symbol;
  return !entry && !(symbol.kind === 'library' && symbol.module === 'global');
}

/** With a callback a call may give no promise, or only wait for what the callback waits for. */
export function takesFunction(file: File, { args }: Pick<CallValue, 'args'>): boolean {
  return args.some(({ value, spread }) => spread || isFunction(file, value));
}

function isFunction(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'name') return calledBack.test(bindingOf(file, value.binding).name);
  return value.kind === 'function';
}
