import type { FileFacts, ValueId } from '../../model/facts.ts';
import type { Call } from '../calls/graph.ts';
import { functionOf, valueOf, type File, type Program } from '../program.ts';
import { habitOf, isUnknownCall, noHabit, plus, takesFunction, type Habit } from './call-habits.ts';
import { habitInProgram } from './program-habits.ts';
import { namesASetState } from '../silence.ts';
import { usesOf } from '../values/uses.ts';

/*
 * Of most libraries nothing is known, and yet a file shows which of their calls are to be awaited: one that is awaited each time but
 * once is a slip. After D. Engler et al., "Bugs as Deviant Behavior" (SOSP 2001).
 */

/** How many other places await what one does not: in the same file, or in all of the program. */
export interface UsualAwaits {
  readonly others: number;
  readonly where: 'file' | 'program';
}

/** So many that wait, for each that does not, are a habit. */
const HABIT = 4;
/** The same where others wrote them, elsewhere. */
const HABIT_OF_MANY = 10;

/** Who awaits calls of this name, where this one is among the few whose result nobody takes; undefined where that is no slip. */
export function usualAwaits(program: Program, file: File, call: Call): UsualAwaits | undefined {
  const value = valueOf(file, call.value);
  if (usesOf(file).of(call.value).length > 0 || !isOrdinary(file, call)) return undefined;
  if (value.kind === 'call' && namesASetState(file, value.callee)) return undefined;
  const habit = habitInFile(file, call);
  if (habit && habit.taken === 0 && habit.awaited >= HABIT * habit.dropped)
    return isForTheAnswer(habit) ? undefined : { others: habit.awaited, where: 'file' };
  return awaitedByMany(program, file, call, (all) => !isForTheAnswer(all));
}

/** The same for one whose result is taken as if it were there at once. */
export function usuallyAwaited(program: Program, file: File, call: Call): UsualAwaits | undefined {
  if (!isOrdinary(file, call)) return undefined;
  const habit = habitInFile(file, call);
  if (habit && habit.awaited >= HABIT_OF_MANY * Math.max(1, habit.dropped + habit.taken))
    return { others: habit.awaited, where: 'file' };
  return awaitedByMany(program, file, call);
}

/** Most wait for what it gives, and not only until it is done. */
function isForTheAnswer({ answered, awaited }: Habit): boolean {
  return answered * 2 > awaited;
}

function awaitedByMany(
  program: Program,
  file: File,
  { value: id }: Call,
  matters: (habit: Habit) => boolean = () => true,
): UsualAwaits | undefined {
  const value = valueOf(file, id);
  const habit = value.kind === 'call' ? habitInProgram(program, file, value.callee) : undefined;
  const isHabit = habit && habit.awaited >= HABIT_OF_MANY * Math.max(1, habit.dropped + habit.taken);
  return isHabit && matters(habit) ? { others: habit.awaited, where: 'program' } : undefined;
}

/** A call of which nothing is known, in a function that can wait. */
function isOrdinary(file: File, call: Call): boolean {
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' || !functionOf(file, call.function).isAsync || !isUnknownCall(call)) return false;
  return !takesFunction(file, value);
}

function habitInFile(file: File, { value: id }: Call): Habit | undefined {
  const value = valueOf(file, id);
  const name = value.kind === 'call' ? writtenName(file, value.callee) : undefined;
  return name === undefined ? undefined : habitsOf(file).get(name);
}

const cache = new WeakMap<FileFacts, ReadonlyMap<string, Habit>>();

/** By the way in which a callee is written. */
function habitsOf(file: File): ReadonlyMap<string, Habit> {
  const known = cache.get(file.facts);
  if (known) return known;
  const habits = new Map<string, Habit>();
  file.facts.values.forEach((value, id) => {
    if (value.kind !== 'call') return;
    const name = writtenName(file, value.callee);
    if (name === undefined) return;
    habits.set(name, plus(habits.get(name) ?? noHabit, habitOf(file, id)));
  });
  cache.set(file.facts, habits);
  return habits;
}

/** `ctx.send`, `this.store.save`: names all the way, with one that says what it is called on. */
function writtenName(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind !== 'member') return undefined;
  const object = valueOf(file, value.object);
  const owner =
    object.kind === 'name'
      ? file.facts.bindings[object.binding]?.name
      : object.kind === 'this'
        ? 'this'
        : writtenName(file, value.object);
  return owner === undefined ? undefined : `${owner}.${value.name}`;
}
