import type { ValueId } from '../../model/facts.ts';
import { edgesInto } from '../calls/callers.ts';
import type { Call } from '../calls/graph.ts';
import { sitesOf, type RegionSite } from '../calls/sites.ts';
import { placeOf } from '../values/places.ts';
import { bindingOf, settle, valueOf, type File, type Program } from '../program.ts';
import { usesOf } from '../values/uses.ts';

/** Names of what asks whether something is done, or waits for it. They make no finding, but keep one back. */
const asking = /^(done|ready|is_done|add_done_callback)$/;
/** The same of processes. */
const ended = /^(poll|wait|communicate)$/;
const waiting = /^(wait|wait_for|as_completed|wrap_future|gather|shield)$/;

/**
 * Whether what the method is called on seems to be done already: somebody asked or waited before, or it is what a callback for
 * the end of the work is given. Then `future.result()` takes no time.
 */
export function isKnownDone(program: Program, file: File, call: Call): boolean {
  const value = valueOf(file, call.value);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (callee?.kind !== 'member') return false;
  const receiver = valueOf(file, callee.object);
  if (receiver.kind !== 'name') return false;
  const { parameter } = bindingOf(file, receiver.binding);
  if (parameter) {
    const ref = { file, function: parameter.function };
    return edgesInto(program, ref).some(({ how }) => how === 'once');
  }
  const earlier = usesOf(file)
    .names(receiver.binding)
    .filter((name) => valueOf(file, name).start < receiver.start);
  return earlier.some((name) => isAsked(file, name));
}

/** Whether somebody has asked before, in the same function, how it stands with the process or pool of a `with` block. */
export function isAskedBefore(file: File, { value, function: owner, step }: RegionSite): boolean {
  const place = placeOf(file, value);
  if (place === undefined) return false;
  return (sitesOf(file)[owner] ?? []).some((site) => {
    const call = valueOf(file, site.value);
    const callee = call.kind === 'call' && call.end <= step.start ? valueOf(file, call.callee) : undefined;
    return callee?.kind === 'member' && ended.test(callee.name) && placeOf(file, callee.object) === place;
  });
}

function isAsked(file: File, name: ValueId): boolean {
  return usesOf(file)
    .of(name)
    .some(({ as, by }) => {
      if (by === undefined) return false;
      const user = valueOf(file, by);
      if (as === 'object') return user.kind === 'member' && asking.test(user.name);
      if (as === 'argument') return user.kind === 'call' && waiting.test(lastName(file, user.callee));
      // `wait([first, second])`
      return as === 'element' && isAsked(file, by);
    });
}

function lastName(file: File, callee: ValueId): string {
  const value = valueOf(file, settle(file, callee));
  if (value.kind === 'member' || value.kind === 'global') return value.name;
  return value.kind === 'name' ? bindingOf(file, value.binding).name : '';
}
