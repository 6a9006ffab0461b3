import { ts } from '../../../syntax/javascript/tree.ts';
import type { Declaration, Scopes } from './scope.ts';
import { isWritten } from './writes.ts';

const reachable = new WeakMap<ts.Node, readonly ts.Node[]>();

/** `node` and every function and class of this file that code in it could run, as far as names tell. */
export function reachableFrom(scopes: Scopes, node: ts.Node): readonly ts.Node[] {
  const known = reachable.get(node);
  if (known) return known;
  const reached = new Set<ts.Node>([node]);
  for (const one of reached) {
    for (const name of scopes.freeIn(one)) {
      const body = runnable(scopes.declarationOf(name));
      if (body) reached.add(body);
    }
  }
  const all = [...reached];
  reachable.set(node, all);
  return all;
}

function runnable(declaration: Declaration | undefined): ts.Node | undefined {
  if (!declaration) return undefined;
  if (declaration.kind === 'function' || declaration.kind === 'class') return declaration.node;
  const isHolder = ts.isVariableDeclaration(declaration.node) && declaration.node.initializer;
  return isHolder ? declaration.node : undefined;
}

const writes = new WeakMap<ts.Node, readonly Declaration[]>();

/** The names outside of `node` that code in it, or code it could run, assigns to. */
export function writtenBy(scopes: Scopes, node: ts.Node): readonly Declaration[] {
  const known = writes.get(node);
  if (known) return known;
  const nodes = reachableFrom(scopes, node);
  const written = new Set<Declaration>();
  for (const one of nodes) {
    for (const name of scopes.freeIn(one)) {
      const declaration = scopes.declarationOf(name);
      if (declaration && isWritten(name)) written.add(declaration);
    }
  }
  const all = [...written];
  writes.set(node, all);
  return all;
}

/** The smallest thing around `node` that satisfies `test`, without leaving `limit`. */
export function around<T extends ts.Node>(
  node: ts.Node,
  test: (node: ts.Node) => node is T,
  limit?: ts.Node,
): T | undefined {
  for (let one = node.parent as ts.Node | undefined; one && one !== limit; one = one.parent) if (test(one)) return one;
  return undefined;
}
