import type {
  Annotation,
  Binding,
  BindingId,
  BindingKind,
  ClassFacts,
  ClassId,
  Export,
  FunctionFacts,
  FunctionId,
  ValueId,
} from '../../../model/facts.ts';
import type { Span } from '../../../model/span.ts';
import type { Step } from '../../../model/step.ts';
import type { Origin, Value } from '../../../model/value.ts';
import type { TypeFacts } from '../../../model/written-type.ts';
import type { ts } from '../tree.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The names one block, function or module declares. */
export interface Scope {
  readonly parent?: Scope;
  readonly names: Map<string, BindingId>;
  readonly function: FunctionId;
}

/** What grows while one file is lowered. */
export interface Lowering {
  readonly source: ts.SourceFile;
  readonly values: Value[];
  readonly functions: Mutable<FunctionFacts>[];
  readonly bindings: Mutable<Binding>[];
  readonly classes: (ClassFacts | undefined)[];
  readonly types: TypeFacts[];
  readonly exports: Export[];
  readonly specifiers: Set<string>;
  /** Captured bindings per function, by function id. */
  readonly captures: Set<BindingId>[];
  scope: Scope;
  function: FunctionId;
  /** The list that new steps are added to. */
  steps: Step[];
  usesCommonJs: boolean;
  /** Within a static block or field: the class, which is what `this` of `function` is there. */
  staticPart?: { readonly function: FunctionId; readonly class: BindingId | undefined } | undefined;
}

export function startLowering(source: ts.SourceFile): Lowering {
  return {
    source,
    values: [],
    functions: [],
    bindings: [],
    classes: [],
    types: [],
    exports: [],
    specifiers: new Set(),
    captures: [],
    scope: { names: new Map(), function: 0 },
    function: 0,
    steps: [],
    usesCommonJs: false,
  };
}

export function spanOf(file: Lowering, node: ts.Node): Span {
  return { start: node.getStart(file.source), end: node.end };
}

export function addValue(file: Lowering, node: ts.Node, origin: Origin): ValueId {
  return addValueAt(file, node.getStart(file.source), node.end, origin);
}

export function addValueAt(file: Lowering, start: number, end: number, origin: Origin): ValueId {
  // The origin was made for this value alone, so it becomes the value: copying it made lowering a long file a sixth slower.
  const value = origin as Origin & Mutable<Span>;
  value.start = start;
  value.end = end;
  return file.values.push(value) - 1;
}

/** Records that `value` is computed here, and gives it back. */
export function evaluate(file: Lowering, value: ValueId): ValueId {
  file.steps.push({ kind: 'evaluate', value });
  return value;
}

/** A module that awaits is asynchronous, though nothing else may say that it is a module. */
export function noteAwait(file: Lowering): void {
  const top = file.functions[0];
  if (top && file.function === 0) top.isAsync = true;
}

/** Runs `lower` with a fresh list of steps and gives that list. */
export function collectSteps(file: Lowering, lower: () => void): Step[] {
  const outer = file.steps;
  const steps: Step[] = [];
  file.steps = steps;
  lower();
  file.steps = outer;
  return steps;
}

/** Runs `lower` inside a nested scope of the current function. */
export function inScope(file: Lowering, lower: () => void): void {
  const outer = file.scope;
  file.scope = { parent: outer, names: new Map(), function: file.function };
  lower();
  file.scope = outer;
}

export function declare(
  file: Lowering,
  name: string,
  kind: BindingKind,
  span: Span,
  scope: Scope = file.scope,
): BindingId {
  const known = scope.names.get(name);
  if (known !== undefined) return known;
  const id =
    file.bindings.push({ name, kind, scope: scope.function, reassigned: 0, start: span.start, end: span.end }) - 1;
  scope.names.set(name, id);
  return id;
}

/** The binding that `name` refers to here; undefined for a global. Notes what the functions in between capture. */
export function resolveName(file: Lowering, name: string): BindingId | undefined {
  for (let scope: Scope | undefined = file.scope; scope; scope = scope.parent) {
    const id = scope.names.get(name);
    if (id === undefined) continue;
    if (scope.function !== file.function && scope.function !== 0) noteCapture(file, id, scope.function);
    return id;
  }
  return undefined;
}

function noteCapture(file: Lowering, binding: BindingId, owner: FunctionId): void {
  for (
    let id: FunctionId | undefined = file.function;
    id !== undefined && id !== owner;
    id = file.functions[id]?.parent
  ) {
    file.captures[id]?.add(binding);
  }
}

export function bindingOf(file: Lowering, id: BindingId): Mutable<Binding> {
  const binding = file.bindings[id];
  if (!binding) throw new RangeError(`No binding ${id}`);
  return binding;
}

export function annotate(target: Mutable<Binding>, annotation: Annotation | undefined): void {
  if (annotation) target.annotation = annotation;
}

export function reserveClass(file: Lowering): ClassId {
  return file.classes.push(undefined) - 1;
}
