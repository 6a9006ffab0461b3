import type { Span } from '../../model/span.ts';
import type { Step } from '../../model/step.ts';
import { edgesFrom } from '../calls/callers.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { sharedPlace } from '../values/shared-places.ts';
import { stepsWithin } from '../calls/steps.ts';
import { symbolName } from '../symbols.ts';

/** Something that outlives the call which does it, and where it is done. */
export interface SideEffect {
  readonly file: File;
  readonly at: Span;
  /** What is called, as `client.post`; absent where state of the program is written. */
  readonly call?: Call;
}

/** Deeper chains of calls prove nothing. */
const DEEPEST = 5;

/** The last parts of names by which clients of all kinds change something elsewhere. They count only on symbols that were resolved. */
const changing =
  /(^|[#.])(post|put|patch|delete|send|send_\w+|publish|write|writelines|insert|insert_\w+|update|update_\w+|replace_one|upsert|save|bulk_\w+|commit|executemany|set|hset|lpush|rpush|xadd|incr|incrby|decr|upload\w*|put_object|rename|remove|unlink|mkdir|makedirs|rmdir|create_subprocess_exec|create_subprocess_shell)$/;

/**
 * The first thing that a coroutine changes for good where it leaves the process, or in state that it shares after it has waited:
 * what nobody undoes. Undefined where nothing of the kind is proven.
 */
export function sideEffectOf(
  program: Program,
  ref: FunctionRef,
  depth = 0,
  seen = new Set<string>(),
): SideEffect | undefined {
  const key = `${String(ref.function)} ${ref.file.path}`;
  if (depth > DEEPEST || seen.has(key)) return undefined;
  seen.add(key);
  const { file, function: id } = ref;
  for (const call of graphOf(program, file).calls[id] ?? []) {
    if (changesSomething(call)) return { file, at: calleeSpan(file, call), call };
  }
  const written = writeAfterWait(file, id);
  if (written) return { file, at: written };
  for (const { how, to, confidence } of edgesFrom(program, ref)) {
    const inner = how === 'call' && !confidence ? sideEffectOf(program, to, depth + 1, seen) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

/** A call of a library that is known to leave the process and to change something there. */
export function changesSomething({ entry, symbol }: Call): boolean {
  if (!entry?.io || (entry.reads !== undefined && entry.reads !== 'select')) return false;
  if (entry.path) return entry.path.does !== 'checks' && entry.path.does !== 'reads';
  const name = symbol && symbolName(symbol);
  return name !== undefined && changing.test(name);
}

function calleeSpan(file: File, { value }: Call): Span {
  const call = valueOf(file, value);
  return call.kind === 'call' ? valueOf(file, call.callee) : call;
}

/** The first write of shared state that comes after the first `await`. */
function writeAfterWait(file: File, id: number): Span | undefined {
  let hasWaited = false;
  for (const step of stepsWithin(functionOf(file, id).body)) {
    hasWaited ||= waits(file, step);
    if (step.kind === 'write' && hasWaited && sharedPlace(file, id, step.target)) return valueOf(file, step.target);
  }
  return undefined;
}

function waits(file: File, step: Step): boolean {
  if (step.kind === 'region') return step.isAsync;
  return step.kind === 'evaluate' && valueOf(file, step.value).kind === 'await';
}
