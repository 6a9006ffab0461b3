import type { BindingId, ValueId } from '../../model/facts.ts';
import { isArrayLike } from '../calls/callbacks.ts';
import type { Call } from '../calls/graph.ts';
import type { Reach } from '../calls/io.ts';
import { enclosingFunction, functionOf, valueOf, type File, type Program } from '../program.ts';
import { onlyReads } from './reads-only.ts';
import { awaitedCall, reachOfAwait } from './serial-awaits.ts';
import { answersInTurn } from '../silence.ts';
import { stepsWithin } from '../calls/steps.ts';
import { isInTransaction, takesTurns } from './turns.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';
import { sourcesOf } from '../values/value-flow.ts';

/** `list.reduce(async (sofar, each) => …)` of which each round waits for the one before, though it only collects. */
export interface SerialReduce {
  readonly call: ValueId;
  /** The first wait of a round for something outside of the process. */
  readonly awaits: ValueId;
  readonly reach: Reach;
}

/** What is proven: a round waits for what is collected so far before it reads, only reads, and reads nothing that this tells it to. */
export function serialReduce(
  program: Program,
  file: File,
  { value: id, function: owner }: Call,
): SerialReduce | undefined {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  const [callback] = call.kind === 'call' ? call.args : [];
  if (callee?.kind !== 'member' || callee.name !== 'reduce' || !callback || callback.spread) return undefined;
  const target = resolveValue(program, file, callback.value);
  if (target?.kind !== 'function' || target.file !== file || !isArrayLike(program, file, callee.object))
    return undefined;
  const { parameters, isAsync, body } = functionOf(file, target.function);
  const sofar = parameters[0]?.binding;
  if (!isAsync || sofar === undefined || isInTransaction(target) || isInTransaction({ file, function: owner }))
    return undefined;
  const steps = stepsWithin(body);
  const awaits = steps.flatMap((step) =>
    step.kind === 'evaluate' && valueOf(file, step.value).kind === 'await' ? [step.value] : [],
  );
  const [first, ...others] = awaits;
  if (first === undefined || !isOf(file, first, sofar) || others.length === 0) return undefined;
  const isPlain = steps.every(({ kind }) => kind === 'evaluate' || kind === 'write' || kind === 'return');
  const isFree = others.every((each) => isIndependent(program, file, target.function, each, first, sofar));
  if (!isPlain || !isFree) return undefined;
  for (const each of others) {
    const reach = reachOfAwait(program, target, each);
    if (reach && !reach.fleeting && !answersInTurn(reach.in.file, reach)) return { call: id, awaits: each, reach };
  }
  return undefined;
}

/** `await sofar` */
function isOf(file: File, id: ValueId, binding: BindingId): boolean {
  const value = valueOf(file, id);
  const of = value.kind === 'await' ? valueOf(file, value.of) : undefined;
  return of?.kind === 'name' && of.binding === binding;
}

function isIndependent(
  program: Program,
  file: File,
  owner: number,
  id: ValueId,
  first: ValueId,
  sofar: BindingId,
): boolean {
  const call = awaitedCall(file, id);
  if (call === undefined || !onlyReads(program, { file, function: owner }, call) || takesTurns(program, file, call))
    return false;
  if (sourcesOf(file, owner, id).has(first)) return false;
  const { start, end } = valueOf(file, id);
  return !usesOf(file)
    .names(sofar)
    .some((name) => {
      const place = valueOf(file, name);
      return place.start >= start && place.end <= end && enclosingFunction(file, place.start) === owner;
    });
}
