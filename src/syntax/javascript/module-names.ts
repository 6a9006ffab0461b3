import type { Binding, BindingId } from '../../model/facts.ts';
import type { Mutable } from './lower/state.ts';
import type { Declared, LoweredPart } from './parts.ts';

/** The names at a module's top level. */
export interface ModuleNames {
  readonly byKey: Map<string, BindingId>;
  readonly ids: ReadonlySet<BindingId>;
  /** Names that came, went or became something else: statements that mention them mean something else now. */
  readonly changed: readonly string[];
}

/**
 * The names that statements declare together, with the ids that they had before. Undefined when what a statement means depends on those
 * before it: where `var` declares a name twice, or where `require` may be anything.
 */
export function namesOf(
  statements: readonly { readonly declared: readonly Declared[] }[],
  before: ReadonlyMap<string, BindingId>,
  bindings: Mutable<Binding>[],
): ModuleNames | undefined {
  const heads = headsOf(statements);
  if (!heads || heads.has('require')) return undefined;
  const byKey = new Map<string, BindingId>();
  const changed: string[] = [];
  for (const [key, { name, kind, start, end }] of heads) {
    const id = before.get(key) ?? bindings.length;
    byKey.set(key, id);
    if (bindings[id]?.kind !== kind) changed.push(key);
    bindings[id] = { name, kind, scope: 0, reassigned: 0, start, end };
  }
  for (const [key, id] of before) {
    if (heads.has(key)) continue;
    changed.push(key);
    bindings[id] = { name: '', kind: 'const', scope: 0, reassigned: 0, start: 0, end: 0 };
  }
  return { byKey, ids: new Set(byKey.values()), changed };
}

/** The declaration that each name begins with: `var` only where there is no other. */
function headsOf(
  statements: readonly { readonly declared: readonly Declared[] }[],
): ReadonlyMap<string, Declared> | undefined {
  const heads = new Map<string, Declared>();
  for (const { declared } of statements) {
    for (const each of declared) if (!each.isVar && !heads.has(each.key)) heads.set(each.key, each);
  }
  for (const { declared } of statements) {
    for (const each of declared) {
      if (!each.isVar) continue;
      if (heads.get(each.key)?.isVar === true) return undefined;
      if (!heads.has(each.key)) heads.set(each.key, each);
    }
  }
  return heads;
}

/** Puts together what all parts say of the module's names. */
export function bindNames(parts: readonly LoweredPart[], { byKey }: ModuleNames, bindings: Mutable<Binding>[]): void {
  // Statements may have been read again meanwhile, or have moved.
  for (const [key, { name, kind, start, end }] of headsOf(parts) ?? []) {
    const id = byKey.get(key);
    if (id !== undefined) bindings[id] = { name, kind, scope: 0, reassigned: 0, start, end };
  }
  for (const { noted } of parts) {
    for (const [id, { init, reassigned, annotation, import: reference }] of noted) {
      const binding = bindings[id];
      if (!binding) continue;
      binding.reassigned += reassigned;
      // A second declaration is an assignment.
      if (init !== undefined && binding.init !== undefined) binding.reassigned++;
      else if (init !== undefined) binding.init = init;
      if (annotation) binding.annotation = annotation;
      if (reference) binding.import = reference;
    }
  }
  for (const id of byKey.values()) {
    const binding = bindings[id];
    if (binding && binding.reassigned > 0) delete binding.init;
  }
}
