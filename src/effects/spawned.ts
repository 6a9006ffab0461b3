import type { ValueId } from '../model/facts.ts';
import type { Loop } from '../model/step.ts';
import type { FanOut } from './fan-out.ts';
import { suspends } from './gathered.ts';
import type { Call } from './graph.ts';
import { settle, valueOf, type File } from './program.ts';
import { regionsOf } from './sites.ts';
import { usesOf } from './uses.ts';

/** `for url in urls: group.create_task(fetch(url))`: a task for each round of a loop that waits for none of them. */
export function spawned(file: File, call: Call): FanOut | undefined {
  const { spawns } = call.entry ?? {};
  const value = valueOf(file, call.value);
  if (!spawns || value.kind !== 'call') return undefined;
  const task = value.args.find(({ keyword }) => keyword !== undefined && keyword === spawns.keyword);
  const given = task ?? value.args[spawns.argument];
  if (!given || given.spread) return undefined;
  // A task that goes somewhere may be waited for there, which is looked at from the other end.
  if (spawns.owned !== true && usesOf(file).of(call.value).length > 0) return undefined;
  const loop = loopAround(file, call, value.callee);
  if (!loop || suspends(file, loop, call.function)) return undefined;
  const source = loop.range ? {} : loop.source === undefined ? {} : { source: loop.source };
  return { combinator: call, shape: 'spawned', call: call.value, task: settle(file, given.value), loop, ...source };
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
