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
  const looks = values.some(
    (value) => (value.kind === 'member' || value.kind === 'global') && value.name === 'iscoroutinefunction',
  );
  return looks && values.some((_, id) => setsByName(file, id));
});

/** `setattr(owner, name, wrapped)`, whatever the name is. */
function setsByName(file: File, id: number): boolean {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || callee?.kind !== 'global' || callee.name !== 'setattr') return false;
  const name = value.args[1];
  return name !== undefined && valueOf(file, name.value).kind !== 'literal';
}
