import type { BindingKind } from '../../../model/facts.ts';
import type { NodeId } from '../table.ts';
import { childBy, childOfKind, childrenBy, childrenOf, firstOf, kindOf, nextOf, textOf, unwrap } from './nodes.ts';
import type { Lowering } from './state.ts';

/** What a stretch of code does to one name. */
export interface Named {
  kind: BindingKind;
  readonly first: NodeId;
  /** How often it is given a value. */
  assigned: number;
  /** The `for` and `with` statements that bind it; undefined as soon as something else does. */
  blocks: NodeId[] | undefined;
}

export type Names = Map<string, Named>;

/** What a body says of names. */
export interface Found {
  readonly names: Names;
  /** With the place where it is said. */
  readonly global: Map<string, NodeId>;
  readonly nonlocal: Set<string>;
  yields: boolean;
}

export function nothingFound(): Found {
  return { names: new Map(), global: new Map(), nonlocal: new Set(), yields: false };
}

function note(
  file: Lowering,
  { names }: Found,
  node: NodeId,
  kind: BindingKind,
  assigned: number,
  block?: NodeId,
): void {
  const name = textOf(file, node);
  if (name === '') return;
  const known = names.get(name);
  if (!known) {
    names.set(name, { kind, first: node, assigned, blocks: block === undefined ? undefined : [block] });
    return;
  }
  known.assigned += assigned;
  if (kind === 'import') known.kind = 'import';
  if (block === undefined) known.blocks = undefined;
  else known.blocks?.push(block);
}

/** Goes through a body from left to right, nested functions and classes left out. */
export function collect(file: Lowering, body: NodeId, found: Found): void {
  const end = nextOf(file, body);
  const { table, grammar } = file.tree;
  for (let node = body + 1; node < end; node++) {
    if (grammar.naming[table.kinds[node] ?? 0] === 0) continue;
    switch (kindOf(file, node)) {
      case 'function_definition':
      case 'class_definition': {
        const name = childBy(file, node, 'name');
        const kind = kindOf(file, node) === 'class_definition' ? 'class' : 'function';
        if (name >= 0) note(file, found, name, kind, 1);
        node = nextOf(file, node) - 1;
        break;
      }
      case 'lambda':
        node = nextOf(file, node) - 1;
        break;
      case 'assignment':
        collectTargets(file, childBy(file, node, 'left'), found, childBy(file, node, 'right') < 0 ? 0 : 1);
        break;
      case 'augmented_assignment':
        collectTargets(file, childBy(file, node, 'left'), found, 1);
        break;
      case 'named_expression': {
        const name = childBy(file, node, 'name');
        if (name >= 0) note(file, found, name, 'const', 1);
        break;
      }
      case 'for_statement':
        collectTargets(file, childBy(file, node, 'left'), found, 1, node);
        break;
      case 'with_statement':
        for (const item of childrenOf(file, childOfKind(file, node, 'with_clause'))) {
          const alias = childBy(file, unwrap(file, childBy(file, item, 'value')), 'alias');
          if (alias >= 0) collectTargets(file, alias, found, 1, node);
        }
        break;
      case 'delete_statement':
        for (const child of childrenOf(file, node)) collectTargets(file, child, found, 0);
        break;
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
        for (const child of childrenBy(file, node, 'name')) collectImport(file, child, found);
        node = nextOf(file, node) - 1;
        break;
      case 'type_alias_statement': {
        const name = aliasName(file, node);
        if (name >= 0) note(file, found, name, 'const', 1);
        break;
      }
      case 'global_statement':
        for (const child of childrenOf(file, node)) found.global.set(textOf(file, child), child);
        break;
      case 'nonlocal_statement':
        for (const child of childrenOf(file, node)) found.nonlocal.add(textOf(file, child));
        break;
      case 'yield':
        found.yields = true;
        break;
      case 'case_pattern':
      case 'keyword_pattern':
      case 'splat_pattern':
      case 'as_pattern':
        collectCapture(file, node, found);
        break;
      default:
    }
  }
}

export function collectTargets(file: Lowering, node: NodeId, found: Found, assigned: number, block?: NodeId): void {
  switch (kindOf(file, node)) {
    case 'identifier':
      note(file, found, node, 'const', assigned, block);
      break;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'list_splat_pattern':
    case 'expression_list':
    case 'tuple':
    case 'list':
    case 'list_splat':
    case 'parenthesized_expression':
    case 'as_pattern_target':
      for (const child of childrenOf(file, node)) collectTargets(file, child, found, assigned, block);
      break;
    default:
  }
}

function collectImport(file: Lowering, node: NodeId, found: Found): void {
  const alias = childBy(file, node, 'alias');
  const name = alias >= 0 ? alias : firstOf(file, node);
  if (name >= 0) note(file, found, name, 'import', 1);
}

/** The name of `type Name[T] = …`. */
export function aliasName(file: Lowering, node: NodeId): NodeId {
  const left = firstOf(file, childBy(file, node, 'left'));
  return kindOf(file, left) === 'identifier' ? left : firstOf(file, left);
}

/** The name that a pattern of `case` binds, if it is of that kind; -1 if not. */
export function captureOf(file: Lowering, node: NodeId): NodeId {
  const children = childrenOf(file, node);
  const last = children.at(-1) ?? -1;
  switch (kindOf(file, node)) {
    case 'splat_pattern':
      return last;
    case 'as_pattern':
      return children.length > 1 && kindOf(file, last) === 'identifier' ? last : -1;
    default:
      // A dotted name is a value to compare with.
      return kindOf(file, last) === 'dotted_name' && nextOf(file, last) === last + 2 ? last + 1 : -1;
  }
}

function collectCapture(file: Lowering, node: NodeId, found: Found): void {
  const name = captureOf(file, node);
  if (name >= 0) note(file, found, name, 'const', 1);
}
