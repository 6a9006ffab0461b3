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
import type { Ids, Part } from '../../../model/part.ts';
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

/** A top-level statement that is lowered on its own, while the others keep what was made of them. */
export interface PartLowering {
  /** Ids of its earlier version, to be taken again in the same order. */
  readonly reuse: Pick<Part, 'outer' | 'inner'>;
  readonly taken: Readonly<Record<'outer' | 'inner', { readonly [K in keyof Ids]: number[] }>>;
  /** Names that it looked for at the module's top level, whether they are there or not. */
  readonly mentions: Set<string>;
  /** The module's names, of which `noted` keeps what this part alone says. */
  readonly moduleNames: ReadonlySet<BindingId>;
  readonly noted: Map<BindingId, Mutable<Binding>>;
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
  /** The functions in the order in which they begin. */
  readonly opened: FunctionId[];
  /** The binding by which a function expression knows itself. */
  readonly ownNames: Map<FunctionId, BindingId>;
  part?: PartLowering;
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
    opened: [],
    ownNames: new Map(),
  };
}

/** The place for something new: the next one that an earlier version of this part has left, or one behind all others. */
export function takeId(file: Lowering, kind: keyof Ids): number {
  if (!file.part) return file[kind].length;
  const depth = file.function === 0 ? 'outer' : 'inner';
  const taken = file.part.taken[depth][kind];
  const id = file.part.reuse[depth][kind][taken.length] ?? file[kind].length;
  taken.push(id);
  return id;
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
  if (!file.part) return file.values.push(value) - 1;
  const id = takeId(file, 'values');
  file.values[id] = value;
  return id;
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
  const id = takeId(file, 'bindings');
  file.bindings[id] = { name, kind, scope: scope.function, reassigned: 0, start: span.start, end: span.end };
  scope.names.set(name, id);
  return id;
}

/** The binding that `name` refers to here; undefined for a global. Notes what the functions in between capture. */
export function resolveName(file: Lowering, name: string): BindingId | undefined {
  for (let scope: Scope | undefined = file.scope; scope; scope = scope.parent) {
    if (!scope.parent) file.part?.mentions.add(name);
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
  return file.part?.moduleNames.has(id) === true ? notedOf(file.part, id, binding) : binding;
}

/** The binding as if this part were the only one. */
function notedOf({ noted }: PartLowering, id: BindingId, { name, kind, scope, start, end }: Binding): Mutable<Binding> {
  const known = noted.get(id) ?? { name, kind, scope, reassigned: 0, start, end };
  noted.set(id, known);
  return known;
}

export function annotate(target: Mutable<Binding>, annotation: Annotation | undefined): void {
  if (annotation) target.annotation = annotation;
}

export function reserveClass(file: Lowering): ClassId {
  const id = takeId(file, 'classes');
  file.classes[id] = undefined;
  return id;
}
