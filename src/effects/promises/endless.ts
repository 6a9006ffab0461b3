import type { Step } from '../../model/step.ts';
import { stepsWithin } from '../calls/steps.ts';
import { functionOf, valueOf, type File, type FunctionRef } from '../program.ts';

/** Whether a function goes round for ever, as a worker does that is started once: whoever awaits it never goes on. */
export function neverEnds({ file, function: id }: FunctionRef): boolean {
  return functionOf(file, id).body.some((step) => goesOn(file, step));
}

function goesOn(file: File, step: Step): boolean {
  if (step.kind === 'try' || step.kind === 'region') return step.body.some((each) => goesOn(file, each));
  return isEndless(file, step);
}

/** `while (true)` that nothing in it leaves. */
export function isEndless(file: File, step: Step): boolean {
  if (step.kind !== 'loop' || step.form !== 'while') return false;
  const test = step.test === undefined ? undefined : valueOf(file, step.test);
  const isTrue = !test || (test.kind === 'literal' && (test.value === true || test.value === 1));
  return isTrue && !stepsWithin(step.body).some(({ kind }) => kind === 'break' || kind === 'return');
}
