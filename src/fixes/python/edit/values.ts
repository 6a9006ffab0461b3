import { valueOf } from '../../../effects/program.ts';
import { placeOf } from '../../../effects/values/places.ts';
import type { ValueId } from '../../../model/facts.ts';
import { contains, type Span } from '../../../model/span.ts';
import { childBy, childrenOf, kindOf, spanOf, type NodeId } from '../../../syntax/python/tree.ts';
import { nodeAt, statementOf } from './nodes.ts';
import type { Session } from './session.ts';
import { isAlone } from './style.ts';

const kinds: Readonly<Record<string, string>> = { name: 'identifier', member: 'attribute', index: 'subscript' };

/** The node of a `name`, member or index value; -1 where there is none. */
export function placeAt(session: Session, place: ValueId): NodeId {
  const value = valueOf(session.request.file, place);
  return nodeAt(session, value, kinds[value.kind] ?? 'identifier');
}

/** `place = right` or `place += right`, and nothing else in its statement. */
export interface Assignment {
  readonly statement: NodeId;
  readonly right: NodeId;
  readonly isAugmented: boolean;
  /** Nothing but a comment shares its lines. */
  readonly isAlone: boolean;
}

/** The assignment to the place at a node; undefined where the statement is another one, or gives its value to several places. */
export function assignmentTo(session: Session, place: NodeId): Assignment | undefined {
  const statement = place < 0 ? -1 : statementOf(session, place);
  const [assignment = -1, ...others] = statement < 0 ? [] : childrenOf(session, statement);
  const kind = assignment < 0 ? '' : kindOf(session, assignment);
  if (others.length > 0 || !/^(augmented_)?assignment$/.test(kind)) return undefined;
  const right = childBy(session, assignment, 'right');
  if (childBy(session, assignment, 'left') !== place || right < 0 || kindOf(session, right) === 'assignment')
    return undefined;
  return {
    statement,
    right,
    isAugmented: kind === 'augmented_assignment',
    isAlone: isAlone(session.text, spanOf(session, statement)),
  };
}

/** Whether anything is called within a span. */
export function callsWithin({ request: { facts } }: Session, span: Span): boolean {
  return facts.values.some((value) => value.kind === 'call' && contains(span, value));
}

/** Whether the same place is read within a span. */
export function readsWithin({ request: { facts, file } }: Session, span: Span, place: ValueId): boolean {
  const wanted = placeOf(file, place);
  return facts.values.some((value, id) => id !== place && contains(span, value) && placeOf(file, id) === wanted);
}
