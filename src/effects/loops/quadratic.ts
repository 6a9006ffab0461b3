import type { Entry } from '../../knowledge/schema.ts';
import type { FunctionId, ValueId } from '../../model/facts.ts';
import { accumulationsIn, isReducerOf, type Accumulation } from './accumulations.ts';
import { roundsAround, type EnclosingRound } from './enclosing-rounds.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { lengthOf } from '../values/list-length.ts';
import { outsideData } from '../values/outside-data.ts';
import { placeOf } from '../values/places.ts';
import { numberOf } from '../values/constants.ts';
import { settle, settleAwaited, valueOf, type File, type Program } from '../program.ts';
import { outsideSource } from '../values/sources.ts';
import { plainType, typeOf } from '../symbols/types.ts';
import { usesOf } from '../values/uses.ts';

/** Work in each round of a loop that takes as long as a list is, where both grow with the same data. */
export interface QuadraticWork {
  readonly how: 'search' | 'move' | 'copy';
  readonly function: FunctionId;
  readonly call: ValueId;
  readonly list: ValueId;
  readonly round: EnclosingRound;
  /** Where what the loop goes over comes from, when that is up to somebody else. */
  readonly source?: string;
}

/** All in a file, by place. */
export function quadraticWorkIn(program: Program, file: File): QuadraticWork[] {
  const graph = graphOf(program, file);
  const calls = graph.calls.flat();
  const found = calls.flatMap((call) => searchOf(program, file, call) ?? moveOf(program, file, call) ?? []);
  const reducing = calls.filter(({ value }) => /^reduce(Right)?$/.test(nameOf(file, value) ?? ''));
  for (const each of accumulationsIn(file)) {
    const copy = each.loop ? copyInLoop(program, file, each) : copyInReduce(program, file, each, reducing);
    if (copy) found.push(copy);
  }
  return found.toSorted((a, b) => a.call - b.call);
}

function receiverOf(file: File, id: ValueId): ValueId | undefined {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  return callee?.kind === 'member' ? callee.object : undefined;
}

/** How long the call takes, also where only a written type, `string[]`, says that it is one of a list. */
function linearOf(program: Program, file: File, { entry, symbol, value }: Call): Entry['linear'] {
  if (entry || symbol) return entry?.linear;
  const linear = program.knowledge.member('global#Array', nameOf(file, value) ?? '')?.linear;
  const list = linear && receiverOf(file, value);
  const written = list === undefined ? undefined : typeOf(program, file, list);
  return written && plainType(program, written)?.type.kind === 'array' ? linear : undefined;
}

/** `seen.includes(each)` in a loop over the same list, in one that fills `seen`, or over data from outside in other such data. */
function searchOf(program: Program, file: File, call: Call): QuadraticWork | undefined {
  const list = linearOf(program, file, call) === 'search' ? receiverOf(file, call.value) : undefined;
  const place = list === undefined ? undefined : placeOf(file, list);
  if (list === undefined || place === undefined || isShort(program, file, list)) return undefined;
  for (const round of roundsAround(program, file, call.function, call.loops)) {
    if (!outlives(file, list, round) || round.trips !== 'input' || round.source === undefined) continue;
    const source = sourceOf(program, file, round.source);
    const isSame = placeOf(file, round.source) === place || fills(file, list, round);
    const isOther = source !== undefined && sourceOf(program, file, list) !== undefined;
    if (isSame || isOther) return workOf('search', call, list, round, source);
  }
  return undefined;
}

function workOf(
  how: QuadraticWork['how'],
  call: Pick<Call, 'function' | 'value'>,
  list: ValueId,
  round: EnclosingRound,
  source: string | undefined,
): QuadraticWork {
  return { how, function: call.function, call: call.value, list, round, ...(source === undefined ? {} : { source }) };
}

function isShort(program: Program, file: File, list: ValueId): boolean {
  return lengthOf(program, file, list) !== undefined;
}

function sourceOf(program: Program, file: File, id: ValueId): string | undefined {
  const outside = outsideData(program, file, id);
  if (outside)
    return outside.from === 'answer'
      ? 'what a server answers'
      : outside.from === 'body'
        ? 'what a request sends'
        : undefined;
  return outsideSource(program, file, id);
}

/** It is the same list in all rounds: a name declared before the loop, or a member of `this`. */
function outlives(file: File, list: ValueId, { start, end }: EnclosingRound): boolean {
  const value = valueOf(file, list);
  switch (value.kind) {
    case 'name': {
      const { start: declared } = file.facts.bindings[value.binding] ?? { start };
      return declared < start || declared >= end;
    }
    case 'this':
      return true;
    case 'member':
      return outlives(file, value.object, { start, end, trips: undefined });
    default:
      return false;
  }
}

const filling = new Set(['push', 'unshift', 'append', 'insert', 'appendleft']);

/** Each round may add to the list. */
function fills(file: File, list: ValueId, { start, end }: EnclosingRound): boolean {
  const value = valueOf(file, list);
  if (value.kind !== 'name') return false;
  const uses = usesOf(file);
  return uses.names(value.binding).some((name) => {
    const mention = valueOf(file, name);
    if (mention.start < start || mention.end > end) return false;
    return uses.of(name).some(({ as, by }) => {
      const member = as === 'object' && by !== undefined ? valueOf(file, by) : undefined;
      return member?.kind === 'member' && filling.has(member.name);
    });
  });
}

/** `queue.shift()` in `while (queue.length)`, `list.unshift(each)` in a loop; in Python `pop(0)` and `insert(0, each)`. */
function moveOf(program: Program, file: File, call: Call): QuadraticWork | undefined {
  const list = linearOf(program, file, call) === 'move' ? receiverOf(file, call.value) : undefined;
  if (list === undefined || !movesAll(program, file, call.value) || isShort(program, file, list)) return undefined;
  for (const round of roundsAround(program, file, call.function, call.loops)) {
    if (!outlives(file, list, round)) continue;
    if (round.trips === 'input' && round.source !== undefined && takesOrAdds(file, call.value) === 'adds')
      return workOf('move', call, list, round, sourceOf(program, file, round.source));
    const isDrained =
      round.loop?.form === 'while' && round.loop.test !== undefined && asks(file, round.loop.test, list);
    if (isDrained && takesOrAdds(file, call.value) === 'takes')
      return workOf('move', call, list, round, sourceOf(program, file, settleAwaited(file, list)));
  }
  return undefined;
}

function nameOf(file: File, call: ValueId): string | undefined {
  const value = valueOf(file, call);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  return callee?.kind === 'member' ? callee.name : undefined;
}

function takesOrAdds(file: File, call: ValueId): 'takes' | 'adds' {
  const name = nameOf(file, call);
  return name === 'unshift' || name === 'insert' ? 'adds' : 'takes';
}

/** At the front, where all the others have to make room. */
function movesAll(program: Program, file: File, id: ValueId): boolean {
  const name = nameOf(file, id);
  if (name === 'shift' || name === 'unshift') return true;
  const value = valueOf(file, id);
  const [first] = value.kind === 'call' ? value.args : [];
  return (name === 'pop' || name === 'insert') && first !== undefined && numberOf(program, file, first.value) === 0;
}

/** `queue.length > 0`, `len(queue)`, `queue`. */
function asks(file: File, test: ValueId, list: ValueId): boolean {
  const place = placeOf(file, list);
  const value = valueOf(file, test);
  if (place !== undefined && placeOf(file, test) === place) return true;
  switch (value.kind) {
    case 'member':
      return value.name === 'length' && asks(file, value.object, list);
    case 'operation':
      return value.operands.some((each) => asks(file, each, list));
    case 'call':
      return value.args.some((each) => asks(file, each.value, list));
    default:
      return false;
  }
}

function copyInLoop(program: Program, file: File, each: Accumulation): QuadraticWork | undefined {
  const { loop } = each;
  if (!loop) return undefined;
  const [round] = roundsAround(program, file, each.function, [loop]);
  if (round?.trips !== 'input' || round.source === undefined) return undefined;
  return workOf(
    'copy',
    { function: each.function, value: each.value },
    each.list,
    round,
    sourceOf(program, file, round.source),
  );
}

function copyInReduce(
  program: Program,
  file: File,
  { function: id, value, list, reducer }: Accumulation,
  calls: readonly Call[],
): QuadraticWork | undefined {
  if (reducer === undefined) return undefined;
  for (const call of calls) {
    const reduced = receiverOf(file, call.value);
    const made = valueOf(file, call.value);
    const [callback, initial] = made.kind === 'call' ? made.args : [];
    if (reduced === undefined || !callback || !initial || !isReducerOf(file, callback.value, reducer)) continue;
    const started = valueOf(file, settle(file, initial.value)).kind;
    if ((started !== 'array' && started !== 'object') || isShort(program, file, reduced)) continue;
    const { start, end } = made;
    return workOf(
      'copy',
      { function: id, value },
      list,
      { source: reduced, trips: 'input', start, end },
      sourceOf(program, file, reduced),
    );
  }
  return undefined;
}
