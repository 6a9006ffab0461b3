import type { Annotation, ValueId } from '../../../model/facts.ts';
import type { Span } from '../../../model/span.ts';
import type { WrittenType } from '../../../model/written-type.ts';
import type { NodeId } from '../table.ts';
import { childOfKind, childBy, childrenOf, firstOf, kindOf, spanOf, textOf } from './nodes.ts';
import { addValueAt, resolveName, type Lowering } from './state.ts';

const LONGEST_ANNOTATION = 200;

/** Deeper than this, and beyond so many parts, a type is not looked into. */
const DEEPEST = 5;
const MOST_PARTS = 64;

const unknown: WrittenType = { kind: 'unknown' };
const nothing: WrittenType = { kind: 'nothing' };
const primitive: WrittenType = { kind: 'primitive' };

export function annotationOf(file: Lowering, type: NodeId): Annotation | undefined {
  if (type < 0) return undefined;
  const text = textOf(file, type).replace(/\s+/g, ' ').slice(0, LONGEST_ANNOTATION);
  return { text, type: writtenType(file, type) };
}

function writtenType(file: Lowering, node: NodeId, depth = 0): WrittenType {
  if (node < 0 || depth > DEEPEST) return unknown;
  switch (kindOf(file, node)) {
    case 'identifier':
    case 'attribute': {
      const value = entityValue(file, node);
      return value === undefined ? unknown : { kind: 'name', value };
    }
    case 'type':
    case 'parenthesized_expression':
      return writtenType(file, firstOf(file, node), depth);
    case 'generic_type':
    case 'subscript':
      return genericType(file, node, depth);
    case 'union_type':
    case 'binary_operator':
      return unionType(file, node, depth);
    case 'none':
      return nothing;
    case 'string':
      return quotedType(file, node);
    case 'integer':
    case 'true':
    case 'false':
      return primitive;
    default:
      return unknown;
  }
}

/** `list[int]`, `Optional[User]`, `Callable[[int], str]`. */
function genericType(file: Lowering, node: NodeId, depth: number): WrittenType {
  const [outer = -1, ...rest] = childrenOf(file, node);
  const value = entityValue(file, outer);
  if (value === undefined) return unknown;
  const parts = rest.flatMap((part) => (kindOf(file, part) === 'type_parameter' ? childrenOf(file, part) : [part]));
  if (parts.length > MOST_PARTS) return { kind: 'name', value };
  return { kind: 'name', value, arguments: parts.map((part) => writtenType(file, part, depth + 1)) };
}

/** `A | B | None`, nested to the left. */
function unionType(file: Lowering, node: NodeId, depth: number): WrittenType {
  const of: WrittenType[] = [];
  let left = node;
  while (kindOf(file, left) === 'union_type' || kindOf(file, left) === 'binary_operator') {
    const sides = childrenOf(file, left).filter((each) => kindOf(file, each) !== '|');
    const operator = childBy(file, left, 'operator');
    const [first = -1, second = -1] = sides;
    if (of.length > MOST_PARTS || (operator >= 0 && kindOf(file, operator) !== '|')) return unknown;
    of.unshift(writtenType(file, second, depth + 1));
    left = kindOf(file, first) === 'type' ? firstOf(file, first) : first;
  }
  of.unshift(writtenType(file, left, depth + 1));
  return { kind: 'union', of };
}

function entityValue(file: Lowering, node: NodeId): ValueId | undefined {
  if (kindOf(file, node) === 'identifier') return typeName(file, spanOf(file, node), textOf(file, node));
  if (kindOf(file, node) !== 'attribute') return undefined;
  const owner = entityValue(file, childBy(file, node, 'object'));
  const name = childBy(file, node, 'attribute');
  if (owner === undefined) return undefined;
  const origin = { kind: 'member', object: owner, name: textOf(file, name), nameSpan: spanOf(file, name) } as const;
  return addValueAt(file, spanOf(file, node), origin);
}

function typeName(file: Lowering, span: Span, name: string): ValueId {
  const found = resolveName(file, name);
  return typeof found === 'number'
    ? addValueAt(file, span, { kind: 'name', binding: found, inType: true })
    : addValueAt(file, span, { kind: 'global', name });
}

/** `"Session"` and `"db.Session"`, written as a string because the name comes later. */
function quotedType(file: Lowering, node: NodeId): WrittenType {
  const content = childOfKind(file, node, 'string_content');
  const text = content < 0 ? '' : textOf(file, content);
  if (!/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(text)) return unknown;
  let { start } = spanOf(file, content);
  const [first = '', ...members] = text.split('.');
  const begin = start;
  let value = typeName(file, { start, end: start + first.length }, first);
  start += first.length + 1;
  for (const name of members) {
    const nameSpan = { start, end: start + name.length };
    value = addValueAt(file, { start: begin, end: nameSpan.end }, { kind: 'member', object: value, name, nameSpan });
    start = nameSpan.end + 1;
  }
  return { kind: 'name', value };
}
