import type { BindingId, ValueId } from '../../model/facts.ts';
import { regionsOf } from '../calls/sites.ts';
import { stepsOfKind, stepsWithin } from '../calls/steps.ts';
import { bindingOf, functionOf, valueOf, type File, type Program } from '../program.ts';
import { resolveMember, resolveValue } from '../symbols.ts';
import { sameSymbol, type Resolved } from './resolved.ts';
import { valueOfType } from './types.ts';

type ObjectSymbol = Extract<Resolved, { kind: 'object' }>;

/** What a variable holds that is given `made`: that itself, or what it gives a `with` block that it is entered by. */
export function resolveEntered(
  program: Program,
  file: File,
  binding: BindingId,
  made: ObjectSymbol,
  depth: number,
): Resolved | undefined {
  const region = regionNaming(file, binding);
  if (region === undefined) return made;
  const method = resolveMember(program, made, region.isAsync ? '__aenter__' : '__enter__', depth);
  if (method?.kind !== 'function') return made;
  const { body, returns } = functionOf(method.file, method.function);
  const ends = stepsOfKind(body, 'return').flatMap(({ value }) => value ?? []);
  if (ends.length > 0 && ends.every((end) => valueOf(method.file, end).kind === 'this')) return made;
  const [first, ...others] = ends.map((end) => resolveValue(program, method.file, end, depth + 1));
  if (first && first.kind !== 'literal' && others.every((each) => each && sameSymbol(each, first))) return first;
  return returns && valueOfType(program, { file: method.file, type: returns.type }, depth + 1);
}

/** Whether a `with` block enters one of these values, and so may give its variable something else. */
export function isAnyEntered(file: File, binding: BindingId, values: readonly ValueId[]): boolean {
  const { scope } = bindingOf(file, binding);
  return (regionsOf(file)[scope] ?? []).some(({ value }) => values.includes(value));
}

/** The `with … as name` block that gives the variable its only value. */
function regionNaming(file: File, binding: BindingId): { readonly isAsync: boolean } | undefined {
  const { scope, init } = bindingOf(file, binding);
  const region = (regionsOf(file)[scope] ?? []).find(({ value }) => value === init);
  if (!region) return undefined;
  const isNamed = stepsWithin(region.step.body).some((step) => {
    const target = step.kind === 'write' && step.value === init ? valueOf(file, step.target) : undefined;
    return target?.kind === 'name' && target.binding === binding;
  });
  return isNamed ? region.step : undefined;
}
