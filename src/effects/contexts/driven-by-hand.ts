import { anyFile } from '../any-file.ts';
import { enclosingFunction, functionOf, isPython, type File, type Program } from '../program.ts';

/*
 * `async def` says that a function can be suspended, and not by whom: some programs step through their coroutines themselves, in order,
 * and no event loop is there that anything could hold up.
 */

/** Whether a file steps through coroutines. */
export const drivesByHand = anyFile(
  (_, file) =>
    isPython(file) &&
    file.role.kind === 'source' &&
    file.facts.values.some(
      (value) =>
        value.kind === 'member' &&
        value.name === '__await__' &&
        functionOf(file, enclosingFunction(file, value.start)).name !== '__await__',
    ),
);

const loops =
  /^(asyncio|anyio|trio|curio|uvloop|tornado|aiohttp|starlette|fastapi|sanic|quart|discord|telegram|httpx)(\.|$)/;

/** Whether the coroutines of a file may run without an event loop: the program steps through some, and this file knows of no loop. */
export function mayBeDrivenByHand(program: Program, file: File): boolean {
  if (!isPython(file) || file.facts.specifiers.some((specifier) => loops.test(specifier))) return false;
  return drivesByHand.in(program);
}
