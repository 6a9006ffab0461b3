import type { FunctionId, ValueId } from '../../model/facts.ts';
import { edgesFrom } from '../calls/callers.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import type { FanOut } from '../concurrency/fan-out.ts';
import { valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { isLimited } from '../concurrency/held.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';

/** A call that keeps one of libuv's threads busy for as long as it computes. */
export interface PoolUse {
  readonly symbol: string;
  readonly call: Call;
  readonly in: FunctionRef;
}

/** Done in microseconds, whatever the thread. */
const quick = /#(default\.)?(random\w+|hkdf|sign|verify|genSalt)$/;

const memos = fileCache(() => new Map<FunctionId, PoolUse | undefined>(), { reachesFar: true });

/** The first long computation on libuv's threads that running a function starts, through resolved calls and past limiters. */
function poolUseOf(program: Program, ref: FunctionRef): PoolUse | undefined {
  const memo = memos.of(program, ref.file);
  if (memo.has(ref.function)) return memo.get(ref.function);
  memo.set(ref.function, undefined);
  const use = freshUse(program, ref);
  memo.set(ref.function, use);
  return use;
}

function freshUse(program: Program, ref: FunctionRef): PoolUse | undefined {
  for (const call of graphOf(program, ref.file).calls[ref.function] ?? []) {
    const name = call.symbol && symbolName(call.symbol);
    const isLong = call.entry?.threadpool === 'libuv' && call.entry.io === undefined && call.entry.blocks === undefined;
    if (name === undefined || !isLong || quick.test(name) || isLimited(program, ref.file, call)) continue;
    if (isOfBrowser(ref.file, call.value)) continue;
    return { symbol: name, call, in: ref };
  }
  for (const { how, to, site, confidence } of edgesFrom(program, ref)) {
    if (confidence || (how !== 'call' && how !== 'inline') || isLimited(program, ref.file, site)) continue;
    const inner = poolUseOf(program, to);
    if (inner) return inner;
  }
  return undefined;
}

/** `window.crypto.subtle.digest(…)`: where there is a window, there is no libuv. */
function isOfBrowser(file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  let root = call.kind === 'call' ? valueOf(file, call.callee) : call;
  while (root.kind === 'member') root = valueOf(file, root.object);
  return root.kind === 'global' && (root.name === 'window' || root.name === 'self');
}

/** The long computation on libuv's threads that each task of a fan-out starts. */
export function taskPoolUse(program: Program, file: File, { task, shape, combinator }: FanOut): PoolUse | undefined {
  const value = valueOf(file, task);
  const callee = shape !== 'mapped' && value.kind === 'call' ? value.callee : task;
  const symbol = resolveValue(program, file, callee);
  if (symbol?.kind === 'function') return poolUseOf(program, symbol);
  const entry = symbol && entryOf(program, symbol);
  const name = symbol && symbolName(symbol);
  if (entry?.threadpool !== 'libuv' || entry.io !== undefined || name === undefined || quick.test(name))
    return undefined;
  return { symbol: name, call: combinator, in: { file, function: combinator.function } };
}
