import type { Span } from '../../../model/span.ts';
import {
  childrenOf,
  endOf,
  fieldOf,
  kindOf,
  startOf,
  type NodeId,
  type PythonTree,
} from '../../../syntax/python/tree.ts';

/** A tree in which the way up is known, too. */
export interface Rooted {
  readonly tree: PythonTree;
  readonly text: string;
  /** By node; -1 for the module. */
  readonly parents: Int32Array;
}

export function parentsOf({ table }: PythonTree): Int32Array {
  const parents = new Int32Array(table.length).fill(-1);
  for (let node = 0; node < table.length; node++) {
    const end = node + (table.sizes[node] ?? 1);
    for (let child = node + 1; child < end; child += table.sizes[child] ?? 1) parents[child] = node;
  }
  return parents;
}

export function parentOf({ parents }: Rooted, node: NodeId): NodeId {
  return parents[node] ?? -1;
}

/** The node of this kind that covers exactly this span; -1 if there is none. */
export function nodeAt(file: Rooted, { start, end }: Span, kind: string): NodeId {
  const { table } = file.tree;
  for (let node = 0; node < table.length; node++) {
    if (table.starts[node] === start && table.ends[node] === end && kindOf(file, node) === kind) return node;
  }
  return -1;
}

/** The nearest node around `node` that satisfies `test`; -1 if there is none. */
export function around(file: Rooted, node: NodeId, test: (kind: string, node: NodeId) => boolean): NodeId {
  let outer = parentOf(file, node);
  while (outer >= 0 && !test(kindOf(file, outer), outer)) outer = parentOf(file, outer);
  return outer;
}

/** The whole statement that `node` is part of. */
export function statementOf(file: Rooted, node: NodeId): NodeId {
  let statement = node;
  for (;;) {
    const parent = parentOf(file, statement);
    if (parent < 0 || kindOf(file, parent) === 'block' || kindOf(file, parent) === 'module') return statement;
    statement = parent;
  }
}

/** Whether a statement is one expression and nothing else: `a(), b()` is two, and `a(),` a tuple. */
export function isOneExpression(file: Rooted, statement: NodeId): boolean {
  const parts = childrenOf(file, statement);
  const [first] = parts;
  const isOnly = parts.length === 1 && first !== undefined && endOf(file, first) === endOf(file, statement);
  return kindOf(file, statement) === 'expression_statement' && isOnly;
}

/**
 * The `def`, `lambda` or module in whose body `node` is evaluated; -1 where code runs outside of any body: default values, annotations,
 * decorators, the bodies of classes.
 */
export function homeOf(file: Rooted, node: NodeId): NodeId {
  for (let child = node, parent = parentOf(file, node); parent >= 0; child = parent, parent = parentOf(file, parent)) {
    switch (kindOf(file, parent)) {
      case 'function_definition':
      case 'lambda':
        return fieldOf(file, child) === 'body' ? parent : -1;
      case 'class_definition':
      case 'decorator':
      case 'type':
        return -1;
      case 'module':
        return parent;
      default:
    }
  }
  return -1;
}

/** Whether a comment stands between these places. */
export function hasComment(file: Rooted, { start, end }: Span): boolean {
  for (let at = file.text.indexOf('#', start); at >= 0 && at < end; at = file.text.indexOf('#', at + 1)) {
    if (!isInString(file, at)) return true;
  }
  return false;
}

/** Whether a place lies within a text, which may go over several lines. */
export function isInString(file: Rooted, at: number): boolean {
  const { table, grammar } = file.tree;
  const kind = grammar.names.indexOf('string');
  for (let node = 0; node < table.length; node++) {
    if (table.kinds[node] === kind && startOf(file, node) < at && at < endOf(file, node)) return true;
  }
  return false;
}

/** Whether `test` holds for `node` or anything below it. */
export function some(file: Rooted, node: NodeId, test: (kind: string, node: NodeId) => boolean): boolean {
  return test(kindOf(file, node), node) || childrenOf(file, node).some((child) => some(file, child, test));
}
