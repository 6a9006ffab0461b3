import type { ValueId } from '../../model/facts.ts';
import type { Step, Try } from '../../model/step.ts';
import { functionOf, type FunctionRef } from '../program.ts';
import { innerSteps, stepsOfKind } from '../calls/steps.ts';

/** The innermost `try` with a `catch` in whose body `value` is computed; undefined where none in this function would take its error. */
export function catchAround({ file, function: id }: FunctionRef, value: ValueId): Try | undefined {
  const { body } = functionOf(file, id);
  return stepsOfKind(body, 'try').length === 0 ? undefined : search(body, value, undefined);
}

function search(steps: readonly Step[], value: ValueId, around: Try | undefined): Try | undefined {
  for (const step of steps) {
    if (step.kind === 'evaluate') {
      if (step.value === value) return around;
    } else if (step.kind === 'try') {
      const inside = search(step.body, value, step.handlers.length > 0 ? step : around);
      if (inside) return inside;
      for (const { body } of step.handlers) {
        const found = search(body, value, around);
        if (found) return found;
      }
      const last = search(step.finalizer ?? [], value, around);
      if (last) return last;
    } else {
      for (const inner of innerSteps(step)) {
        const found = search(inner, value, around);
        if (found) return found;
      }
    }
  }
  return undefined;
}
