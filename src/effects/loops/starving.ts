import type { ValueId } from '../../model/facts.ts';
import type { Loop, Step } from '../../model/step.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { stepsOfKind, stepsWithin } from '../calls/steps.ts';
import { entryOf, resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';
import { sourcesOf } from '../values/value-flow.ts';

/** A loop whose only waits are over before the event loop turns. */
export interface StarvingLoop {
  readonly loop: Loop;
  readonly wait: ValueId;
  /** `waits`: for something that only others could change; `pauses`: on purpose, every so often; `passes`: works, and waits in each round. */
  readonly how: 'waits' | 'pauses' | 'passes';
}

/** The loops of an async function that await nothing but promises that are settled already. */
export function starvingLoops(program: Program, ref: FunctionRef): readonly StarvingLoop[] {
  const { body, isAsync } = functionOf(ref.file, ref.function);
  if (!isAsync) return [];
  const known: Known = new Map();
  return stepsOfKind(body, 'loop').flatMap((loop) => starving(program, ref, loop, known) ?? []);
}

/** What is known of the loops of a function: each asks for all within it. */
type Known = Map<Loop, StarvingLoop | undefined>;

function starving(program: Program, ref: FunctionRef, loop: Loop, known: Known): StarvingLoop | undefined {
  if (!known.has(loop)) known.set(loop, judge(program, ref, loop, known));
  return known.get(loop);
}

function judge(program: Program, ref: FunctionRef, loop: Loop, known: Known): StarvingLoop | undefined {
  const { file, function: id } = ref;
  const inside = stepsWithin(loop.body);
  const values = inside.flatMap((step) => (step.kind === 'evaluate' ? [step.value] : []));
  const waits = values.filter((each) => valueOf(file, each).kind === 'await');
  const [wait] = waits;
  const suspends = inside.some((step) => {
    if (step.kind === 'loop') return step.form === 'for-await';
    return step.kind === 'region'
      ? step.isAsync
      : step.kind === 'evaluate' && valueOf(file, step.value).kind === 'yield';
  });
  if (wait === undefined || suspends || loop.form === 'for-await') return undefined;
  // An inner loop of this kind is told of by itself.
  if (inside.some((step) => step.kind === 'loop' && starving(program, ref, step, known))) return undefined;
  if (!waits.every((each) => isSettled(program, file, each))) return undefined;
  const awaited = new Set(waits.flatMap((each) => [...sourcesOf(file, id, each)]));
  const works = values.some((each) => {
    const { kind } = valueOf(file, each);
    return (kind === 'call' || kind === 'new') && !awaited.has(each);
  });
  const writes = inside.some(({ kind }) => kind === 'write');
  if (!works && !writes) {
    return loop.source === undefined && loop.test !== undefined && isOthers(file, loop.test)
      ? { loop, wait, how: 'waits' }
      : undefined;
  }
  return { loop, wait, how: isNowAndThen(file, id, inside, wait) ? 'pauses' : 'passes' };
}

/** `await null`, `await Promise.resolve()`. */
function isSettled(program: Program, file: File, id: ValueId): boolean {
  const wait = valueOf(file, id);
  if (wait.kind !== 'await') return false;
  const of = valueOf(file, settle(file, wait.of));
  if (of.kind === 'literal') return true;
  if (of.kind !== 'call') return false;
  const symbol = resolveValue(program, file, of.callee);
  const [given] = of.args;
  const isEmpty = given === undefined || (!given.spread && valueOf(file, given.value).kind === 'literal');
  return isEmpty && symbol !== undefined && entryOf(program, symbol)?.resumes === 'microtask';
}

/** A condition on what others change: a variable that is assigned outside of the loop, or a field. */
function isOthers(file: File, test: ValueId): boolean {
  const value = valueOf(file, test);
  if (value.kind === 'operation') return value.operands.some((each) => isOthers(file, each));
  if (value.kind === 'name') return bindingOf(file, value.binding).reassigned > 0;
  return value.kind === 'member';
}

/** `if (index % 1000 === 0) await …`: somebody meant to let others run. */
function isNowAndThen(file: File, owner: number, inside: readonly Step[], wait: ValueId): boolean {
  return inside.some(
    (step) =>
      step.kind === 'branch' &&
      step.arms.some((arm) => stepsWithin(arm).some((each) => each.kind === 'evaluate' && each.value === wait)) &&
      [...sourcesOf(file, owner, step.test)].some((each) => {
        const value = valueOf(file, each);
        return value.kind === 'operation' && /^(%|-|&)$/.test(value.operator);
      }),
  );
}

/** The calls by which a function puts itself off to the end of this turn, which never comes: `process.nextTick(poll)` in `poll`. */
export function selfDeferring(program: Program, { file, function: id }: FunctionRef): readonly Call[] {
  if (id === 0) return [];
  return (graphOf(program, file).calls[id] ?? []).filter(({ value, entry }) => {
    const call = valueOf(file, value);
    if (entry?.resumes !== 'microtask' || !entry.callbacks || call.kind !== 'call') return false;
    const target = call.args[0] && resolveValue(program, file, call.args[0].value);
    return target?.kind === 'function' && target.file === file && target.function === id;
  });
}

/** Whether a function that puts itself off does nothing but ask for what others change. */
export function onlyAsks({ file, function: id }: FunctionRef, deferring: Call): boolean {
  const steps = stepsWithin(functionOf(file, id).body);
  const tests = steps.flatMap((step) => (step.kind === 'branch' ? [step.test] : []));
  const writes = steps.some(({ kind }) => kind === 'write');
  const unconditional = functionOf(file, id).body.filter(
    (step) => step.kind === 'evaluate' && step.value !== deferring.value && isCall(file, step.value),
  );
  return (
    !writes &&
    unconditional.length === 0 &&
    tests.some((test) => isOthers(file, test) && usesOf(file).of(test).length > 0)
  );
}

function isCall(file: File, id: ValueId): boolean {
  const { kind } = valueOf(file, id);
  return kind === 'call' || kind === 'new';
}
