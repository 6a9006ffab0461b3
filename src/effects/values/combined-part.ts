import type { ValueId } from '../../model/facts.ts';
import type { Item } from '../../model/value.ts';
import { settle, settleAwaited, valueOf, type File } from '../program.ts';

/** What a pattern takes the result of: `one()` for the `first` in `const [first, second] = await Promise.all([one(), two()])`. */
export function combinedPart(file: File, { of, index }: Item): ValueId | undefined {
  const call = valueOf(file, settleAwaited(file, of));
  const list = call.kind === 'call' ? call.args[0] : undefined;
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (!list || callee?.kind !== 'member' || callee.name !== 'all') return undefined;
  const object = valueOf(file, callee.object);
  if (object.kind !== 'global' || object.name !== 'Promise') return undefined;
  const array = valueOf(file, settle(file, list.value));
  const parts = array.kind === 'array' && !array.per ? array.elements.slice(0, index + 1) : [];
  return parts.some(({ spread }) => spread) ? undefined : parts[index]?.value;
}
