import { fileCache } from '../file-cache.ts';
import { isPython, valueOf, type File, type Program } from '../program.ts';
import { originOf } from '../replace-file.ts';

/*
 * Some packages can be used without a loop, too: as they are imported they look for the coroutine functions of their classes and put
 * another function in the place of each, which runs it to its end. What a method's `def` says then holds no longer.
 */

const replaces = fileCache(
  (_, file) => {
    if (!isPython(file) || file.role.kind !== 'source') return false;
    const { values } = file.facts;
    const looks = values.some(
      (value) => (value.kind === 'member' || value.kind === 'global') && value.name === 'iscoroutinefunction',
    );
    return looks && values.some((_, id) => setsByName(file, id));
  },
  { lasts: true },
);

/** `setattr(owner, name, wrapped)`, whatever the name is. */
function setsByName(file: File, id: number): boolean {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || callee?.kind !== 'global' || callee.name !== 'setattr') return false;
  const name = value.args[1];
  return name !== undefined && valueOf(file, name.value).kind !== 'literal';
}

/** Notes whether a file replaces methods; see `notes.ts`. */
export function noteReplacing(program: Program, file: File): void {
  replaces.of(program, file);
}

const answers = new WeakMap<Program, boolean>();

/** Whether calling an `async` method of this program may give its result instead of a coroutine. */
export function mayReplaceMethods(program: Program): boolean {
  const origin = originOf(program);
  let answer = answers.get(origin);
  if (answer === undefined) {
    answer = origin.paths.some((path) => {
      const file = origin.file(path);
      return file !== undefined && replaces.of(origin, file);
    });
    answers.set(origin, answer);
  }
  return answer;
}
