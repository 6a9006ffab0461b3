import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Step, Write } from '../../model/step.ts';
import type { Call } from '../calls/graph.ts';
import { classOf, functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { fatesOf } from './promise-fates.ts';
import { promiseValue } from './promise-values.ts';
import { innerSteps } from '../calls/steps.ts';
import { usesOf } from '../values/uses.ts';

/** A constructor's call of an async method that fills the object later, and that nobody can wait for. */
export interface FilledLate {
  readonly filler: FunctionId;
  /** The first field that is set after an `await`. */
  readonly late: Write;
  /** Another method takes for granted that it is there. */
  readonly isRelied: boolean;
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
  const place = late && valueOf(file, late.target);
  if (!late || place?.kind !== 'member') return undefined;
  return { filler: filler.function, late, isRelied: isReliedOn(filler, place.name) };
}

/** A method takes something out of `this.connection`, which is empty until then, and none asks whether it is there. */
function isReliedOn({ file, function: filler }: FunctionRef, name: string): boolean {
  const { owner } = functionOf(file, filler);
  const own = owner === undefined ? undefined : classOf(file, owner);
  if (own?.members.some((each) => each.name === name && each.init !== undefined) !== false) return false;
  const uses = usesOf(file);
  let isRelied = false;
  for (const [id, value] of file.facts.values.entries()) {
    if (value.kind !== 'member' || value.name !== name || value.start < own.start || value.end > own.end) continue;
    const object = valueOf(file, value.object);
    if (object.kind !== 'this') continue;
    for (const { as, by } of uses.of(id)) {
      const taken = as === 'object' && by !== undefined ? valueOf(file, by) : undefined;
      const isOptional = (taken?.kind === 'member' || taken?.kind === 'index') && taken.isOptional === true;
      if (as === 'tested' || as === 'operand' || isOptional) return false;
      const { kind } = functionOf(file, object.function);
      if (taken && object.function !== filler && kind !== 'constructor' && kind !== 'initializer') isRelied = true;
    }
  }
  return isRelied;
}

/** The first field of `this` that an async function sets after it has waited. */
function lateField(ref: FunctionRef): Write | undefined {
  let waited = false;
  const visit = (steps: readonly Step[]): Write | undefined => {
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
