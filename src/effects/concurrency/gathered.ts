import type { ValueId } from '../../model/facts.ts';
import type { Loop, Step } from '../../model/step.ts';
import type { FanOut } from './fan-out.ts';
import { fillingsOf } from '../values/filled-lists.ts';
import type { Call } from '../calls/graph.ts';
import { lengthOf } from '../values/list-length.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type Program } from '../program.ts';
import { waitsInRounds } from '../calls/sites.ts';
import { innerSteps } from '../calls/steps.ts';

/**
 * `gather(*[fetch(url) for url in urls])`, `gather(*tasks)` after a loop that fills `tasks`, and `wait` with either. Of several lists
 * one each.
 */
export function gathered(program: Program, file: File, combinator: Call): FanOut[] {
  const value = valueOf(file, combinator.value);
  if (value.kind !== 'call') return [];
  const given =
    combinator.entry?.list === 'arguments'
      ? value.args.filter(({ spread }) => spread)
      : value.args.slice(0, 1).filter(({ spread }) => !spread);
  return given.flatMap((each) => {
    const list = unwrapped(file, each.value);
    return comprehended(program, file, combinator, list) ?? filled(program, file, combinator, list) ?? [];
  });
}

/** `list(tasks)` and `tasks.values()` have what `tasks` has. */
function unwrapped(file: File, id: ValueId): ValueId {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (call.kind !== 'call') return id;
  if (callee?.kind === 'member' && callee.name === 'values' && call.args.length === 0)
    return unwrapped(file, callee.object);
  const [only] = call.args;
  return callee?.kind === 'global' && /^(list|tuple|set)$/.test(callee.name) && only && !only.spread
    ? unwrapped(file, only.value)
    : id;
}

function comprehended(program: Program, file: File, combinator: Call, list: ValueId): FanOut | undefined {
  const id = settle(file, list);
  const array = valueOf(file, id);
  if (array.kind === 'call') return mapped(file, combinator, id);
  const [element] = array.kind === 'array' ? array.elements : array.kind === 'object' ? array.properties : [];
  if ((array.kind !== 'array' && array.kind !== 'object') || !array.per || !element) return undefined;
  const source = array.per.find((each) => lengthOf(program, file, each) === undefined) ?? array.per[0];
  const width = lengthOf(program, file, id);
  // Rounds within rounds are seen as one list only where that is the one without a limit.
  if (source === undefined || width === 'chosen' || (array.per.length > 1 && width !== undefined)) return undefined;
  const task = taskOf(file, settle(file, element.value));
  // An element that is a task already was started elsewhere.
  if (valueOf(file, task).kind !== 'call') return undefined;
  // One batch of a surrounding loop is all that runs at once.
  return { combinator, shape: 'pushed', call: id, task, source };
}

/** `gather(*map(fetch, urls))` */
function mapped(file: File, combinator: Call, id: ValueId): FanOut | undefined {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (call.kind !== 'call' || callee?.kind !== 'global' || callee.name !== 'map') return undefined;
  const [task, source] = call.args;
  if (!task || !source || call.args.some(({ spread }) => spread)) return undefined;
  return { combinator, shape: 'mapped', call: id, task: task.value, source: source.value };
}

const wrapping = new Set(['create_task', 'ensure_future', 'wait_for', 'shield', 'start_soon']);

/** The coroutine's call within `create_task(…)`. */
export function taskOf(file: File, id: ValueId): ValueId {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  const name =
    callee?.kind === 'member' ? callee.name : callee?.kind === 'name' ? bindingOf(file, callee.binding).name : '';
  const [first] = call.kind === 'call' ? call.args : [];
  return first && !first.spread && wrapping.has(name) ? taskOf(file, settle(file, first.value)) : id;
}

/** `tasks = []; for …: tasks.append(create_task(work(…))); await gather(*tasks)` */
function filled(program: Program, file: File, combinator: Call, list: ValueId): FanOut | undefined {
  const name = valueOf(file, list);
  if (name.kind !== 'name') return undefined;
  // Of several, as in the branches of an `if`, the first that repeats.
  const fillings = fillingsOf(file, combinator.function, name.binding);
  const isPart = fillings.length > 1 ? { isPart: true as const } : {};
  for (const { by, element, loops } of fillings) {
    const own = loops.filter((each) => !combinator.loops.includes(each));
    const [outer] = own;
    if (!outer) continue;
    if (suspends(file, outer, combinator.function)) return undefined;
    const loop =
      own.find(
        ({ range, source }) => !range && source !== undefined && lengthOf(program, file, source) === undefined,
      ) ?? outer;
    const source = loop.range || loop.source === undefined ? {} : { source: loop.source };
    return { combinator, shape: 'pushed', call: by, task: taskOf(file, element), loop, ...source, ...isPart };
  }
  return undefined;
}

/** A loop that itself waits, for a free place or for a batch, limits what it starts. */
export function suspends(file: File, loop: Loop, owner: number): boolean {
  return waitsInRounds(file, owner, loop) || entersAsync(loop.body) || functionOf(file, owner).isGenerator;
}

/** `async with` waits for what it enters. */
export function entersAsync(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    switch (step.kind) {
      case 'region':
        return step.isAsync || entersAsync(step.body);
      case 'branch':
        return step.arms.some(entersAsync);
      case 'loop':
        return step.form === 'for-await' || entersAsync(step.body);
      case 'try':
        return innerSteps(step).some(entersAsync);
      default:
        return false;
    }
  });
}
