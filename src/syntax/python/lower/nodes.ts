import type { Span } from '../../../model/span.ts';
import type { NodeId } from '../table.ts';
import type { PythonTree } from '../tree.ts';

/** Whatever knows its tree: a file that is being lowered. */
interface InTree {
  readonly tree: PythonTree;
  readonly text: string;
}

/** The grammar's name for what a node is; empty for none. */
export function kindOf({ tree: { table, grammar } }: InTree, node: NodeId): string {
  return node < 0 ? '' : (grammar.names[table.kinds[node] ?? 0] ?? '');
}

/** The grammar's name for what a node is to its parent. */
export function fieldOf({ tree: { table, grammar } }: InTree, node: NodeId): string {
  return grammar.fields[table.fields[node] ?? 0] ?? '';
}

export function spanOf({ tree: { table } }: InTree, node: NodeId): Span {
  return { start: table.starts[node] ?? 0, end: table.ends[node] ?? 0 };
}

export function startOf({ tree: { table } }: InTree, node: NodeId): number {
  return table.starts[node] ?? 0;
}

export function endOf({ tree: { table } }: InTree, node: NodeId): number {
  return table.ends[node] ?? 0;
}

export function textOf({ tree: { table }, text }: InTree, node: NodeId): string {
  return text.slice(table.starts[node] ?? 0, table.ends[node] ?? 0);
}

/** The place after the last node of the subtree: where the next sibling lies, if there is one. */
export function nextOf({ tree: { table } }: InTree, node: NodeId): NodeId {
  return node + (table.sizes[node] ?? 1);
}

export function childrenOf(file: InTree, node: NodeId): NodeId[] {
  const found: NodeId[] = [];
  if (node < 0) return found;
  const end = nextOf(file, node);
  for (let child = node + 1; child < end; child = nextOf(file, child)) found.push(child);
  return found;
}

/** The first child with this field; -1 if there is none. */
export function childBy(file: InTree, node: NodeId, field: string): NodeId {
  const end = nextOf(file, node);
  for (let child = node + 1; child < end; child = nextOf(file, child)) if (fieldOf(file, child) === field) return child;
  return -1;
}

export function childrenBy(file: InTree, node: NodeId, field: string): NodeId[] {
  return childrenOf(file, node).filter((child) => fieldOf(file, child) === field);
}

/** The first child of this kind; -1 if there is none. */
export function childOfKind(file: InTree, node: NodeId, kind: string): NodeId {
  const end = nextOf(file, node);
  for (let child = node + 1; child < end; child = nextOf(file, child)) if (kindOf(file, child) === kind) return child;
  return -1;
}

/** Whether a word such as `async` stands among the node's own tokens. */
export function hasWord(file: InTree, node: NodeId, word: string): boolean {
  return childOfKind(file, node, word) >= 0;
}

/** The first child; -1 if there is none. */
export function firstOf(file: InTree, node: NodeId): NodeId {
  return node >= 0 && nextOf(file, node) > node + 1 ? node + 1 : -1;
}

/** Without the parentheses around it. */
export function unwrap(file: InTree, node: NodeId): NodeId {
  let inner = node;
  while (kindOf(file, inner) === 'parenthesized_expression' && firstOf(file, inner) >= 0) inner = firstOf(file, inner);
  return inner;
}
