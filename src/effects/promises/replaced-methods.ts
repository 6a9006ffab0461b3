import { anyFile } from '../any-file.ts';
import { isPython, valueOf, type File } from '../program.ts';

/*
 * Some packages can be used without a loop, too: as they are imported they look for the coroutine functions of their classes and put
 * another function in the place of each, which runs it to its end. What a method's `def` says then holds no longer.
 */

/** Whether a file replaces methods: calling an `async` one of its program may give the result instead of a coroutine. */
export const replacesMethods = anyFile((_, file) => {
  if (!isPython(file) || file.role.kind !== 'source') return false;
  const { values } = file.facts;
  const looksFor = (names: ReadonlySet<string>): boolean =>
    values.some((value) => (value.kind === 'member' || value.kind === 'global') && names.has(value.name));
  return looksFor(kinds) && looksFor(lists) && values.some((_, id) => setsByName(file, id));
});

const kinds = new Set(['iscoroutinefunction']);
/** What tells the names of all that a class has. */
const lists = new Set(['dir', 'vars', '__dict__', 'getmembers']);

/** `setattr(owner, name, wrapped)`, whatever the name is; no plain value is a function. */
function setsByName(file: File, id: number): boolean {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || callee?.kind !== 'global' || callee.name !== 'setattr') return false;
  const [, name, set] = value.args;
  return [name, set].every((each) => each !== undefined && valueOf(file, each.value).kind !== 'literal');
}
