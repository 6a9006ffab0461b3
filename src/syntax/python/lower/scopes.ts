import type { NodeId } from '../table.ts';
import type { PythonTree } from '../tree.ts';
import { collect, collectTargets, nothingFound, type Names } from './collect.ts';
import { childBy, childrenOf, endOf, fieldOf, kindOf, nextOf, spanOf, startOf, textOf } from './nodes.ts';
import { bindingOf, declare, type Lowering, type Scope } from './state.ts';

const none: ReadonlySet<string> = new Set();

/**
 * A name belongs to the innermost function that assigns it anywhere, whatever the order. So the names of a body are declared before it
 * is lowered. Tells whether the body yields.
 */
export function hoist(file: Lowering, body: NodeId): boolean {
  const found = nothingFound();
  collect(file, body, found);
  const { scope } = file;
  for (const [name, node] of found.global) shareGlobal(file, name, node, scope);
  const blocks = ownBlocks(file, body, found.names);
  for (const [name, { kind, first, assigned }] of found.names) {
    if (blocks.has(name) || found.global.has(name) || found.nonlocal.has(name)) continue;
    const isVariable = kind === 'const' && (assigned > 1 || file.sharedNames.has(name));
    const binding = declare(file, name, isVariable ? 'let' : kind, spanOf(file, first), scope);
    if (assigned > 0 && bindingOf(file, binding).kind === 'parameter') file.assignedParameters.add(binding);
  }
  return found.yields;
}

/** `global name` makes the module's own name visible here, also when nothing else declares it. */
function shareGlobal(file: Lowering, name: string, node: NodeId, scope: Scope): void {
  const known = file.module.names.get(name);
  scope.names.set(name, known ?? declare(file, name, 'let', spanOf(file, node), file.module));
}

/** The names that functions of this file declare `global` or `nonlocal`. */
export function sharedNames(tree: PythonTree): Set<string> {
  const { table, grammar, text } = tree;
  const kinds = ['global_statement', 'nonlocal_statement'].map((name) => grammar.names.indexOf(name));
  const found = new Set<string>();
  const [global, nonlocal] = kinds;
  for (let node = 0; node < table.length; node++) {
    if (table.kinds[node] !== global && table.kinds[node] !== nonlocal) continue;
    for (const child of childrenOf({ tree, text }, node)) found.add(textOf({ tree, text }, child));
  }
  return found;
}

/**
 * Names that several `for` or `with` statements bind, each for itself: none is used outside of them. Each statement gets its own
 * binding then, whose one value is known.
 */
function ownBlocks(file: Lowering, body: NodeId, names: Names): ReadonlySet<string> {
  const candidates = new Map<string, NodeId[]>();
  for (const [name, { assigned, blocks }] of names) {
    if (assigned < 2 || !blocks || file.scope.kind === 'class') continue;
    const isParameter = file.scope.names.has(name);
    if (!isParameter && !file.sharedNames.has(name)) candidates.set(name, blocks);
  }
  if (candidates.size === 0) return none;
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
  const { table, grammar } = file.tree;
  const identifier = grammar.names.indexOf('identifier');
  const found = new Set<string>();
  const end = nextOf(file, body);
  for (let node = body; node < end; node++) {
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
  const found = nothingFound();
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
