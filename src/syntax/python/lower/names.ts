import type { ValueId } from '../../../model/facts.ts';
import type { NodeId } from '../table.ts';
import { spanOf, textOf } from './nodes.ts';
import { addValue, addWhole, evaluate, isShared, resolveName, type Lowering } from './state.ts';

/**
 * `whole`: the expression's value is wanted, so reading shared state is an event. `part`: it is only the way to a member or to a
 * callee, whose own read tells enough.
 */
export type Wanted = 'whole' | 'part';

export function lowerIdentifier(file: Lowering, node: NodeId, wanted: Wanted): ValueId {
  const name = textOf(file, node);
  if (name === '') return addValue(file, node, { kind: 'unknown' }); // made up by the parser
  const value = nameValue(file, spanOf(file, node), name);
  const origin = file.values[value];
  return wanted === 'whole' && origin?.kind === 'name' && isShared(file, origin.binding)
    ? evaluate(file, value)
    : value;
}

/** The value of a name that stands at `span`. */
export function nameValue(file: Lowering, span: { start: number; end: number }, name: string): ValueId {
  const found = resolveName(file, name);
  const { start, end } = span;
  if (found === undefined) return addWhole(file, { kind: 'global', name, start, end });
  return typeof found === 'number'
    ? addWhole(file, { kind: 'name', binding: found, start, end })
    : addWhole(file, { kind: 'this', function: found.self, start, end });
}
