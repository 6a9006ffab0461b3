import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Loop, Step } from '../../model/step.ts';
import type { Reach } from '../calls/io.ts';
import { lengthOfSource } from '../values/list-length.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { onlyReads } from './reads-only.ts';
import { awaitedCall, reachOfAwait } from './serial-awaits.ts';
import { namesAGuard, namesAPiece, answersInTurn } from '../silence.ts';
import { innerSteps, stepsWithin } from '../calls/steps.ts';
import { entryOf, resolveValue } from '../symbols.ts';
import { tripsOf } from '../loops/trips.ts';
import { isInTransaction, takesTurns } from './turns.ts';
import { usesOf } from '../values/uses.ts';

/** A loop whose rounds wait one after the other, though none needs another. */
export interface SerialRounds {
  readonly loop: Loop;
  /** The `await`s of one round, in order, and what the first of them that leaves the process waits for. */
  readonly awaits: readonly ValueId[];
  readonly reach: Reach;
  /** `results.push(…)` on a list that was empty before the loop. */
  readonly collects: { readonly call: ValueId; readonly binding: BindingId };
  /** How many rounds there are at most, where that is known. */
  readonly count?: number;
}

/**
 * The loops of a function whose rounds could run at once, by proof: they only read, fill nothing but their own variables and one list,
 * and none leaves early, tries again, waits for a time or a place, or looks at what the rounds before it found.
 */
export function serialRounds(program: Program, ref: FunctionRef): SerialRounds[] {
  const { file } = ref;
  const { body, isAsync } = functionOf(file, ref.function);
  if (!isAsync || isInTransaction(ref)) return [];
  const found: SerialRounds[] = [];
  const look = (steps: readonly Step[]): void => {
    for (const step of steps) {
      const rounds = step.kind === 'loop' ? roundsOf(program, ref, step) : undefined;
      if (rounds) found.push(rounds);
      else for (const inner of innerSteps(step)) look(inner);
    }
  };
  look(body);
  return found;
}

function roundsOf(program: Program, ref: FunctionRef, loop: Loop): SerialRounds | undefined {
  const { file } = ref;
  const steps = stepsWithin(loop.body);
  const awaits = steps.flatMap((step) =>
    step.kind === 'evaluate' && valueOf(file, step.value).kind === 'await' ? [step.value] : [],
  );
  if (awaits.length === 0 || steps.some(({ kind }) => kind === 'loop') || isPiecewise(file, loop)) return undefined;
  const pushes = steps.flatMap((step) => (step.kind === 'evaluate' ? (pushOf(file, loop, step.value) ?? []) : []));
  const [collects] = pushes;
  if (pushes.length !== 1 || !collects || !isOnlyFilled(file, loop, collects)) return undefined;
  if (!awaits.every((id) => isRead(program, file, id)) || obstacleInRounds(program, ref, loop)) return undefined;
  const reach = awaits.map((id) => reachOfAwait(program, ref, id)).find((each) => each);
  if (!reach || reach.fleeting || answersInTurn(reach.in.file, reach)) return undefined;
  const count = countOf(program, file, loop);
  if (count === 'chosen' || count === 1) return undefined;
  return { loop, awaits, reach, collects, ...(count === undefined ? {} : { count }) };
}

/** It awaits a call, which is no combinator: `for (const batch of batches) await Promise.all(…)` is a limit on purpose. */
function isRead(program: Program, file: File, id: ValueId): boolean {
  const call = awaitedCall(file, id);
  const value = call === undefined ? undefined : valueOf(file, call);
  if (value?.kind !== 'call' || namesAGuard(file, value.callee)) return false;
  const symbol = resolveValue(program, file, value.callee);
  return !symbol || entryOf(program, symbol)?.combinator === undefined;
}

/** Each round deals with a piece of something longer, or with a page of it. */
function isPiecewise(file: File, { start, end }: Loop): boolean {
  return file.facts.bindings.some((each) => each.start >= start && each.end <= end && namesAPiece(each.name));
}

function countOf(program: Program, file: File, loop: Loop): number | 'chosen' | undefined {
  if (loop.source !== undefined) return lengthOfSource(program, file, loop.source);
  const trips = tripsOf(program, file, loop);
  return typeof trips === 'number' ? trips : undefined;
}

/** Why the rounds of a loop cannot be shown to be independent. */
export interface Obstacle {
  /**
   * `data`: a round may use what another one wrote; `exit`: it may be the last, or deals with failures one by one; `effect`: it is not
   * known to only read; `turns`: all go over one connection; `order`: the order of rounds matters.
   */
  readonly why: 'data' | 'exit' | 'effect' | 'turns' | 'order';
  /** The value that is in the way, where it is one. */
  readonly value?: ValueId;
}

/**
 * What keeps the rounds of a loop from running at once; undefined when it is proven that nothing does. A round may fill its own
 * variables, and `push` to a list, whose order is that of the rounds.
 */
export function obstacleInRounds(program: Program, ref: FunctionRef, loop: Loop): Obstacle | undefined {
  const { file } = ref;
  if (loop.form !== 'for-of' && loop.form !== 'for') return { why: 'order' };
  if (loop.form === 'for' && !loop.range) return { why: 'order' };
  for (const step of stepsWithin(loop.body)) {
    switch (step.kind) {
      case 'return':
      case 'throw':
      case 'break':
      case 'region':
      case 'try':
        return { why: 'exit' };
      case 'loop':
        if (step.form !== 'for-of' && !step.range) return { why: 'order' };
        break;
      case 'write':
        if (!isOfRound(file, loop, step.target)) return { why: 'data', value: step.target };
        break;
      case 'evaluate': {
        const obstacle = inRound(program, ref, loop, step.value);
        if (obstacle) return obstacle;
        break;
      }
      default:
    }
  }
  return undefined;
}

function inRound(program: Program, ref: FunctionRef, loop: Loop, id: ValueId): Obstacle | undefined {
  const { file } = ref;
  const value = valueOf(file, id);
  if (value.kind === 'yield') return { why: 'order', value: id };
  if ((value.kind !== 'call' && value.kind !== 'new') || pushOf(file, loop, id)) return undefined;
  if (!onlyReads(program, ref, id)) return { why: 'effect', value: id };
  return value.kind === 'call' && takesTurns(program, file, id) ? { why: 'turns', value: id } : undefined;
}

/** A variable that is declared in the loop, its counter included. */
function isOfRound(file: File, loop: Loop, target: ValueId): boolean {
  const place = valueOf(file, target);
  if (place.kind !== 'name') return false;
  const { start, end } = bindingOf(file, place.binding);
  const isCounter = loop.range?.variable === place.binding;
  return isCounter || (loop.start <= start && end <= loop.end);
}

/** `results.push(…)` on a list that was made, empty, before the loop. */
function pushOf(file: File, loop: Loop, id: ValueId): SerialRounds['collects'] | undefined {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (callee?.kind !== 'member' || (callee.name !== 'push' && callee.name !== 'append')) return undefined;
  const name = valueOf(file, callee.object);
  const list = valueOf(file, settle(file, callee.object));
  if (name.kind !== 'name' || list.kind !== 'array' || list.elements.length > 0 || list.end > loop.start)
    return undefined;
  return { call: id, binding: name.binding };
}

/** The loop does nothing else with the list: neither goes through it nor asks how much it has found. */
function isOnlyFilled(file: File, { start, end }: Loop, { binding }: SerialRounds['collects']): boolean {
  const mentions = usesOf(file).names(binding);
  return mentions.filter((name) => valueOf(file, name).start >= start && valueOf(file, name).end <= end).length === 1;
}
