import type { ValueId } from '../../model/facts.ts';
import { isNotebook } from '../../model/notebook.ts';
import type { Step } from '../../model/step.ts';
import { isSynchronous } from '../blocking/blocking.ts';
import { edgesFrom } from '../calls/callers.ts';
import { contextOf } from '../contexts/contexts.ts';
import { anyFile } from '../any-file.ts';
import { graphOf, type Call, type Edge } from '../calls/graph.ts';
import { functionOf, isPython, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { promiseValue } from '../promises/promise-values.ts';
import { stepsWithin } from '../calls/steps.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { isAtLeast } from '../versions.ts';

/** An event loop that is started where one runs, with what it cannot run, or asked for in a way that has no future. */
export type LoopMisuse =
  | {
      /** It is started by the time another one runs: from an `async def`, by these calls. */
      readonly how: 'nested';
      readonly call: Call;
      readonly hops: readonly Edge[];
      /** The call that starts it, and where that stands. */
      readonly leaf: { readonly file: File; readonly call: Call };
      /** Nothing but a condition of the function that starts it may still prevent it. */
      readonly isCertain: boolean;
    }
  | {
      /** `future`: it takes a coroutine, and is given a future of a loop that does not run yet; `function`: it is given the function. */
      readonly how: 'future' | 'function';
      readonly call: Call;
      readonly argument: ValueId;
    }
  | {
      readonly how: 'deprecated';
      readonly call: Call;
      readonly instead: string;
      /** `raises`: on each Python that the project may run with; `ends`: nobody is seen to have set a loop; `perhaps`: callers that are not seen may. */
      readonly when: 'raises' | 'ends' | 'perhaps';
    };

/** What one function does to event loops that it should not. */
export function loopMisusesIn(program: Program, ref: FunctionRef): LoopMisuse[] {
  const { file } = ref;
  if (!isPython(file)) return [];
  return [
    ...callsOf(program, ref).flatMap((call) => misuse(program, ref, call) ?? []),
    ...(runsInLoop(ref) ? nestedThrough(program, ref) : []),
  ];
}

function runsInLoop({ file, function: id }: FunctionRef): boolean {
  return functionOf(file, id).isAsync || (id === 0 && isNotebook(file.path));
}

function callsOf(program: Program, { file, function: id }: FunctionRef): readonly Call[] {
  return graphOf(program, file).calls[id] ?? [];
}

function misuse(program: Program, ref: FunctionRef, call: Call): LoopMisuse | undefined {
  const { file } = ref;
  const { entersLoop, deprecated } = call.entry ?? {};
  const isAsked = call.symbol !== undefined && symbolName(call.symbol) === 'asyncio#get_event_loop';
  if (isAsked && deprecated !== undefined) return deprecatedCall(program, ref, call, deprecated);
  if (entersLoop !== true) return undefined;
  if (runsInLoop(ref) && !isGuarded(program, ref, call))
    return allowsNesting.in(program)
      ? undefined
      : { how: 'nested', call, hops: [], leaf: { file, call }, isCertain: true };
  return wrongArgument(program, file, call);
}

/** Longer than any chain of helpers around `asyncio.run`. */
const DEEPEST = 5;

/** Plain functions that an `async def` calls, and that start a loop in the end. */
function nestedThrough(program: Program, ref: FunctionRef): LoopMisuse[] {
  const found: LoopMisuse[] = [];
  for (const edge of edgesFrom(program, ref)) {
    if (!isCertainCall(program, edge) || found.some(({ call }) => call.value === edge.site.value)) continue;
    const way = wayToLoop(program, edge, [edge], new Set());
    const call = way && callsOf(program, ref).find(({ value }) => value === edge.site.value);
    if (call && !allowsNesting.in(program)) found.push({ how: 'nested', call, ...way });
  }
  return found;
}

function isCertainCall(program: Program, edge: Edge): boolean {
  return edge.how === 'call' && edge.confidence === undefined && isSynchronous(program, edge);
}

function wayToLoop(
  program: Program,
  { to }: Edge,
  hops: readonly Edge[],
  seen: Set<string>,
): { hops: readonly Edge[]; leaf: { file: File; call: Call }; isCertain: boolean } | undefined {
  const key = `${String(to.function)} ${to.file.path}`;
  if (hops.length > DEEPEST || seen.has(key)) return undefined;
  seen.add(key);
  for (const call of callsOf(program, to)) {
    if (call.entry?.entersLoop !== true || call.excuse || isGuarded(program, to, call)) continue;
    return {
      hops,
      leaf: { file: to.file, call },
      isCertain: hops.every(isUnconditional) && isOnTheWay(to, call.value),
    };
  }
  for (const edge of edgesFrom(program, to)) {
    const way = isCertainCall(program, edge) ? wayToLoop(program, edge, [...hops, edge], seen) : undefined;
    if (way) return way;
  }
  return undefined;
}

function isUnconditional({ from, site }: Edge, index: number): boolean {
  return index === 0 || isOnTheWay(from, site.value);
}

/** Each run of the function comes by this value, unless it leaves before. */
function isOnTheWay({ file, function: id }: FunctionRef, value: ValueId): boolean {
  const visits = (steps: readonly Step[]): boolean => {
    for (const step of steps) {
      if (step.kind === 'evaluate' && step.value === value) return true;
      if ((step.kind === 'try' || step.kind === 'region') && visits(step.body)) return true;
      // What comes behind a condition that leaves is not reached each time.
      if (stepsWithin([step]).some(({ kind }) => kind === 'return' || kind === 'throw')) return false;
    }
    return false;
  };
  return visits(functionOf(file, id).body);
}

const asks = /(^|[#.])(_?get_running_loop|is_running|current_async_library|current_task|iscoroutinefunction)$/;

/** The function asks whether a loop runs, or is prepared for the error. */
function isGuarded(program: Program, ref: FunctionRef, call: Call): boolean {
  const { file } = ref;
  const isAsking = callsOf(program, ref).some(({ value: id, symbol }) => {
    const value = valueOf(file, id);
    const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
    const name = (symbol && symbolName(symbol)) ?? (callee?.kind === 'member' ? callee.name : undefined);
    // An `async def` knows that one runs, and may well ask which.
    return (
      name !== undefined && asks.test(name) && !(functionOf(file, ref.function).isAsync && /running_loop$/.test(name))
    );
  });
  return isAsking || isCaught(file, functionOf(file, ref.function).body, call.value, false);
}

/** Whether a `try` with a handler stands around a value. */
function isCaught(file: File, steps: readonly Step[], value: ValueId, caught: boolean): boolean {
  return steps.some((step) => {
    switch (step.kind) {
      case 'evaluate':
        return caught && step.value === value;
      case 'try': {
        const takes = step.handlers.some(
          ({ catches }) => catches.length === 0 || catches.some((each) => isRuntimeError(file, each)),
        );
        return (
          isCaught(file, step.body, value, caught || takes) ||
          // The loop is started because asking for one has failed.
          step.handlers.some(({ body }) => isCaught(file, body, value, true)) ||
          isCaught(file, step.otherwise ?? [], value, caught) ||
          isCaught(file, step.finalizer ?? [], value, caught)
        );
      }
      case 'branch':
        return step.arms.some((arm) => isCaught(file, arm, value, caught));
      case 'loop':
      case 'region':
        return isCaught(file, step.body, value, caught);
      default:
        return false;
    }
  });
}

function isRuntimeError(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'global' && value.name === 'RuntimeError';
}

/** `nest_asyncio` makes a loop of asyncio one that can be started within another; asked only once something is found. */
export const allowsNesting = anyFile((_, { facts }) => facts.specifiers.some((each) => /^nest_asyncio/.test(each)));

/** `asyncio.run(gather(…))`, `asyncio.run(main)`. */
function wrongArgument(program: Program, file: File, call: Call): LoopMisuse | undefined {
  const { spawns } = call.entry ?? {};
  const value = valueOf(file, call.value);
  const given = spawns && value.kind === 'call' ? value.args[spawns.argument] : undefined;
  if (!given || given.spread || given.keyword !== undefined) return undefined;
  const argument = given.value;
  const name = (call.symbol && symbolName(call.symbol)) ?? '';
  const made = valueOf(file, settle(file, argument));
  if (made.kind !== 'call') {
    const target = resolveValue(program, file, argument);
    const isFunction = target?.kind === 'function' && functionOf(target.file, target.function).isAsync;
    return isFunction && !functionOf(target.file, target.function).isGenerator
      ? { how: 'function', call, argument }
      : undefined;
  }
  // Since it takes any awaitable, a future that was made within its loop is right.
  if (name.endsWith('run_until_complete')) return undefined;
  const symbol = resolveValue(program, file, made.callee);
  const isFuture =
    symbol?.kind === 'library' &&
    /^asyncio#(gather|ensure_future|create_task|shield|wrap_future)$/.test(symbolName(symbol) ?? '') &&
    promiseValue(program, file, settle(file, argument))?.kind === 'task';
  return isFuture ? { how: 'future', call, argument } : undefined;
}

/** `asyncio.get_event_loop()` where nobody has set a loop. In a coroutine it gives the one that runs, and that is fine. */
function deprecatedCall(program: Program, ref: FunctionRef, call: Call, instead: string): LoopMisuse | undefined {
  const { file } = ref;
  const since = isAtLeast(program, file, 'python', [3, 14]);
  if (runsInLoop(ref) || since === false || isGuarded(program, ref, call) || setsLoop(file)) return undefined;
  const { kind } = contextOf(program, ref);
  if (kind === 'proven' || kind === 'likely') return undefined;
  const isAlone = ref.function === 0 || kind === 'off';
  return { how: 'deprecated', call, instead, when: since && isAlone ? 'raises' : isAlone ? 'ends' : 'perhaps' };
}

function setsLoop({ facts }: File): boolean {
  const name = 'set_event_loop';
  return (
    facts.bindings.some(({ import: from }) => from?.name === name) ||
    facts.values.some((value) => value.kind === 'member' && value.name === name)
  );
}
