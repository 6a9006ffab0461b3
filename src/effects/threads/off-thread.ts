import type { ValueId } from '../../model/facts.ts';
import { edgesInto } from '../calls/callers.ts';
import { graphOf, type Call, type Edge } from '../calls/graph.ts';
import { allHandedOff } from '../calls/handed-off.ts';
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
import { isCoroutine } from '../promises/dangling.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';

/** A call that only the thread of the event loop may make, in a function that runs on another one. */
export interface OffThreadCall {
  readonly call: Call;
  /** `module#path` of what is called. */
  readonly symbol: string;
  /** What other threads call instead, as `module#path`. */
  readonly instead: string;
  /** The calls from the one that starts the thread down to this function. */
  readonly hops: readonly Edge[];
}

/** The calls of one function that belong to the loop's thread, where all that is seen to lead to it are threads. */
export function offThreadCalls(program: Program, ref: FunctionRef): OffThreadCall[] {
  const { file, function: id } = ref;
  if (!isPython(file) || id === 0 || functionOf(file, id).isAsync) return [];
  const calls = graphOf(program, file).calls[id] ?? [];
  const found = calls.flatMap((call) => {
    const instead = call.entry?.loopOnly;
    const symbol = call.symbol && symbolName(call.symbol);
    return instead !== undefined &&
      symbol?.startsWith('asyncio#') &&
      !isOwn(ref, call.value) &&
      !needsNoLoop(program, file, call)
      ? [{ call, symbol, instead }]
      : [];
  });
  const hops = found.length > 0 ? wayFromThread(program, ref, new Set()) : undefined;
  return hops ? found.map((each) => ({ ...each, hops })) : [];
}

/** `ensure_future` asks for no running loop where it is told one, or is given what may be a task or future already. */
function needsNoLoop(program: Program, file: File, { symbol, value: id }: Call): boolean {
  const value = valueOf(file, id);
  if (!symbol || symbolName(symbol) !== 'asyncio#ensure_future' || value.kind !== 'call') return false;
  const [first] = value.args;
  return (
    first === undefined ||
    value.args.some(({ keyword }) => keyword === 'loop') ||
    !isCoroutine(program, file, settle(file, first.value))
  );
}

/** Longer than any chain of helpers below what a thread runs. */
const DEEPEST = 4;

/** How a thread comes here; undefined where nothing says so, where others come, too, and where a thread has a loop of its own. */
function wayFromThread(program: Program, ref: FunctionRef, seen: Set<string>): readonly Edge[] | undefined {
  const key = `${String(ref.function)} ${ref.file.path}`;
  if (seen.has(key) || seen.size > DEEPEST || hasLoop(program, ref)) return undefined;
  seen.add(key);
  let way: readonly Edge[] | undefined;
  const edges = edgesInto(program, ref);
  for (const edge of edges) {
    const { how, confidence, from } = edge;
    if (how === 'thread' && confidence === undefined) way ??= [edge];
    else if (how === 'call' && !functionOf(from.file, from.function).isAsync && from.function !== 0) {
      const above = wayFromThread(program, from, seen);
      if (!above) return undefined;
      way ??= [...above, edge];
    } else return undefined;
  }
  return way;
}

/** Whether a file starts an event loop on a thread, which is another one than that of the main thread. */
export function startsLoopOnThread(program: Program, file: File): boolean {
  return allHandedOff(program, file).some((ofFunction) =>
    ofFunction.some(({ to, target, argument }) => {
      if (to !== 'thread') return false;
      const symbol = target ?? resolveValue(program, file, argument);
      if (!symbol) return false;
      return symbol.kind === 'function'
        ? reachesLoop(program, symbol, 0)
        : entryOf(program, symbol)?.entersLoop === true;
    }),
  );
}

function reachesLoop(program: Program, ref: FunctionRef, depth: number): boolean {
  if (hasLoop(program, ref)) return true;
  const calls = (graphOf(program, ref.file).out[ref.function] ?? []).filter(({ how }) => how === 'call');
  return depth < DEEPEST && calls.some(({ to }) => reachesLoop(program, to, depth + 1));
}

/** It makes or runs a loop itself, which then belongs to its thread. */
function hasLoop(program: Program, { file, function: id }: FunctionRef): boolean {
  return (graphOf(program, file).calls[id] ?? []).some(({ entry, symbol }) => {
    const name = symbol && symbolName(symbol);
    return entry?.entersLoop === true || (name !== undefined && /_event_loop$/.test(name));
  });
}

/** What it is called on was made by this very call of the function. */
function isOwn({ file, function: id }: FunctionRef, value: ValueId): boolean {
  const call = valueOf(file, value);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  const object = callee?.kind === 'member' ? valueOf(file, callee.object) : undefined;
  if (object?.kind === 'call') return true;
  if (object?.kind !== 'name') return false;
  const { scope, init } = bindingOf(file, object.binding);
  return scope === id && init !== undefined;
}
