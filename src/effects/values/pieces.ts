import type { FileFacts, FunctionId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import type { Argument } from '../../model/value.ts';
import { numberOf } from './constants.ts';
import type { Length } from './list-length.ts';
import { bindingOf, functionOf, settle, settleAwaited, valueOf, type File, type Program } from '../program.ts';
import { namesAPiece, namesPieces } from '../silence.ts';
import { lengthOfSlice } from './python-lengths.ts';
import { resolveValue } from '../symbols.ts';
import { stepsWithin } from '../calls/steps.ts';
import { usesOf } from './uses.ts';

/**
 * How long a cut is: `slice(i, i + size)` and `splice(0, size)` take a piece of a size that somebody chose, whether we know the number
 * or not. That is what batching looks like.
 */
export function lengthOfCut(program: Program, file: File, name: string, args: readonly Argument[]): Length | undefined {
  const [start, end] = args.map(({ value }) => value);
  if (start === undefined) return undefined;
  if (name === 'splice') return end === undefined ? undefined : (numberOf(program, file, end) ?? 'chosen');
  if (name !== 'slice') return undefined;
  const from = numberOf(program, file, start);
  if (end === undefined) return lengthOfEnd(file, start, from);
  const to = numberOf(program, file, end);
  if (from !== undefined && to !== undefined) return from < 0 === to < 0 ? Math.max(0, to - from) : undefined;
  return isChosenEnd(file, end, from) ? 'chosen' : undefined;
}

/** `slice(-3)`: the last three. */
function lengthOfEnd(file: File, start: ValueId, from: number | undefined): Length | undefined {
  if (from !== undefined) return from < 0 ? -from : undefined;
  const value = valueOf(file, settle(file, start));
  return value.kind === 'operation' && value.operator === '-' && value.operands.length === 1 ? 'chosen' : undefined;
}

function isChosenEnd(file: File, end: ValueId, from: number | undefined): boolean {
  const value = valueOf(file, settle(file, end));
  if (value.kind === 'call') return true; // Math.min(i + size, list.length)
  if (value.kind === 'operation') return value.operator === '+';
  return from === 0 && !(value.kind === 'member' && value.name === 'length');
}

/** Whether a list is one piece of a longer one: a chunk of `chunk(list, 10)`, a page that an async iterator yields. */
export function isPiece(program: Program, file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'element') return isPage(file, value.of) || hasPieces(program, file, value.of);
  if (value.kind === 'index') return hasPieces(program, file, value.object);
  if (value.kind === 'name') return isPieceParameter(file, value.binding);
  return value.kind === 'member' && isPageOf(file, value.object);
}

/** `for await (const { items } of pages)`. */
function isPageOf(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  return value.kind === 'element' && isPage(file, value.of);
}

const streams = new WeakMap<FileFacts, ReadonlySet<ValueId>>();

/** What is fetched bit by bit is a stream; an element of it that is a list is what came at once. */
function isPage({ facts }: File, source: ValueId): boolean {
  const known = streams.get(facts) ?? new Set(facts.functions.flatMap(({ body }) => streamsIn(body)));
  streams.set(facts, known);
  return known.has(source);
}

/** What `for await` goes over. */
function streamsIn(body: readonly Step[]): ValueId[] {
  return stepsWithin(body).flatMap((step) =>
    step.kind === 'loop' && step.form === 'for-await' && step.source !== undefined ? [step.source] : [],
  );
}

/** A parameter that is called `chunk` or `idBatch`, or of a callback that gets them: whoever calls has cut the list. */
function isPieceParameter(file: File, id: number): boolean {
  const { kind, name, init, parameter } = bindingOf(file, id);
  if (kind !== 'parameter' || init !== undefined) return false;
  return namesAPiece(name) || (parameter !== undefined && isForPieces(file, parameter.function));
}

/** `findInBatches(query, (rows) => …)` */
function isForPieces(file: File, callback: FunctionId): boolean {
  const uses = usesOf(file);
  return uses
    .functions(callback)
    .flatMap((value) => uses.of(value))
    .some(({ as, by }) => {
      const call = as === 'argument' && by !== undefined ? valueOf(file, by) : undefined;
      return call?.kind === 'call' && namesPieces(lastName(file, call.callee) ?? '');
    });
}

function hasPieces(program: Program, file: File, source: ValueId): boolean {
  const name = lastName(file, source);
  const settled = valueOf(file, settleAwaited(file, source));
  if (name !== undefined && namesPieces(name)) return true;
  if (settled.kind !== 'call') return false;
  const called = lastName(file, settled.callee);
  if (called !== undefined && namesPieces(called)) return true;
  const target = resolveValue(program, file, settled.callee);
  return (
    target?.kind === 'function' && givesPieces(program, target.file, functionOf(target.file, target.function).body)
  );
}

/** A helper that yields or collects cuts of a list. */
function givesPieces(program: Program, file: File, body: readonly Step[]): boolean {
  return stepsWithin(body).some((step) => {
    if (step.kind !== 'evaluate') return false;
    const value = valueOf(file, step.value);
    if (value.kind === 'yield') return value.of !== undefined && isCut(program, file, value.of);
    if (value.kind !== 'call' || !/^(push|append)$/.test(lastName(file, value.callee) ?? '')) return false;
    return value.args.some((argument) => isCut(program, file, argument.value));
  });
}

function isCut(program: Program, file: File, id: ValueId): boolean {
  const call = valueOf(file, settle(file, id));
  if (call.kind === 'index') return lengthOfSlice(program, file, call.key) !== undefined;
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  return (
    call.kind === 'call' &&
    callee?.kind === 'member' &&
    lengthOfCut(program, file, callee.name, call.args) !== undefined
  );
}

function lastName(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'member' || value.kind === 'global') return value.name;
  return value.kind === 'name' ? bindingOf(file, value.binding).name : undefined;
}
