import type { ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import { graphOf } from '../calls/graph.ts';
import { holds, listsOf } from '../calls/steps.ts';
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
  const seen = new Set<ValueId>();
  const found = fileUpdates(program, ref).flatMap(({ isRead, look: read, change: write, names }) => {
    if (!isRead || names === 'unknown' || seen.has(write)) return [];
    if (!isWrittenFrom(ref, write, read) || !waitsBetween(ref, read, write)) return [];
    seen.add(write);
    return [{ read, write, names }];
  });
  if (found.length === 0 || takesALock(program, ref)) return [];
  const overlap = overlapOf(program, ref);
  return overlap ? found.map((each) => ({ ...each, overlap })) : [];
}

/** The reading itself is waited for, or something on the way from there to the writing. */
function waitsBetween({ file, function: id }: FunctionRef, look: ValueId, change: ValueId): boolean {
  const isWait = (step: Step): boolean => step.kind === 'evaluate' && valueOf(file, step.value).kind === 'await';
  const isAwaited = usesOf(file)
    .of(look)
    .some(({ as }) => as === 'awaited');
  return (
    isAwaited ||
    listsOf(functionOf(file, id).body).some((steps) => {
      const start = steps.findIndex((step) => step.kind === 'evaluate' && step.value === look);
      const end = steps.findIndex((step) => holds([step], change));
      return start >= 0 && steps.slice(start, Math.max(start, end)).some(isWait);
    })
  );
}

/** `writeFile(path, JSON.stringify(all))`, where `all` is what the reading gave. */
function isWrittenFrom({ file, function: id }: FunctionRef, change: ValueId, look: ValueId): boolean {
  const call = valueOf(file, change);
  return call.kind === 'call' && call.args.some(({ value }) => dependsOn(file, id, value, look));
}

function takesALock(program: Program, { file, function: id }: FunctionRef): boolean {
  return (graphOf(program, file).calls[id] ?? []).some(({ value }) => lockChange(program, file, value) > 0);
}
