import type { BindingId, FunctionId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import { bindingOf, functionOf, valueOf, type File } from '../program.ts';
import type { Site } from '../calls/sites.ts';
import { stepsWithin } from '../calls/steps.ts';
import { usesOf } from '../values/uses.ts';

const filling = new Set(['push', 'unshift', 'set', 'add', 'delete', 'append']);

/**
 * The first place after `site`, in the same function, that reads what `callback` fills: a variable of the function around it that the
 * callback assigns, or that it calls `push`, `set` or `add` of.
 */
export function dependents(file: File, callback: FunctionId, site: Site): Span | undefined {
  const after = valueOf(file, site.value).end;
  const reads = [...filledBy(file, callback)].flatMap((binding) => {
    // What outlives the function may be read at any time, and by others.
    if (bindingOf(file, binding).scope !== site.function) return [];
    const names = usesOf(file).names(binding);
    return names.filter((name) => valueOf(file, name).start >= after).map((name) => valueOf(file, name));
  });
  const { start: from, end: to } = functionOf(file, site.function);
  return reads
    .filter(({ start, end }) => from <= start && end <= to && !isInLater(file, site, start))
    .toSorted((a, b) => a.start - b.start)[0];
}

/** The variables of functions around it that a function changes. */
function filledBy(file: File, callback: FunctionId): Set<BindingId> {
  const { captures, body } = functionOf(file, callback);
  const captured = new Set(captures);
  const filled = new Set<BindingId>();
  for (const step of stepsWithin(body)) {
    const target =
      step.kind === 'write' ? step.target : step.kind === 'evaluate' ? receiverFilled(file, step.value) : undefined;
    const place = target === undefined ? undefined : valueOf(file, target);
    if (place?.kind === 'name' && captured.has(place.binding)) filled.add(place.binding);
    if (place?.kind === 'index' || place?.kind === 'member') {
      const object = valueOf(file, place.object);
      if (object.kind === 'name' && captured.has(object.binding)) filled.add(object.binding);
    }
  }
  return filled;
}

/** The object of `list.push(…)`. */
function receiverFilled(file: File, id: number): number | undefined {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  return callee?.kind === 'member' && filling.has(callee.name) ? callee.object : undefined;
}

/** A function that is written later in the code may run much later. */
function isInLater(file: File, site: Site, offset: number): boolean {
  return file.facts.functions.some(
    ({ start, end, parent }, id) => id !== site.function && parent === site.function && start <= offset && offset < end,
  );
}
