import type { FileFacts, ValueId } from '../../model/facts.ts';
import type { Call } from '../calls/graph.ts';
import { functionOf, settle, valueOf, type File } from '../program.ts';
import { calledBack } from './promise-values.ts';
import { namesASetState } from '../silence.ts';
import { usesOf } from '../values/uses.ts';

/*
 * Of most libraries nothing is known, and yet a file shows which of their calls are to be awaited: one that is awaited each time but
 * once is a slip. After D. Engler et al., "Bugs as Deviant Behavior" (SOSP 2001).
 */

/** What becomes of all calls in a file that are written alike. */
interface Habit {
  readonly awaited: number;
  /** Of these, those whose result is taken: they wait for an answer, which here may not matter. */
  readonly answered: number;
  readonly dropped: number;
  /** Its result is taken as it is, without an `await`. */
  readonly taken: number;
}

/** So many that wait, for each that does not, are a habit. */
const HABIT = 4;

/** How many calls of the same name the file awaits, where this one is among the few that it drops; undefined where that is no slip. */
export function usualAwaits(file: File, { value: id, function: owner }: Call): number | undefined {
  const value = valueOf(file, id);
  if (value.kind !== 'call' || !functionOf(file, owner).isAsync || usesOf(file).of(id).length > 0) return undefined;
  if (namesASetState(file, value.callee)) return undefined;
  if (value.args.some((each) => each.spread || isFunction(file, each.value))) return undefined;
  const name = writtenName(file, value.callee);
  const habit = name === undefined ? undefined : habitsOf(file).get(name);
  if (!habit || habit.taken > 0 || habit.awaited < HABIT * habit.dropped) return undefined;
  if (habit.answered * 2 > habit.awaited) return undefined;
  return habit.awaited;
}

/** With a callback it may give no promise, or only wait for what the callback waits for. */
function isFunction(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'name') return calledBack.test(file.facts.bindings[value.binding]?.name ?? '');
  return value.kind === 'function';
}

const none: Habit = { awaited: 0, answered: 0, dropped: 0, taken: 0 };

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
    const { awaited, answered, dropped, taken } = habits.get(name) ?? none;
    const fate = fateOf(file, id);
    habits.set(name, {
      awaited: awaited + Number(fate === 'awaited'),
      answered: answered + Number(fate === 'awaited' && isAnswered(file, id)),
      dropped: dropped + Number(fate === 'dropped'),
      taken: taken + Number(fate === 'taken'),
    });
  });
  cache.set(file.facts, habits);
  return habits;
}

function isAnswered(file: File, id: ValueId): boolean {
  const [use] = usesOf(file).of(id);
  return use?.by !== undefined && usesOf(file).of(use.by).length > 0;
}

/** What is returned, listed or handed on somebody else may await. */
function fateOf(file: File, id: ValueId): 'awaited' | 'dropped' | 'taken' | 'elsewhere' {
  const [use] = usesOf(file).of(id);
  if (!use) return 'dropped';
  if (use.as === 'awaited') return 'awaited';
  return /^(returned|yielded|element|argument|part)$/.test(use.as) ? 'elsewhere' : 'taken';
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
