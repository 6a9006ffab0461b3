import type { Annotation, ValueId } from '../../../model/facts.ts';
import type { NodeId } from '../table.ts';
import { childBy, childOfKind, childrenOf, firstOf, kindOf, spanOf, textOf } from './nodes.ts';
import { addValue, addValueAt, addWhole, evaluate, isShared, resolveName, type Lowering } from './state.ts';

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

const LONGEST_ANNOTATION = 200;

/** A written type. `Optional[X]`, `X | None` and `Annotated[X, …]` refer to `X`, anything else to its outermost name. */
export function annotationOf(file: Lowering, type: NodeId): Annotation | undefined {
  if (type < 0) return undefined;
  const text = textOf(file, type).replace(/\s+/g, ' ').slice(0, LONGEST_ANNOTATION);
  const reference = referenceOf(file, firstOf(file, type));
  return reference === undefined ? { text } : { text, reference };
}

const transparent = /(^|\.)(Optional|Annotated|Final|ClassVar|Required|NotRequired)$/;

function referenceOf(file: Lowering, node: NodeId): ValueId | undefined {
  switch (kindOf(file, node)) {
    case 'identifier':
    case 'attribute':
      return entityValue(file, node);
    case 'type':
    case 'parenthesized_expression':
      return referenceOf(file, firstOf(file, node));
    case 'generic_type':
    case 'subscript': {
      const [outer = -1, inner = -1] = childrenOf(file, node);
      if (!transparent.test(textOf(file, outer))) return referenceOf(file, outer);
      return referenceOf(file, kindOf(file, inner) === 'type_parameter' ? firstOf(file, inner) : inner);
    }
    case 'union_type':
    case 'binary_operator': {
      const alternatives = childrenOf(file, node).filter((each) => !isNone(file, each) && kindOf(file, each) !== '|');
      return alternatives.length === 1 ? referenceOf(file, alternatives[0] ?? -1) : undefined;
    }
    case 'string':
      return quotedReference(file, node);
    default:
      return undefined;
  }
}

function isNone(file: Lowering, node: NodeId): boolean {
  return (
    kindOf(file, node) === 'none' || (kindOf(file, node) === 'type' && kindOf(file, firstOf(file, node)) === 'none')
  );
}

function entityValue(file: Lowering, node: NodeId): ValueId | undefined {
  if (kindOf(file, node) === 'identifier') return nameValue(file, spanOf(file, node), textOf(file, node));
  const object = childBy(file, node, 'object');
  const name = childBy(file, node, 'attribute');
  if (kindOf(file, object) !== 'identifier' && kindOf(file, object) !== 'attribute') return undefined;
  const owner = entityValue(file, object);
  if (owner === undefined) return undefined;
  const origin = { kind: 'member', object: owner, name: textOf(file, name), nameSpan: spanOf(file, name) } as const;
  return addValue(file, node, origin);
}

/** `"Session"` and `"db.Session"`, written as a string because the name comes later. */
function quotedReference(file: Lowering, node: NodeId): ValueId | undefined {
  const content = childOfKind(file, node, 'string_content');
  const text = content < 0 ? '' : textOf(file, content);
  if (!/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(text)) return undefined;
  let { start } = spanOf(file, content);
  const [first = '', ...members] = text.split('.');
  const begin = start;
  let value = nameValue(file, { start, end: start + first.length }, first);
  start += first.length + 1;
  for (const name of members) {
    const nameSpan = { start, end: start + name.length };
    value = addValueAt(file, { start: begin, end: nameSpan.end }, { kind: 'member', object: value, name, nameSpan });
    start = nameSpan.end + 1;
  }
  return value;
}
