import { bindingOf, settle, valueOf } from '../../../effects/program.ts';
import { resolveValue, symbolName } from '../../../effects/symbols.ts';
import { spanOf, type NodeId } from '../../../syntax/python/tree.ts';
import type { FixRequest } from '../../remedy.ts';
import { importedName } from '../edit/imports.ts';
import { freshName, type Session } from '../edit/session.ts';
import { placeInModule } from '../hoist/module-value.ts';
import { startMethodCalls } from './start-method.ts';

/** The name of the module's pool of processes: the one it has, or a new one that is made where modules make such things. */
export function modulePool(session: Session, call: NodeId): string {
  const known = poolOf(session.request);
  if (known !== undefined) return known;
  const place = placeInModule(session, call);
  const maker = importedName(session, 'concurrent.futures', 'ProcessPoolExecutor', spanOf(session, call));
  const name = freshName(session, 'processes', 'process_pool');
  place.write(`${name} = ${maker}()`);
  return name;
}

/** A pool that the module makes when it is loaded, and that nobody puts another one in the place of. */
export function poolOf({ program, file, facts }: FixRequest): string | undefined {
  const binding = facts.bindings.findIndex(({ scope, init, reassigned }) => {
    if (scope !== 0 || init === undefined || reassigned > 0) return false;
    const made = valueOf(file, settle(file, init));
    const maker = made.kind === 'call' ? resolveValue(program, file, made.callee) : undefined;
    return maker !== undefined && symbolName(maker) === 'concurrent.futures#ProcessPoolExecutor';
  });
  return binding < 0 ? undefined : bindingOf(file, binding).name;
}

/** Why the module cannot make a pool of processes when it is loaded, for a person; undefined where it can. */
export function whyNotOnLoad({ program }: FixRequest): string | undefined {
  const isSet = program.paths.some((path) => {
    const file = program.file(path);
    return file !== undefined && startMethodCalls(file).length > 0;
  });
  return isSet
    ? 'The program sets how its processes start, which has to come before the first pool is made, and the module would make one as soon as it is loaded. Make the pool where the program starts, and hand it on.'
    : undefined;
}
