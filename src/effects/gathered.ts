import type { ValueId } from '../model/facts.ts';
import type { Loop, Step } from '../model/step.ts';
import type { FanOut } from './fan-out.ts';
import { graphOf, type Call } from './graph.ts';
import { lengthOf } from './list-length.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type Program } from './program.ts';
import { sitesOf } from './sites.ts';
import { innerSteps } from './steps.ts';

/** `gather(*[fetch(url) for url in urls])`, `gather(*tasks)` after a loop that fills `tasks`, and `wait` with either. */
export function gathered(program: Program, file: File, combinator: Call): FanOut | undefined {
  const value = valueOf(file, combinator.value);
  if (value.kind !== 'call') return undefined;
  const [first, second] = value.args;
  if (!first || first.spread !== (combinator.entry?.list === 'arguments') || second?.spread) return undefined;
  return comprehended(program, file, combinator, first.value) ?? appended(program, file, combinator, first.value);
}

function comprehended(program: Program, file: File, combinator: Call, list: ValueId): FanOut | undefined {
  const id = settle(file, list);
  const array = valueOf(file, id);
  if (array.kind === 'call') return mapped(file, combinator, id);
  const [element] = array.kind === 'array' ? array.elements : [];
  if (array.kind !== 'array' || !array.per || !element) return undefined;
  const source = array.per.find((each) => lengthOf(program, file, each) === undefined) ?? array.per[0];
  const width = lengthOf(program, file, id);
  // Rounds within rounds are seen as one list only where that is the one without a limit.
  if (source === undefined || width === 'chosen' || (array.per.length > 1 && width !== undefined)) return undefined;
  const task = taskOf(file, element.value);
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
function taskOf(file: File, id: ValueId): ValueId {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  const name =
    callee?.kind === 'member' ? callee.name : callee?.kind === 'name' ? bindingOf(file, callee.binding).name : '';
  const [first] = call.kind === 'call' ? call.args : [];
  return first && !first.spread && wrapping.has(name) ? taskOf(file, settle(file, first.value)) : id;
}

/** `tasks = []; for …: tasks.append(create_task(work(…))); await gather(*tasks)` */
function appended(program: Program, file: File, combinator: Call, list: ValueId): FanOut | undefined {
  const name = valueOf(file, list);
  if (name.kind !== 'name') return undefined;
  const { init, scope } = bindingOf(file, name.binding);
  const array = init === undefined ? undefined : valueOf(file, init);
  const isEmpty = array?.kind === 'array' ? array.elements.length === 0 : isSetCall(file, init);
  if (!isEmpty || scope !== combinator.function) return undefined;
  const calls = (graphOf(program, file).calls[combinator.function] ?? []).filter((call) =>
    isAppend(file, call, name.binding),
  );
  const [append, ...others] = calls;
  const loop = append?.loops.find((each) => !combinator.loops.includes(each));
  const value = append && valueOf(file, append.value);
  if (value?.kind !== 'call' || others.length > 0 || !append || !loop) return undefined;
  const [argument] = value.args;
  if (!argument || argument.spread || suspends(file, loop, combinator.function)) return undefined;
  const source = loop.range ? {} : loop.source === undefined ? {} : { source: loop.source };
  return {
    combinator,
    shape: 'pushed',
    call: append.value,
    task: taskOf(file, settle(file, argument.value)),
    loop,
    ...source,
  };
}

function isSetCall(file: File, init: ValueId | undefined): boolean {
  const call = init === undefined ? undefined : valueOf(file, init);
  const callee = call?.kind === 'call' && call.args.length === 0 ? valueOf(file, call.callee) : undefined;
  return callee?.kind === 'global' && /^(set|list)$/.test(callee.name);
}

function isAppend(file: File, { value: id }: Call, binding: number): boolean {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (callee?.kind !== 'member' || (callee.name !== 'append' && callee.name !== 'add')) return false;
  const object = valueOf(file, callee.object);
  return object.kind === 'name' && object.binding === binding;
}

/** A loop that itself waits, for a free place or for a batch, limits what it starts. */
export function suspends(file: File, loop: Loop, owner: number): boolean {
  const awaits = (sitesOf(file)[owner] ?? []).some(
    ({ value, loops }) => loops.includes(loop) && valueOf(file, value).kind === 'await',
  );
  return awaits || loop.form === 'for-await' || entersAsync(loop.body) || functionOf(file, owner).isGenerator;
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
