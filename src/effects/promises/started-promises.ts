import type { ValueId } from '../../model/facts.ts';
import type { Loop, Step } from '../../model/step.ts';
import type { Call } from '../../model/value.ts';
import { isArrayLike } from '../calls/callbacks.ts';
import { graphOf } from '../calls/graph.ts';
import { lengthOfSource } from '../values/list-length.ts';
import {
  bindingOf,
  functionOf,
  isPython,
  settle,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { promiseValue, promiseOfCalling } from './promise-values.ts';
import { failureOf } from './rejection.ts';
import { stepsOfKind } from '../calls/steps.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A list of promises that run already, of which one after the other is awaited: the loop, or the call that does so. */
export interface StartedPromises {
  readonly list: ValueId;
  readonly loop?: Loop;
  readonly call?: ValueId;
}

/**
 * Lists of promises that may fail while an earlier one is awaited, when nobody has taken them yet: `for await` over them, `for … of` with
 * an `await` of each, and `Array.fromAsync`.
 */
export function startedPromises(program: Program, ref: FunctionRef): StartedPromises[] {
  const { file, function: owner } = ref;
  // A task of Python keeps its exception until somebody asks.
  if (isPython(file)) return [];
  const loops = stepsOfKind(functionOf(file, owner).body, 'loop').flatMap((loop): StartedPromises[] =>
    loop.source !== undefined && awaitsEach(file, loop) ? [{ list: loop.source, loop }] : [],
  );
  const calls = (graphOf(program, file).calls[owner] ?? []).flatMap(({ value: id, symbol }): StartedPromises[] => {
    const value = valueOf(file, id);
    const list = value.kind === 'call' ? value.args[0] : undefined;
    const isFrom = symbol && symbolName(symbol) === 'global#Array.fromAsync';
    return isFrom && list && !list.spread ? [{ list: list.value, call: id }] : [];
  });
  return [...loops, ...calls].filter(({ list }) => isOnlyMention(file, list) && runsAlready(program, file, list));
}

function awaitsEach(file: File, loop: Loop): boolean {
  if (loop.form === 'for-await') return true;
  return loop.form === 'for-of' && loop.body.some((step) => isAwaitOfElement(file, loop, step));
}

function isAwaitOfElement(file: File, { source }: Loop, step: Step): boolean {
  const value = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
  const awaited = value?.kind === 'await' ? valueOf(file, settle(file, value.of)) : undefined;
  return awaited?.kind === 'element' && awaited.of === source;
}

/** Nobody else has the list, who might take the promises in it. */
function isOnlyMention(file: File, list: ValueId): boolean {
  const value = valueOf(file, list);
  if (value.kind !== 'name') return true;
  const uses = usesOf(file);
  const { init } = bindingOf(file, value.binding);
  return (
    init !== undefined && uses.names(value.binding).every((name) => name === list || uses.writtenTo(name) !== undefined)
  );
}

function runsAlready(program: Program, file: File, list: ValueId): boolean {
  const value = valueOf(file, settle(file, list));
  if (value.kind === 'array' && !value.per) {
    // Only the first one is held from the beginning.
    return (
      value.elements.length > 1 &&
      value.elements.slice(1).some((each) => !each.spread && mayFail(program, file, each.value))
    );
  }
  return value.kind === 'call' && isMapped(program, file, value);
}

function mayFail(program: Program, file: File, id: ValueId): boolean {
  const promise = promiseValue(program, file, id);
  return promise?.kind === 'promise' && failureOf(program, promise) !== undefined;
}

/** `list.map(load)`, where `load` gives promises that may fail. */
function isMapped(program: Program, file: File, call: Call): boolean {
  const callee = valueOf(file, call.callee);
  const [task] = call.args;
  if (callee.kind !== 'member' || callee.name !== 'map' || !task || task.spread) return false;
  const length = lengthOfSource(program, file, callee.object);
  if (!isArrayLike(program, file, callee.object) || (typeof length === 'number' && length < 2)) return false;
  const symbol = resolveValue(program, file, task.value);
  const promise = symbol && promiseOfCalling(program, symbol);
  return promise?.kind === 'promise' && failureOf(program, promise) !== undefined;
}
