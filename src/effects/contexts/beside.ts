import type { ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import type { Edge } from '../calls/graph.ts';
import { functionOf, isPython, valueOf, type File, type Program } from '../program.ts';
import { entryOf, resolveValue } from '../symbols.ts';
import { usesOf, type Use } from '../values/uses.ts';

/*
 * A command that one person waits for has nobody else on its loop, unless it starts several tasks itself: whoever holds up the loop in
 * one of these holds up the others, for whose sake they were started.
 */

/** Whether a call makes a coroutine that runs beside others: a task of its own, or one of several that are awaited together. */
export function runsBeside(program: Program, { from, to, site, how }: Edge): boolean {
  if (!isPython(from.file) || !functionOf(to.file, to.function).isAsync) return false;
  if (how === 'once') return startsTask(program, from.file, site.value);
  return how === 'call' && isBeside(program, from.file, site.value, 0);
}

/** More lists and names than a coroutine goes through. */
const DEEPEST = 4;

function isBeside(program: Program, file: File, id: ValueId, depth: number): boolean {
  return (
    depth < DEEPEST &&
    usesOf(file)
      .of(id)
      .some((use) => isBesideBy(program, file, use, depth + 1))
  );
}

function isBesideBy(program: Program, file: File, { as, by }: Use, depth: number): boolean {
  if (by === undefined) return false;
  const value = valueOf(file, by);
  // `task = fetch(url)`, and `fetch(url) for url in urls`.
  if (as === 'written') return value.kind === 'name' && isNamedBeside(program, file, value.binding, depth);
  if (as === 'element')
    return value.kind === 'array' && (value.per !== undefined || value.elements.length > 1)
      ? isAwaitedTogether(program, file, by, depth)
      : false;
  if (as !== 'argument' || value.kind !== 'call') return false;
  const symbol = resolveValue(program, file, value.callee);
  const entry = symbol && entryOf(program, symbol);
  if (entry?.combinator) return entry.list === 'arguments' && value.args.length > 1;
  if (entry?.spawns) return startsTask(program, file, by) || isBeside(program, file, by, depth);
  const list = filledBy(file, value.callee, value.args);
  return list !== undefined && isAwaitedTogether(program, file, list, depth);
}

function isNamedBeside(program: Program, file: File, binding: number, depth: number): boolean {
  return usesOf(file)
    .names(binding)
    .some((name) => isBeside(program, file, name, depth));
}

/** `tasks.append(…)` gives the list. */
function filledBy(file: File, callee: ValueId, args: readonly Argument[]): ValueId | undefined {
  const method = valueOf(file, callee);
  if (method.kind !== 'member' || args.length !== 1 || !/^(append|add)$/.test(method.name)) return undefined;
  return valueOf(file, method.object).kind === 'name' ? method.object : undefined;
}

/** A list goes to `gather(*list)` or to `wait(list)`, by itself or by its name. */
function isAwaitedTogether(program: Program, file: File, list: ValueId, depth: number): boolean {
  if (depth >= DEEPEST) return false;
  const value = valueOf(file, list);
  const uses = usesOf(file);
  const mentions = value.kind === 'name' ? uses.names(value.binding) : [list];
  return mentions.some((mention) =>
    uses.of(mention).some(({ as, by }) => {
      const user = by === undefined ? undefined : valueOf(file, by);
      if (as === 'written' && user?.kind === 'name' && by !== undefined)
        return isAwaitedTogether(program, file, by, depth + 1);
      const symbol = as === 'argument' && user?.kind === 'call' ? resolveValue(program, file, user.callee) : undefined;
      return symbol !== undefined && entryOf(program, symbol)?.combinator !== undefined;
    }),
  );
}

/** `create_task(…)`, which goes on at once; one that is awaited on the spot has nobody beside it, and `run` ends with it. */
function startsTask(program: Program, file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  const symbol = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  const entry = symbol && entryOf(program, symbol);
  if (!entry?.spawns || entry.entersLoop === true) return false;
  return !usesOf(file)
    .of(id)
    .some(({ as }) => as === 'awaited');
}
