import type { FunctionId, ValueId } from '../model/facts.ts';
import type { Span } from '../model/span.ts';
import type { Step } from '../model/step.ts';
import type { Call } from './graph.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from './program.ts';
import { fatesOf } from './promise-fates.ts';
import { promiseValue } from './promise-values.ts';
import { innerSteps } from './steps.ts';

/** A constructor's call of an async method that fills the object later, and that nobody can wait for. */
export interface FilledLate {
  readonly filler: FunctionId;
  /** The first field that is set after an `await`. */
  readonly late: Span;
}

/** What a call in a constructor, or in a field's initial value, fills later. */
export function filledLate(program: Program, file: File, call: Call): FilledLate | undefined {
  const { kind, owner } = functionOf(file, call.function);
  if ((kind !== 'constructor' && kind !== 'initializer') || owner === undefined) return undefined;
  const promise = promiseValue(program, file, call.value);
  const filler = promise?.symbol;
  if (promise?.kind !== 'promise' || filler?.kind !== 'function' || filler.file !== file) return undefined;
  const fates = fatesOf(program, file, call.value);
  if (!fates.every(({ as }) => as === 'discarded' || as === 'voided' || as === 'forgotten')) return undefined;
  if (functionOf(file, filler.function).owner !== owner) return undefined;
  const late = lateField(filler);
  return late && { filler: filler.function, late };
}

/** The first field of `this` that an async function sets after it has waited. */
function lateField(ref: FunctionRef): Span | undefined {
  let waited = false;
  const visit = (steps: readonly Step[]): Span | undefined => {
    for (const step of steps) {
      if (step.kind === 'evaluate' && valueOf(ref.file, step.value).kind === 'await') waited = true;
      if (step.kind === 'write' && waited && isOwnField(ref, step.target)) return step;
      for (const inner of innerSteps(step)) {
        const found = visit(inner);
        if (found) return found;
      }
    }
    return undefined;
  };
  return visit(functionOf(ref.file, ref.function).body);
}

function isOwnField({ file }: FunctionRef, target: ValueId): boolean {
  const place = valueOf(file, target);
  return place.kind === 'member' && valueOf(file, place.object).kind === 'this';
}
