import type { ImportReference } from '../../../model/facts.ts';
import type { NodeId } from '../table.ts';
import { childBy, childOfKind, childrenBy, firstOf, kindOf, textOf } from './nodes.ts';
import { bindingOf, resolveName, type Lowering } from './state.ts';

/** `import a.b` makes `a` known, `import a.b as c` gives `a.b` the name `c`. */
export function lowerImport(file: Lowering, node: NodeId): void {
  for (const child of childrenBy(file, node, 'name')) {
    const { path, alias } = nameOf(file, child);
    if (path < 0) continue;
    const specifier = dotted(file, path);
    ask(file, specifier);
    if (alias >= 0) noteImport(file, alias, specifier, '*');
    else noteImport(file, firstOf(file, path), textOf(file, firstOf(file, path)), '*');
  }
}

/** `from .m import x as y`; the dots are part of the specifier. */
export function lowerFromImport(file: Lowering, node: NodeId): void {
  const module = childBy(file, node, 'module_name');
  if (module < 0) return;
  const specifier = dotted(file, module);
  ask(file, specifier);
  if (childOfKind(file, node, 'wildcard_import') >= 0) {
    if (file.typeOnly || file.function !== 0) return;
    file.exports.push({ name: '*', from: specifier, imported: '*' });
    file.wildcards.push(specifier);
    return;
  }
  noteNames(file, node, specifier);
}

/** `from __future__ import annotations` */
export function lowerFuture(file: Lowering, node: NodeId): void {
  ask(file, '__future__');
  noteNames(file, node, '__future__');
}

function noteNames(file: Lowering, node: NodeId, specifier: string): void {
  for (const child of childrenBy(file, node, 'name')) {
    const { path, alias } = nameOf(file, child);
    if (path >= 0) noteImport(file, alias >= 0 ? alias : firstOf(file, path), specifier, dotted(file, path));
  }
}

function nameOf(file: Lowering, node: NodeId): { path: NodeId; alias: NodeId } {
  if (kindOf(file, node) !== 'aliased_import') return { path: node, alias: -1 };
  return { path: childBy(file, node, 'name'), alias: childBy(file, node, 'alias') };
}

/** Without the white space that may stand around dots. */
function dotted(file: Lowering, node: NodeId): string {
  return textOf(file, node).replace(/[\s\\]+/g, '');
}

function ask(file: Lowering, specifier: string): void {
  // What is imported only for a type checker is not there when the code runs.
  if (!file.typeOnly) file.specifiers.add(specifier);
}

/** Of several imports of one name, as in `try` and `except ImportError`, the first that runs counts. */
function noteImport(file: Lowering, identifier: NodeId, specifier: string, name: string): void {
  const id = identifier < 0 ? undefined : resolveName(file, textOf(file, identifier));
  if (typeof id !== 'number') return;
  const binding = bindingOf(file, id);
  const reference: ImportReference = { specifier, name, typeOnly: file.typeOnly };
  if (!binding.import || (binding.import.typeOnly && !file.typeOnly)) binding.import = reference;
  else if (!file.typeOnly && !isSame(binding.import, reference)) binding.reassigned++;
}

function isSame(a: ImportReference, b: ImportReference): boolean {
  return a.specifier === b.specifier && a.name === b.name;
}
