import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Branch, Step } from '../../model/step.ts';
import type { Reach } from '../calls/io.ts';
import { bindingOf, functionOf, valueOf, type FunctionRef, type Program } from '../program.ts';
import { isHarmless, mayMove, reachOfAwait } from './serial-awaits.ts';
import { answersInTurn } from '../silence.ts';
import { innerSteps, stepsWithin } from '../calls/steps.ts';
import { isInTransaction } from './turns.ts';
import { usesOf } from '../values/uses.ts';
import { holdersOf } from '../values/value-flow.ts';

/** A read that is waited for before a way out that does not need it. */
export interface EarlyAwait {
  readonly awaits: ValueId;
  readonly reach: Reach;
  /** `if (…) return;` */
  readonly exit: Branch;
}

/**
 * What a function waits for before it may leave without it, by proof: the wait only reads, what it gives is held in variables that are
 * mentioned only after the way out, and nothing in between can be noticed by anybody.
 */
export function earlyAwaits(program: Program, ref: FunctionRef): EarlyAwait[] {
  const { body, isAsync, isGenerator } = functionOf(ref.file, ref.function);
  if (!isAsync || isGenerator || isInTransaction(ref)) return [];
  const found: EarlyAwait[] = [];
  const look = (steps: readonly Step[]): void => {
    for (const [at, step] of steps.entries()) {
      if (step.kind === 'evaluate' && valueOf(ref.file, step.value).kind === 'await') {
        const early = earlyAt(program, ref, step.value, steps, at + 1);
        if (early) found.push(early);
      }
      for (const inner of innerSteps(step)) look(inner);
    }
  };
  look(body);
  return found;
}

/** `from`: the place in the list of the first step after the wait. */
function earlyAt(
  program: Program,
  ref: FunctionRef,
  id: ValueId,
  steps: readonly Step[],
  from: number,
): EarlyAwait | undefined {
  const { file } = ref;
  if (!mayMove(program, ref, id)) return undefined;
  const held = heldIn(ref, id);
  if (held.length === 0) return undefined;
  let exit: Branch | undefined;
  for (let at = from; at < steps.length; at++) {
    const step = steps[at];
    if (!step) break;
    if (step.kind === 'branch' && step.form === 'if' && leaves(step)) {
      if (!isMentioned(ref, held, valueOf(file, id).end, step.end)) exit = step;
      break;
    }
    if (!isHarmless(program, ref, step)) break;
  }
  const reach = exit && reachOfAwait(program, ref, id);
  const isFar = reach && !reach.fleeting && !answersInTurn(reach.in.file, reach);
  return exit && isFar ? { awaits: id, reach, exit } : undefined;
}

/** The variables that are declared with what the `await` gives, or with parts of it. */
function heldIn({ file, function: owner }: FunctionRef, id: ValueId): BindingId[] {
  const { start } = valueOf(file, id);
  return holdersOf(file, owner, id).filter((binding) => {
    const each = bindingOf(file, binding);
    return each.start <= start && each.reassigned === 0;
  });
}

/** Without an `else`, and each time it is taken the function ends there. */
function leaves({ arms }: Branch): boolean {
  const [then = [], otherwise = []] = arms;
  const last = then.at(-1);
  const isShort = stepsWithin(then).every(({ kind }) => kind === 'evaluate' || kind === 'return' || kind === 'throw');
  return otherwise.length === 0 && isShort && (last?.kind === 'return' || last?.kind === 'throw');
}

/** Whether one of the variables is mentioned between two places. */
function isMentioned({ file }: FunctionRef, held: readonly BindingId[], from: number, to: number): boolean {
  return held.some((binding) =>
    usesOf(file)
      .names(binding)
      .some((name) => valueOf(file, name).start >= from && valueOf(file, name).end <= to),
  );
}
