import { stepsWithin } from '../../../effects/calls/steps.ts';
import { functionOf, valueOf, type File } from '../../../effects/program.ts';
import type { FunctionId } from '../../../model/facts.ts';
import { contains, type Span } from '../../../model/span.ts';
import type { Step } from '../../../model/step.ts';

/**
 * Whether a variable that a function gives at `place` is still there while the loop runs other things: the function waits for something
 * afterwards, or it is a cell of a notebook, whose variables stay.
 */
export function outlives(file: File, owner: FunctionId, place: Span): boolean {
  const { isAsync, isGenerator, body } = functionOf(file, owner);
  if (owner === 0) return true;
  if (!isAsync && !isGenerator) return false;
  const steps = stepsWithin(body);
  return steps.some((step) =>
    step.kind === 'loop' && contains(step, place)
      ? waits(file, step) || stepsWithin(step.body).some((inner) => waits(file, inner))
      : waits(file, step) && endOf(file, step) > place.end,
  );
}

function waits(file: File, step: Step): boolean {
  if (step.kind === 'evaluate') return /^(await|yield)$/.test(valueOf(file, step.value).kind);
  return (step.kind === 'region' && step.isAsync) || (step.kind === 'loop' && step.form === 'for-await');
}

function endOf(file: File, step: Step): number {
  return step.kind === 'evaluate' ? valueOf(file, step.value).end : step.end;
}
