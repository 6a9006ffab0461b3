import type { Step } from '../model/step.ts';

/** The lists of steps directly inside a step. */
export function innerSteps(step: Step): readonly (readonly Step[])[] {
  switch (step.kind) {
    case 'branch':
      return step.arms;
    case 'try':
      return [
        step.body,
        ...step.handlers.map(({ body }) => body),
        ...(step.otherwise ? [step.otherwise] : []),
        ...(step.finalizer ? [step.finalizer] : []),
      ];
    case 'loop':
    case 'region':
      return [step.body];
    default:
      return [];
  }
}

/** All steps of a body, in order, each before what is inside it. */
export function stepsWithin(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...innerSteps(step).flatMap(stepsWithin)]);
}
