import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { fatesOf } from './promise-fates.ts';
import { promiseValue } from './promise-values.ts';
import { failureOf } from './rejection.ts';
import { innerSteps, stepsWithin } from '../calls/steps.ts';
import { usesOf } from '../values/uses.ts';

/** A promise that runs while nobody holds it: something else is awaited before it. */
export interface Orphan {
  readonly call: Call;
  readonly binding: BindingId;
  /** The `await` during which its failure would be unhandled. */
  readonly during: ValueId;
  /** Where it is awaited or handed on in the end. */
  readonly taken: ValueId;
}

/** The promises of a function that may fail before anybody has taken them. */
export function orphansOf(program: Program, ref: FunctionRef): Orphan[] {
  const { file } = ref;
  return (graphOf(program, file).calls[ref.function] ?? []).flatMap((call) => {
    const binding = variableOf(file, ref, call.value);
    const promise = binding === undefined ? undefined : promiseValue(program, file, call.value);
    if (promise?.kind !== 'promise' || !failureOf(program, promise)) return [];
    if (binding === undefined || fatesOf(program, file, call.value).some(({ handled }) => handled)) return [];
    const taken = firstMention(file, ref, binding);
    if (taken === undefined) return [];
    const during = awaitBefore(file, ref, call.value, valueOf(file, taken).start);
    return during === undefined ? [] : [{ call, binding, during, taken }];
  });
}

/** The variable of this function that holds the call's promise and nothing else. */
function variableOf(file: File, ref: FunctionRef, call: ValueId): BindingId | undefined {
  const write = usesOf(file)
    .of(call)
    .find(({ as, by }) => as === 'written' && by !== undefined)?.by;
  const place = write === undefined ? undefined : valueOf(file, write);
  if (place?.kind !== 'name') return undefined;
  const { init, scope } = bindingOf(file, place.binding);
  return scope === ref.function && init !== undefined && settle(file, init) === call ? place.binding : undefined;
}

/** The first mention after the declaration; undefined where a nested function has it, which may run at any time. */
function firstMention(file: File, { function: id }: FunctionRef, binding: BindingId): ValueId | undefined {
  const uses = usesOf(file);
  const mentions = uses.names(binding).filter((name) => uses.writtenTo(name) === undefined);
  const inner = file.facts.functions.filter(({ parent }, index) => index !== id && parent === id);
  const isNested = mentions.some((name) => {
    const { start } = valueOf(file, name);
    return inner.some((each) => each.start <= start && start < each.end);
  });
  if (isNested) return undefined;
  return mentions.toSorted((a, b) => valueOf(file, a).start - valueOf(file, b).start)[0];
}

/** An `await` that is sure to run after the call was made and before `taken` is reached. */
function awaitBefore(file: File, { function: id }: FunctionRef, call: ValueId, taken: number): ValueId | undefined {
  const list = listWith(functionOf(file, id).body, call);
  if (!list) return undefined;
  const index = list.findIndex((step) => step.kind === 'evaluate' && step.value === call);
  for (const step of always(list.slice(index + 1))) {
    if (step.kind !== 'evaluate') continue;
    const value = valueOf(file, step.value);
    if (value.kind === 'await' && value.end <= taken) return step.value;
    if (value.start >= taken) return undefined;
  }
  return undefined;
}

/** The list of steps that has the evaluation of a value in it. */
function listWith(steps: readonly Step[], value: ValueId): readonly Step[] | undefined {
  if (steps.some((step) => step.kind === 'evaluate' && step.value === value)) return steps;
  for (const step of steps) {
    for (const inner of innerSteps(step)) {
      const found = listWith(inner, value);
      if (found) return found;
    }
  }
  return undefined;
}

/** The steps that run in any case, until one may leave. */
function always(steps: readonly Step[]): Step[] {
  const sure: Step[] = [];
  for (const step of steps) {
    if (step.kind === 'try' || step.kind === 'region') sure.push(...always(step.body));
    else sure.push(step);
    const leaves = stepsWithin([step]).some(({ kind }) => kind === 'return' || kind === 'throw');
    if (leaves) break;
  }
  return sure;
}
