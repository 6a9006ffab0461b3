import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import type { BlockingPath } from './blocking.ts';
import { innerSteps, stepsOfKind } from '../calls/steps.ts';
import { functionOf, isPython, settle, type File, type Program } from '../program.ts';
import { promiseValue } from '../promises/promise-values.ts';
import { usesOf } from '../values/uses.ts';

/**
 * Whether a way to what blocks is meant for those who do not wait: the call is awaited, so it gave something to await, which is what
 * the other arm of a branch does: `if self.asynchronous: return future` before `else: return wait(future)`.
 */
export function isForOthers(program: Program, file: File, { hops }: BlockingPath): boolean {
  const [first] = hops;
  // JavaScript awaits anything.
  if (!isPython(file) || !first || first.entered || !isAwaited(file, first.site.value)) return false;
  for (const [index, { into }] of hops.entries()) {
    const next = hops[index + 1];
    if (!into || !next || functionOf(into.file, into.function).isAsync) return false;
    const value = next.site.value;
    if (isBesideReturn(program, into.file, into.function, value)) return true;
    // What is returned is what is awaited.
    if (!isReturned(into.file, value)) return false;
  }
  return false;
}

function isAwaited(file: File, id: ValueId): boolean {
  return usesOf(file)
    .of(id)
    .some(({ as }) => as === 'awaited');
}

function isReturned(file: File, id: ValueId): boolean {
  return usesOf(file)
    .of(id)
    .some(({ as }) => as === 'returned');
}

/** It stands in an arm that returns something which is surely nothing to await, or of which that is not known; another arm returns, too. */
function isBesideReturn(program: Program, file: File, owner: FunctionId, value: ValueId): boolean {
  const { body } = functionOf(file, owner);
  const all = stepsOfKind(body, 'return');
  const arm = armWith(body, value);
  if (!arm) return false;
  const own = stepsOfKind(arm, 'return');
  const others = all.filter((each) => each.value !== undefined && !own.includes(each));
  const gives = own.some((each) => each.value !== undefined && promiseValue(program, file, settle(file, each.value)));
  return own.length > 0 && others.length > 0 && !gives;
}

/** The innermost arm of a branch in which a value is evaluated, or what follows a branch that leaves. */
function armWith(steps: readonly Step[], value: ValueId): readonly Step[] | undefined {
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'evaluate' && step.value === value) {
      const leaves = steps.slice(0, index).some(isLeaving);
      return leaves ? steps.slice(index) : undefined;
    }
    for (const inner of innerSteps(step)) {
      if (!holds(inner, value)) continue;
      const deeper = armWith(inner, value);
      if (deeper) return deeper;
      if (step.kind === 'branch') return inner;
      return steps.slice(0, index).some(isLeaving) ? steps.slice(index) : undefined;
    }
  }
  return undefined;
}

/** `if self.asynchronous: return future` */
function isLeaving(step: Step): boolean {
  return step.kind === 'branch' && step.arms.some((arm) => arm.at(-1)?.kind === 'return');
}

function holds(steps: readonly Step[], value: ValueId): boolean {
  return steps.some(
    (step) =>
      (step.kind === 'evaluate' && step.value === value) || innerSteps(step).some((inner) => holds(inner, value)),
  );
}
