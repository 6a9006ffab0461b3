import type { ValueId } from '../../model/facts.ts';
import { blockingPaths, isInlineLiteral, isSynchronous, visitsMany, type BlockingPath } from './blocking.ts';
import { edgesInto } from '../calls/callers.ts';
import { loopEntries, type Context } from '../contexts/contexts.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf } from '../calls/graph.ts';
import { sitesOf } from '../calls/sites.ts';
import { valueOf, type File, type FunctionRef, type Program } from '../program.ts';

/** A way by which an event loop is held up. */
export interface LoopPath {
  /** The last async function or handler before the synchronous chain. */
  readonly owner: FunctionRef;
  readonly context: Context;
  readonly path: BlockingPath;
  /** It happens once per element of a list, or in a loop. */
  readonly repeated: boolean;
}

/** The ways by which the functions of a file hold up an event loop. */
export function loopPathsIn(program: Program, file: File): readonly LoopPath[] {
  return paths.of(program, file);
}

const paths = fileCache<readonly LoopPath[]>(
  (program, file) =>
    loopEntries(program, file).flatMap(({ ref, context }) =>
      pathsIn(program, ref, ref, context, runsForMany(program, ref)),
    ),
  { reachesFar: true },
);

/** It is called once per element of a list: `list.map(async (each) => …)`. */
function runsForMany(program: Program, ref: FunctionRef): boolean {
  return edgesInto(program, ref).some((edge) => visitsMany(program, edge));
}

/** What comes after a wait has a turn of its own for each element: others go in between. */
function waitsBefore({ file, function: id }: FunctionRef, at: ValueId | undefined): boolean {
  const sites = (sitesOf(file)[id] ?? []).map(({ value }) => value);
  const place = at === undefined ? -1 : sites.indexOf(at);
  return sites.slice(0, Math.max(place, 0)).some((each) => valueOf(file, each).kind === 'await');
}

/** `inner` is `owner` itself, or a literal that it runs on the spot, as `forEach` does. */
function pathsIn(
  program: Program,
  owner: FunctionRef,
  inner: FunctionRef,
  context: Context,
  repeated: boolean,
): LoopPath[] {
  const literals = (graphOf(program, inner.file).out[inner.function] ?? []).filter(
    (edge) => isSynchronous(program, edge) && isInlineLiteral(edge),
  );
  const covered = new Set(literals.map(({ site }) => site.value));
  const own = blockingPaths(program, inner)
    .filter(({ hops }) => !covered.has(hops[0]?.site.value ?? -1))
    .map((path) => {
      const isOneOfMany = repeated && !(inner === owner && waitsBefore(owner, path.hops[0]?.site.value));
      return { owner, context, path, repeated: isOneOfMany || path.repeated };
    });
  const nested = literals.flatMap((edge) =>
    pathsIn(program, owner, edge.to, context, repeated || visitsMany(program, edge)),
  );
  return [...own, ...nested];
}
