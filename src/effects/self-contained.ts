import type { BindingId } from '../model/facts.ts';
import type { Span } from '../model/span.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef } from './program.ts';

export interface Part extends Span {
  /** The span begins at the name: `const ` belongs before it. */
  readonly isConst: boolean;
}

/**
 * The top-level declarations that a function needs, itself included, in the order of the file; undefined when it needs anything
 * that would not be the same elsewhere: imports, state, `this`, names of an enclosing function.
 */
export function selfContained({ file, function: id }: FunctionRef): Part[] | undefined {
  const root = declarationOf(file, id);
  if (root === undefined) return undefined;
  const needed = new Set<BindingId>();
  return gather(file, root, needed)
    ? [...needed].map((each) => statementOf(file, each)).toSorted((a, b) => a.start - b.start)
    : undefined;
}

/** The top-level name that stands for a function and nothing else. */
function declarationOf(file: File, id: number): BindingId | undefined {
  const found = file.facts.bindings.findIndex(({ init, scope, kind }) => {
    if (scope !== 0 || init === undefined || (kind !== 'function' && kind !== 'const')) return false;
    const value = valueOf(file, init);
    return value.kind === 'function' && value.function === id;
  });
  return found < 0 ? undefined : found;
}

function gather(file: File, id: BindingId, needed: Set<BindingId>): boolean {
  if (needed.has(id)) return true;
  const { kind, scope, init, reassigned } = bindingOf(file, id);
  if (scope !== 0 || init === undefined || reassigned > 0 || (kind !== 'function' && kind !== 'const')) return false;
  const value = valueOf(file, init);
  if (value.kind === 'function') {
    const facts = functionOf(file, value.function);
    if (facts.usesThis || facts.captures.length > 0) return false;
  } else if (value.kind !== 'literal' && value.kind !== 'regex' && value.kind !== 'operation') return false;
  needed.add(id);
  return mentioned(file, value, id).every((each) => gather(file, each, needed));
}

/** The module's own names that a piece of code mentions. */
function mentioned(file: File, { start, end }: Span, self: BindingId): BindingId[] {
  const found = new Set<BindingId>();
  for (const value of file.facts.values) {
    if (value.kind !== 'name' || value.inType || value.start < start || value.end > end || value.binding === self)
      continue;
    // A name that only a type annotation mentions is gone when the code runs.
    if (bindingOf(file, value.binding).scope === 0 && !isDeclaration(file, value.binding, { start, end }))
      found.add(value.binding);
  }
  return [...found];
}

function isDeclaration(file: File, id: BindingId, within: Span): boolean {
  const { start } = bindingOf(file, id);
  return start >= within.start && start < within.end;
}

function statementOf(file: File, id: BindingId): Part {
  const { init = 0, start, kind } = bindingOf(file, id);
  const value = valueOf(file, init);
  return kind === 'function'
    ? { start: value.start, end: value.end, isConst: false }
    : { start, end: value.end, isConst: true };
}
