import { valueOf } from '../../../effects/program.ts';
import type { ValueId } from '../../../model/facts.ts';
import type { NodeId } from '../../../syntax/python/tree.ts';
import { nodeAt } from './nodes.ts';
import type { Session } from './session.ts';

const kinds: Readonly<Record<string, string>> = { name: 'identifier', member: 'attribute', index: 'subscript' };

/** The node of a `name`, member or index value; -1 where there is none. */
export function placeAt(session: Session, place: ValueId): NodeId {
  const value = valueOf(session.request.file, place);
  return nodeAt(session, value, kinds[value.kind] ?? 'identifier');
}
