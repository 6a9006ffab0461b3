import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Loop } from '../../model/step.ts';
import type { FanOut } from './fan-out.ts';
import { fillingsOf } from '../values/filled-lists.ts';
import { suspends } from './gathered.ts';
import type { Call } from '../calls/graph.ts';
import { settle, valueOf, type File } from '../program.ts';
import { regionsOf } from '../calls/sites.ts';
import { usesOf, type Use } from '../values/uses.ts';

/**
 * `for url in urls: group.create_task(fetch(url))`: a task for each round of a loop that waits for none of them. Also where each is
 * awaited only after all were started, or kept until it is done.
 */
export function spawned(file: File, call: Call): FanOut | undefined {
  const { spawns } = call.entry ?? {};
  const value = valueOf(file, call.value);
  if (!spawns || value.kind !== 'call' || call.loops.length === 0) return undefined;
  const task = value.args.find(({ keyword }) => keyword !== undefined && keyword === spawns.keyword);
  const given = task ?? value.args[spawns.argument];
  if (!given || given.spread) return undefined;
  // A task that goes somewhere else may be waited for there, which is looked at from the other end.
  const isFree = spawns.owned === true || usesOf(file).of(call.value).length === 0;
  if (!isFree && !isKept(file, call) && !isAwaitedLater(file, call)) return undefined;
  const loop = loopAround(file, call, value.callee);
  if (!loop || suspends(file, loop, call.function)) return undefined;
  const source = loop.range ? {} : loop.source === undefined ? {} : { source: loop.source };
  return { combinator: call, shape: 'spawned', call: call.value, task: settle(file, given.value), loop, ...source };
}

/** `task.add_done_callback(tasks.discard)` and `tasks.add(task)` are all that becomes of it: it is kept, and nobody waits for it. */
function isKept(file: File, call: Call): boolean {
  const uses = usesOf(file);
  const binding = file.facts.bindings.findIndex(({ init, scope }) => scope === call.function && init === call.value);
  if (binding < 0) return false;
  const methods = uses
    .names(binding)
    .filter((name) => uses.writtenTo(name) === undefined)
    .flatMap((name) => uses.of(name).map((use) => ({ name, ...use })))
    .map(({ as, by }) => {
      const member = by === undefined ? undefined : valueOf(file, as === 'argument' ? calleeOf(file, by) : by);
      return member?.kind === 'member' ? `${as} ${member.name}` : '';
    });
  return (
    methods.includes('object add_done_callback') &&
    methods.every((each) => /^(object add_done_callback|argument (add|append))$/.test(each))
  );
}

function calleeOf(file: File, id: ValueId): ValueId {
  const call = valueOf(file, id);
  return call.kind === 'call' ? call.callee : id;
}

/** It goes into a list of its own function, over which a later loop awaits one after the other. */
function isAwaitedLater(file: File, call: Call): boolean {
  const uses = usesOf(file);
  return listsOf(file, call).some((binding) => {
    const mentions = uses.names(binding).flatMap((name) => uses.of(name));
    const isWalked = [...mentions, ...mentions.flatMap((use) => usesOfValues(file, use))].some(
      ({ as, by }) => as === 'iterated' && by !== undefined && isAwaitedElement(file, by),
    );
    return isWalked && mentions.every(({ as }) => as === 'iterated' || as === 'target' || as === 'object');
  });
}

/** What becomes of `tasks.values()`. */
function usesOfValues(file: File, { as, by }: Use): readonly Use[] {
  const member = as === 'object' && by !== undefined ? valueOf(file, by) : undefined;
  if (by === undefined || member?.kind !== 'member' || member.name !== 'values') return [];
  const call = usesOf(file)
    .of(by)
    .find((use) => use.as === 'callee')?.by;
  return call === undefined ? [] : usesOf(file).of(call);
}

/** The variables whose list the task goes into. */
function listsOf(file: File, call: Call): BindingId[] {
  const uses = usesOf(file);
  const holders = uses.of(call.value);
  const arrays = holders.flatMap(({ as, by }) => (/^(element|property)$/.test(as) && by !== undefined ? [by] : []));
  return file.facts.bindings.flatMap(({ scope, init }, binding) => {
    if (scope !== call.function || init === undefined) return [];
    if (arrays.includes(init)) return [binding];
    return fillingsOf(file, call.function, binding).some(({ element }) => element === call.value) ? [binding] : [];
  });
}

/** `for task in tasks: await task` */
function isAwaitedElement(file: File, element: ValueId): boolean {
  const uses = usesOf(file);
  const variable = uses.of(element).find(({ as }) => as === 'written')?.by;
  const place = variable === undefined ? undefined : valueOf(file, variable);
  return (
    place?.kind === 'name' && uses.names(place.binding).some((name) => uses.of(name).some(({ as }) => as === 'awaited'))
  );
}

/**
 * The outermost loop that all tasks of one group come from: not one around the group, which is waited for in each round. A loop
 * over nothing, such as `while True`, is no list.
 */
function loopAround(file: File, { loops, function: owner }: Call, callee: ValueId): Loop | undefined {
  const method = valueOf(file, callee);
  const group = method.kind === 'member' ? settle(file, method.object) : undefined;
  const outside = regionsOf(file)[owner]?.find(({ value }) => settle(file, value) === group)?.loops ?? [];
  const inside = loops.filter((loop) => !outside.includes(loop));
  return inside.find((loop) => loop.range !== undefined || loop.source !== undefined);
}
