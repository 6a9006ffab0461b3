import { catchAround } from '../../../effects/promises/enclosing-try.ts';
import { valueOf, type File } from '../../../effects/program.ts';
import { usesOf } from '../../../effects/values/uses.ts';
import type { FunctionId, ValueId } from '../../../model/facts.ts';
import type { Handler } from '../../../model/step.ts';
import type { FixRequest } from '../../remedy.ts';

/**
 * Why an `ExceptionGroup` in place of one exception would not be taken as before by what is around value `wait`, for a person; undefined
 * where an `except Exception` of the same function takes it and does not look into it.
 */
export function whyNoGroup({ file }: FixRequest, owner: FunctionId, wait: ValueId): string | undefined {
  const trial = catchAround({ file, function: owner }, wait);
  const handlers = trial?.handlers.filter((each) => !isCancellation(file, each)) ?? [];
  if (trial?.isGroup) return undefined;
  if (handlers.length === 0)
    return 'A task group raises an `ExceptionGroup`, which nothing here takes: whoever calls this function would have to expect it. Catch it here first, with `except*` or `except Exception`.';
  const narrow = handlers.find((each) => !isBroad(file, each));
  if (narrow)
    return `A task group raises an \`ExceptionGroup\`, which \`except ${nameOf(file, narrow)}\` does not take. Write \`except*\` first, or catch \`Exception\`.`;
  return handlers.some((each) => looksInto(file, each))
    ? 'The handler looks into the exception, or hands it or its text on, and it would be an `ExceptionGroup` that has the exceptions in `exceptions`. Rewrite the handler first.'
    : undefined;
}

function isBroad(file: File, { catches }: Handler): boolean {
  return (
    catches.length === 0 ||
    catches.some((each) => {
      const value = valueOf(file, each);
      return value.kind === 'global' && /^(Base)?Exception$/.test(value.name);
    })
  );
}

/** A cancellation comes by itself, and never in a group. */
function isCancellation(file: File, { catches }: Handler): boolean {
  return catches.length > 0 && catches.every((each) => /^CancelledError$/.test(lastName(file, each)));
}

function nameOf(file: File, { catches }: Handler): string {
  return catches.map((each) => lastName(file, each)).join(', ') || 'that';
}

function lastName(file: File, id: ValueId): string {
  const value = valueOf(file, id);
  if (value.kind === 'member' || value.kind === 'global') return value.name;
  return value.kind === 'name' ? (file.facts.bindings[value.binding]?.name ?? '') : '';
}

/**
 * `error.status`, `isinstance(error, …)`, `type(error)`, and the exception or its text given to others, who would get “unhandled errors in
 * a TaskGroup”. Printing and logging do not.
 */
function looksInto(file: File, { binding }: Handler): boolean {
  if (binding === undefined) return false;
  const uses = usesOf(file);
  return uses.names(binding).some(goesOn);

  function goesOn(id: ValueId): boolean {
    return uses.of(id).some(({ as, by }) => {
      if (as === 'part' && by !== undefined) return goesOn(by);
      if (as !== 'argument' || by === undefined) return as !== 'target';
      const call = valueOf(file, by);
      const callee = call.kind === 'call' ? lastName(file, call.callee) : '';
      if (/^(str|repr)$/.test(callee)) return goesOn(by);
      return !/^(print|debug|info|warning|error|exception|critical|log)$/.test(callee);
    });
  }
}
