import type { ValueId } from '../../model/facts.ts';
import { bindingOf, settleAwaited, valueOf, type File, type Program } from '../program.ts';
import type { Site } from '../calls/sites.ts';
import { entryOf, resolveValue } from '../symbols.ts';

/** Names of what lets in a few at a time. They make no finding, but keep one back. */
const limiting =
  /(^|_)(sem|sema|semaphore|limit|limiter|ratelimit|throttle|throttler|slots?|lock|mutex|gate|acquire|connect|connection|capacity)s?$/i;

const lookUps = /^(get|setdefault)$/;

/** Whether a site runs only while something is held that others wait for: `async with semaphore:`. */
export function isLimited(program: Program, file: File, { held = [] }: Site): boolean {
  return held.some((resource) => limits(program, file, resource));
}

function limits(program: Program, file: File, resource: ValueId): boolean {
  const symbol = resolveValue(program, file, resource);
  if (symbol?.kind === 'instance') {
    const { module, name } = /^(?<module>.*)#(?<name>[^#]*)$/.exec(symbol.type)?.groups ?? {};
    if (program.knowledge.entry(module ?? '', name ?? '')?.limits) return true;
    if (/(Semaphore|Lock|Limiter|Condition)$/.test(symbol.type)) return true;
  }
  return limiting.test(lastName(file, resource)) || limiting.test(lastName(file, settleAwaited(file, resource)));
}

/** How many more locks are held after a call: 1, -1 or 0. */
export function lockChange(program: Program, file: File, id: ValueId): number {
  const call = valueOf(file, id);
  if (call.kind !== 'call') return 0;
  const symbol = resolveValue(program, file, call.callee);
  const does = symbol && entryOf(program, symbol)?.lock;
  if (does) return does === 'acquire' ? 1 : does === 'release' ? -1 : 0;
  const callee = valueOf(file, call.callee);
  // Names make no finding, but keep one back.
  const name = callee.kind === 'member' ? callee.name : '';
  return /^(acquire|lock|enter)$/.test(name) ? 1 : /^(release|unlock|leave)$/.test(name) ? -1 : 0;
}

function lastName(file: File, id: ValueId): string {
  const value = valueOf(file, id);
  if (value.kind === 'call') {
    const callee = valueOf(file, value.callee);
    // `locks.setdefault(key, asyncio.Lock())`
    return lastName(file, callee.kind === 'member' && lookUps.test(callee.name) ? callee.object : value.callee);
  }
  if (value.kind === 'index') return lastName(file, value.object);
  if (value.kind === 'member' || value.kind === 'global') return value.name;
  return value.kind === 'name' ? bindingOf(file, value.binding).name : '';
}
