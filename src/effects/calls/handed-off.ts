import type { ValueId } from '../../model/facts.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf, type Call } from './graph.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import type { FunctionSymbol } from '../symbols/resolved.ts';

/** A function that a call of Python's hands to a thread or to another process, and is not called for by that thread of its own. */
export interface HandedOff {
  readonly call: Call;
  /** The function as it is given, and what it is given along with it. */
  readonly argument: ValueId;
  /** The function of the program that it is, where that is known. */
  readonly target?: FunctionSymbol;
  readonly to: 'thread' | 'process';
  /** The pool whose thread or process it takes; absent where it gets one of its own, or one of the event loop's. */
  readonly pool?: ValueId;
  /** `map` and its kin: once for each element. */
  readonly each: boolean;
  /** The call's own name: `submit`, `to_thread`, `Thread`. */
  readonly by: string;
}

/** Frameworks keep such functions to call them when somebody asks; these are called here and now. */
const handing =
  /^(asyncio#(to_thread|AbstractEventLoop\.run_in_executor)|concurrent\.futures#\w+\.(submit|map)|threading#(Thread|Timer)|multiprocessing#(Context\.)?Process|multiprocessing\.pool#\w+\.\w+|(anyio|trio)\.to_(thread|process)#run_sync|starlette\.concurrency#run_in_threadpool)$/;

const mapping = /\.(map|imap|imap_unordered|starmap|map_async|starmap_async)$/;

/** The function that a call hands over; undefined for a call that hands over none. */
export function handedOffBy(program: Program, file: File, call: Call): HandedOff | undefined {
  const name = call.symbol && symbolName(call.symbol);
  const value = valueOf(file, call.value);
  if (name === undefined || value.kind !== 'call' || !handing.test(name)) return undefined;
  const callback = call.entry?.callbacks?.[0];
  if (typeof callback?.argument !== 'number') return undefined;
  const { argument: index, keyword, runs } = callback;
  if (value.args.slice(0, index + 1).some(({ spread }) => spread)) return undefined;
  const placed = value.args[index];
  const given =
    value.args.find((each) => each.keyword !== undefined && each.keyword === keyword) ??
    (placed?.keyword === undefined ? placed : undefined);
  if (!given) return undefined;
  const callee = valueOf(file, value.callee);
  const executor = name.endsWith('.run_in_executor') ? value.args[0]?.value : undefined;
  const isNone = executor !== undefined && valueOf(file, executor).kind === 'literal';
  const owner = call.symbol?.kind === 'method' && callee.kind === 'member' ? callee.object : undefined;
  const pool = executor === undefined ? (name.includes('.Process') ? undefined : owner) : isNone ? undefined : executor;
  const target = resolveValue(program, file, given.value);
  return {
    call,
    argument: given.value,
    ...(target?.kind === 'function' ? { target } : {}),
    to: executor === undefined ? (runs === 'process' ? 'process' : 'thread') : kindOfPool(program, file, executor),
    ...(pool === undefined ? {} : { pool }),
    each: mapping.test(name),
    by: callee.kind === 'member' ? callee.name : name.slice(name.lastIndexOf('#') + 1),
  };
}

function kindOfPool(program: Program, file: File, pool: ValueId): HandedOff['to'] {
  const type = resolveValue(program, file, pool);
  return type?.kind === 'instance' && /Process|\.pool#Pool$/.test(type.type) ? 'process' : 'thread';
}

/** All that a function hands over. */
export function handedOffIn(program: Program, { file, function: id }: FunctionRef): readonly HandedOff[] {
  return allHandedOff(program, file)[id] ?? [];
}

/** `asyncio.to_thread(load(url))`: whether the value stands where a function is to be handed over. */
export function standsForAFunction(program: Program, { file, function: id }: FunctionRef, value: ValueId): boolean {
  return handedOffIn(program, { file, function: id }).some(({ argument }) => argument === value);
}

/** All that a file hands over, by function. */
export function allHandedOff(program: Program, file: File): readonly (readonly HandedOff[])[] {
  return handedOff.of(program, file);
}

const handedOff = fileCache((program, file) =>
  graphOf(program, file).calls.map((calls) => calls.flatMap((call) => handedOffBy(program, file, call) ?? [])),
);

/** Whether the function is what its `def` says, and no decorator has made anything else of it. */
export function isPlain({ file, function: id }: FunctionRef): boolean {
  return functionOf(file, id).decorators.length === 0;
}
