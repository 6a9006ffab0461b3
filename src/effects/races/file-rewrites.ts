import type { ValueId } from '../../model/facts.ts';
import { graphOf } from '../calls/graph.ts';
import { lockChange } from '../concurrency/held.ts';
import { functionOf, isPython, valueOf, type FunctionRef, type Program } from '../program.ts';
import { namesASerialMethod } from '../silence.ts';
import { usesOf } from '../values/uses.ts';
import { dependsOn } from '../values/value-flow.ts';
import { fileUpdates, type Naming } from './file-updates.ts';
import { overlapOf, type Overlap } from './overlap.ts';

/** A file that is written anew with what was made of its own text, which another run may have changed since it was read. */
export interface FileRewrite {
  readonly read: ValueId;
  readonly write: ValueId;
  readonly names: Exclude<Naming, 'unknown'>;
  readonly overlap: Overlap;
}

/** The rewrites of a function that may run again while it waits for the text, at most one for each write. */
export function fileRewrites(program: Program, ref: FunctionRef): readonly FileRewrite[] {
  const { file, function: id } = ref;
  const { isAsync, isGenerator, name = '' } = functionOf(file, id);
  if (isPython(file) || !isAsync || isGenerator || id === 0 || namesASerialMethod(name)) return [];
  const updates = fileUpdates(program, ref).filter(
    ({ isRead, names, look, change }) =>
      isRead && names !== 'unknown' && isAwaited(ref, look) && isWrittenFrom(ref, change, look),
  );
  if (updates.length === 0 || takesALock(program, ref)) return [];
  const overlap = overlapOf(program, ref);
  if (!overlap) return [];
  const seen = new Set<ValueId>();
  return updates.flatMap(({ look: read, change: write, names }) => {
    if (names === 'unknown' || seen.has(write)) return [];
    seen.add(write);
    return [{ read, write, names, overlap }];
  });
}

function isAwaited({ file }: FunctionRef, call: ValueId): boolean {
  return usesOf(file)
    .of(call)
    .some(({ as }) => as === 'awaited');
}

/** `writeFile(path, JSON.stringify(all))`, where `all` is what the reading gave. */
function isWrittenFrom({ file, function: id }: FunctionRef, change: ValueId, look: ValueId): boolean {
  const call = valueOf(file, change);
  return call.kind === 'call' && call.args.some(({ value }) => dependsOn(file, id, value, look));
}

function takesALock(program: Program, { file, function: id }: FunctionRef): boolean {
  return (graphOf(program, file).calls[id] ?? []).some(({ value }) => lockChange(program, file, value) > 0);
}
