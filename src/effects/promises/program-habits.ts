import type { ValueId } from '../../model/facts.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf } from '../calls/graph.ts';
import { bindingOf, valueOf, type File, type Program } from '../program.ts';
import { newerFiles, originOf } from '../replace-file.ts';
import { habitOf, isUnknownCall, noHabit, plus, takesFunction, type Habit } from './call-habits.ts';

/*
 * What becomes of all calls in a program of one imported name of which nothing is known: `db.get(…)`, where `db` is what a module gives that
 * is put together while the program runs.
 */

type Habits = ReadonlyMap<string, Habit>;

/** How the calls of a file that are of this name are treated in all of the program; undefined for what is not imported. */
export function habitInProgram(program: Program, file: File, callee: ValueId): Habit | undefined {
  const name = importedName(program, file, callee);
  if (name === undefined) return undefined;
  const origin = originOf(program);
  return newerFiles(program).reduce<Habit>(
    (sum, newer) => {
      const older = origin.file(newer.path);
      const before = older && older !== newer ? inFile.of(origin, older).get(name) : undefined;
      return plus(plus(sum, inFile.of(program, newer).get(name)), before, -1);
    },
    inOrigin(origin).get(name) ?? noHabit,
  );
}

/** Notes the calls of a file; see `notes.ts`. */
export function noteHabits(program: Program, file: File): void {
  inFile.of(program, file);
}

const inFile = fileCache(
  (program, file): Habits => {
    const habits = new Map<string, Habit>();
    if (file.role.kind !== 'source' && file.role.kind !== 'worker') return habits;
    for (const call of graphOf(program, file).calls.flat()) {
      const value = valueOf(file, call.value);
      if (value.kind !== 'call' || !isUnknownCall(call) || takesFunction(file, value)) continue;
      const name = importedName(program, file, value.callee);
      if (name !== undefined) habits.set(name, plus(habits.get(name) ?? noHabit, habitOf(file, call.value)));
    }
    return habits;
  },
  { lasts: true },
);

const sums = new WeakMap<Program, Habits>();

function inOrigin(origin: Program): Habits {
  const known = sums.get(origin);
  if (known) return known;
  const all = new Map<string, Habit>();
  for (const path of origin.paths) {
    const file = origin.file(path);
    for (const [name, habit] of file ? inFile.of(origin, file) : [])
      all.set(name, plus(all.get(name) ?? noHabit, habit));
  }
  sums.set(origin, all);
  return all;
}

/** `file.js#get` for `db.get`, however the file that asks calls the module. */
function importedName(program: Program, file: File, id: ValueId): string | undefined {
  const path: string[] = [];
  let value = valueOf(file, id);
  while (value.kind === 'member') {
    path.unshift(value.name);
    value = valueOf(file, value.object);
  }
  if (value.kind !== 'name') return undefined;
  const { import: reference, init, reassigned } = bindingOf(file, value.binding);
  const made = init === undefined || reassigned > 0 ? undefined : valueOf(file, init);
  const specifier =
    reference?.specifier ?? (made?.kind === 'import' && made.form === 'require' ? made.specifier : undefined);
  if (specifier === undefined) return undefined;
  const name = reference?.name ?? '*';
  if (name !== '*' && name !== 'default') path.unshift(name);
  return path.length === 0 ? undefined : `${program.resolve(file, specifier)?.path ?? specifier}#${path.join('.')}`;
}
