import type { ValueId } from '../../model/facts.ts';
import type { Branch, Step } from '../../model/step.ts';
import { valueOf, type File } from '../program.ts';

/**
 * The arm of a branch where something is known not to run: `if worker.is_alive(): jobs.put(task) else: task()`. What a thread or an event
 * loop would do is done in place, because there is none yet, or no longer; nobody else waits there. -1 for any other condition.
 */
export function idleArm(file: File, { form, test }: Branch): number {
  if ((form !== 'if' && form !== 'conditional') || file.facts.language !== 'python') return -1;
  const value = valueOf(file, test);
  const [negated] = value.kind === 'operation' && value.operator === 'not' ? value.operands : [];
  if (!asksWhetherItRuns(file, negated ?? test)) return -1;
  return negated === undefined ? 1 : 0;
}

function asksWhetherItRuns(file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' && call.args.length === 0 ? valueOf(file, call.callee) : undefined;
  return callee?.kind === 'member' && /^is_(alive|running)$/.test(callee.name);
}

/**
 * The step from which on only such an arm is left, as the other one has gone: `if worker.is_alive(): return jobs.put(task)`. Infinity where
 * there is none.
 */
export function leftWith(armOf: (file: File, step: Branch) => number, file: File, steps: readonly Step[]): number {
  const found = steps.findIndex((step) => {
    const arm = step.kind === 'branch' ? armOf(file, step) : -1;
    if (step.kind !== 'branch' || arm < 0) return false;
    const last = step.arms[1 - arm]?.at(-1)?.kind;
    return last === 'return' || last === 'throw';
  });
  return found < 0 ? Infinity : found + 1;
}
