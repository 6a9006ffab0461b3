import { graphOf } from '../../../effects/calls/graph.ts';
import { enclosingFunction, type File, type FunctionRef } from '../../../effects/program.ts';
import { usesOf } from '../../../effects/values/uses.ts';
import { bindingOf, functionOf, valueOf } from '../../../effects/program.ts';
import type { BindingId } from '../../../model/facts.ts';
import type { FixRequest } from '../../remedy.ts';

/** A variable of the module that changes after that is loaded, and that a function reads, itself or by what it calls in the same file. */
export function stateOf({ program }: FixRequest, target: FunctionRef): string | undefined {
  const { file } = target;
  const reached = new Set([target.function]);
  // A set that grows while it is walked.
  for (const id of reached) {
    const { start, end } = functionOf(file, id);
    const found = file.facts.values.find((value) => {
      if (value.kind !== 'name' || value.start < start || value.end > end) return false;
      const { scope, kind, reassigned, init } = bindingOf(file, value.binding);
      if (scope !== 0 || kind === 'import') return false;
      return reassigned > 0 || init === undefined || isFilled(file, value.binding);
    });
    if (found?.kind === 'name') return bindingOf(file, found.binding).name;
    for (const { to } of graphOf(program, file).out[id] ?? []) if (to.file === file) reached.add(to.function);
  }
  return undefined;
}

const changing = /^(append|appendleft|extend|insert|add|update|pop|popitem|popleft|remove|discard|clear|setdefault)$/;

/** Whether a function puts something into it, or takes something out: `rows[key] = row`, `rows.update(more)`. */
function isFilled(file: File, binding: BindingId): boolean {
  const uses = usesOf(file);
  return uses.names(binding).some((name) =>
    uses.of(name).some(({ as, by }) => {
      if (as !== 'object' || by === undefined || enclosingFunction(file, valueOf(file, name).start) === 0) return false;
      const place = valueOf(file, by);
      const isCalled = uses.of(by).some((use) => use.as === 'callee');
      if (place.kind === 'member' && isCalled) return changing.test(place.name);
      return uses.of(by).some((use) => use.as === 'target');
    }),
  );
}
