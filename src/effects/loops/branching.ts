import { edgesFrom } from '../calls/callers.ts';
import type { FanOut } from '../concurrency/fan-out.ts';
import { valueOf, type FunctionRef, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';

/** Longer detours than a walk through a tree takes. */
const FARTHEST = 3;

/**
 * Whether the tasks of a fan-out lead to the function that it stands in, so that each starts as many again: a walk through a tree, whose
 * branches are short and whose leaves are many.
 */
export function branches(program: Program, ref: FunctionRef, { task }: FanOut): boolean {
  const value = valueOf(ref.file, task);
  const target = resolveValue(program, ref.file, value.kind === 'call' ? value.callee : task);
  return target?.kind === 'function' && leadsTo(program, target, ref, FARTHEST);
}

function leadsTo(program: Program, from: FunctionRef, to: FunctionRef, hops: number): boolean {
  if (from.file === to.file && from.function === to.function) return true;
  if (hops === 0) return false;
  return edgesFrom(program, from).some(
    ({ how, confidence, to: next }) =>
      (how === 'call' || how === 'inline' || how === 'once') && !confidence && leadsTo(program, next, to, hops - 1),
  );
}
