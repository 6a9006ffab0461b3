import type { BindingKind } from '../../../model/facts.ts';
import type { NodeId, SyntaxTable } from '../table.ts';
import type { PythonTree } from '../tree.ts';
import {
  childBy,
  childOfKind,
  childrenBy,
  childrenOf,
  endOf,
  fieldOf,
  firstOf,
  kindOf,
  nextOf,
  spanOf,
  startOf,
  textOf,
} from './nodes.ts';
import { bindingOf, declare, type Lowering, type Scope } from './state.ts';

/** What a stretch of code does to one name. */
interface Named {
  kind: BindingKind;
  readonly first: NodeId;
  /** How often it is given a value. */
  assigned: number;
  /** The `for` and `with` statements that bind it; undefined as soon as something else does. */
  blocks: NodeId[] | undefined;
}

type Names = Map<string, Named>;

interface Found {
  readonly names: Names;
  readonly global: Set<string>;
  readonly nonlocal: Set<string>;
  yields: boolean;
}

/**
 * A name belongs to the innermost function that assigns it anywhere, whatever the order. So the names of a body are declared before it
 * is lowered. Tells whether the body yields.
 */
export function hoist(file: Lowering, body: NodeId): boolean {
  const found: Found = { names: new Map(), global: new Set(), nonlocal: new Set(), yields: false };
  collect(file, body, found);
  const { scope } = file;
  for (const name of found.global) shareGlobal(file, name, scope);
  const loose = [...found.names].filter(([name]) => !found.global.has(name) && !found.nonlocal.has(name));
  const blocks = scope.kind === 'class' ? new Set<string>() : ownBlocks(file, body, new Map(loose));
  for (const [name, { kind, first, assigned }] of loose) {
    if (blocks.has(name)) continue;
    const isVariable = kind === 'const' && (assigned > 1 || file.sharedNames.has(name));
    declare(file, name, isVariable ? 'let' : kind, spanOf(file, first), scope);
  }
  return found.yields;
}

/** `global name` makes the module's own name visible here, also when nothing else declares it. */
function shareGlobal(file: Lowering, name: string, scope: Scope): void {
  const known = file.module.names.get(name);
  scope.names.set(name, known ?? declare(file, name, 'let', { start: 0, end: 0 }, file.module));
}

/** The names that functions of this file declare `global` or `nonlocal`. */
export function sharedNames(tree: PythonTree): Set<string> {
  const { table, grammar, text } = tree;
  const kinds = ['global_statement', 'nonlocal_statement'].map((name) => grammar.names.indexOf(name));
  const found = new Set<string>();
  for (let node = 0; node < table.length; node++) {
    if (!kinds.includes(table.kinds[node] ?? -1)) continue;
    for (const child of childrenOf({ tree, text }, node)) found.add(textOf({ tree, text }, child));
  }
  return found;
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
function collect(file: Lowering, body: NodeId, found: Found): void {
  const end = nextOf(file, body);
  for (let node = body + 1; node < end; node++) {
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
          const alias = childBy(file, childBy(file, item, 'value'), 'alias');
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
        for (const child of childrenOf(file, node)) found.global.add(textOf(file, child));
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

function collectTargets(file: Lowering, node: NodeId, found: Found, assigned: number, block?: NodeId): void {
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

/**
 * Names that several `for` or `with` statements bind, each for itself: none is used outside of them. Each statement gets its own
 * binding then, whose one value is known.
 */
function ownBlocks(file: Lowering, body: NodeId, names: Names): Set<string> {
  const candidates = new Map<string, NodeId[]>();
  for (const [name, { assigned, blocks }] of names) {
    const isParameter = file.scope.names.has(name);
    if (assigned > 1 && blocks && !isParameter && !file.sharedNames.has(name)) candidates.set(name, blocks);
  }
  if (candidates.size === 0) return new Set();
  const isUsedElsewhere = usedOutside(file, body, candidates);
  for (const [name, blocks] of candidates) {
    if (isUsedElsewhere.has(name)) continue;
    for (const block of blocks) {
      const own = file.blockNames.get(block) ?? [];
      if (!own.includes(name)) own.push(name);
      file.blockNames.set(block, own);
    }
  }
  return new Set([...candidates.keys()].filter((name) => !isUsedElsewhere.has(name)));
}

function usedOutside(file: Lowering, body: NodeId, blocks: ReadonlyMap<string, readonly NodeId[]>): Set<string> {
  const { table, grammar }: { table: SyntaxTable; grammar: PythonTree['grammar'] } = file.tree;
  const identifier = grammar.names.indexOf('identifier');
  const found = new Set<string>();
  for (let node = body; node < nextOf(file, body); node++) {
    if (table.kinds[node] !== identifier || fieldOf(file, node) === 'attribute') continue;
    const around = blocks.get(textOf(file, node));
    if (!around) continue;
    const start = startOf(file, node);
    const isInside = around.some((block) => startOf(file, block) <= start && start < endOf(file, bodyOf(file, block)));
    if (!isInside) found.add(textOf(file, node));
  }
  return found;
}

/** A loop's `else` part belongs to what comes after. */
function bodyOf(file: Lowering, block: NodeId): NodeId {
  const body = childBy(file, block, 'body');
  return body >= 0 ? body : block;
}

/** Declares the names that only this statement uses. */
export function declareOwn(file: Lowering, statement: NodeId): void {
  for (const name of file.blockNames.get(statement) ?? [])
    declare(file, name, 'const', nameSpan(file, statement, name));
}

function nameSpan(file: Lowering, statement: NodeId, name: string): { start: number; end: number } {
  for (let node = statement + 1; node < nextOf(file, statement); node++) {
    if (kindOf(file, node) === 'identifier' && textOf(file, node) === name) return spanOf(file, node);
  }
  return spanOf(file, statement);
}

/** Declares the variables of a comprehension. */
export function declareTargets(file: Lowering, target: NodeId): void {
  const found: Found = { names: new Map(), global: new Set(), nonlocal: new Set(), yields: false };
  collectTargets(file, target, found, 1);
  for (const [name, { first }] of found.names) declare(file, name, 'const', spanOf(file, first));
}

/** Notes that a name is given a value: its only one, or one of several. */
export function noteAssigned(file: Lowering, id: number, value: number): void {
  const binding = bindingOf(file, id);
  const isFree = binding.kind !== 'parameter' && binding.kind !== 'import' && binding.kind !== 'catch';
  if (isFree && binding.init === undefined && binding.reassigned === 0) binding.init = value;
  else binding.reassigned++;
}
