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
import type { NodeId } from '../table.ts';
import type { PythonTree } from '../tree.ts';
import { endOf, startOf } from './nodes.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The first parameter of a method: `this` in the facts, whatever it is called. */
export interface Self {
  readonly self: FunctionId;
}

/**
 * The names of one function, class body or comprehension, or of a block for a name that is used nowhere outside of it. Functions do
 * not see the names of the class bodies around them.
 */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'comprehension' | 'block';
  readonly parent?: Scope;
  readonly names: Map<string, BindingId | Self>;
  readonly function: FunctionId;
  /** For a class body: whose. */
  readonly owner?: ClassId;
}

/** What methods store in `self` under one name. */
export interface Attribute {
  readonly isStatic: boolean;
  value?: ValueId;
  annotation?: Annotation;
  writes: number;
}

/** What grows while one file is lowered. */
export interface Lowering {
  readonly tree: PythonTree;
  readonly text: string;
  readonly values: Value[];
  readonly functions: Mutable<FunctionFacts>[];
  readonly bindings: Mutable<Binding>[];
  readonly classes: (ClassFacts | undefined)[];
  readonly exports: Export[];
  readonly specifiers: Set<string>;
  readonly wildcards: string[];
  /** Captured bindings per function, by function id. */
  readonly captures: Set<BindingId>[];
  /** By class id. */
  readonly attributes: Map<string, Attribute>[];
  /** Names that some function declares `global` or `nonlocal`: more than one function may write them. */
  readonly sharedNames: ReadonlySet<string>;
  /** Parameters that their own function assigns. */
  readonly assignedParameters: Set<BindingId>;
  /** Names that belong to a single `for` or `with` statement, by its node. */
  readonly blockNames: Map<NodeId, string[]>;
  readonly module: Scope;
  scope: Scope;
  function: FunctionId;
  /** The list that new steps are added to. */
  steps: Step[];
  /** Within `if TYPE_CHECKING:`. */
  typeOnly: boolean;
}

export function startLowering(tree: PythonTree, sharedNames: ReadonlySet<string>): Lowering {
  const module: Scope = { kind: 'module', names: new Map(), function: 0 };
  return {
    tree,
    text: tree.text,
    values: [],
    functions: [],
    bindings: [],
    classes: [],
    exports: [],
    specifiers: new Set(),
    wildcards: [],
    captures: [],
    attributes: [],
    sharedNames,
    assignedParameters: new Set(),
    blockNames: new Map(),
    module,
    scope: module,
    function: 0,
    steps: [],
    typeOnly: false,
  };
}

export function addValue(file: Lowering, node: NodeId, origin: Origin): ValueId {
  return push(file, startOf(file, node), endOf(file, node), origin);
}

export function addValueAt(file: Lowering, { start, end }: Span, origin: Origin): ValueId {
  return push(file, start, end, origin);
}

/** Adds a value that was made with its place: worth it for the kinds that most values are of. */
export function addWhole(file: Lowering, value: Value): ValueId {
  return file.values.push(value) - 1;
}

/** The origin, made for this one call, becomes the value: copying it would cost more than all else that is done for it. */
function push(file: Lowering, start: number, end: number, origin: Origin): ValueId {
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
export function inScope(file: Lowering, kind: Scope['kind'], lower: (scope: Scope) => void, owner?: ClassId): void {
  const outer = file.scope;
  const scope: Scope = {
    kind,
    parent: outer,
    names: new Map(),
    function: file.function,
    ...(owner === undefined ? {} : { owner }),
  };
  file.scope = scope;
  lower(scope);
  file.scope = outer;
}

export function declare(
  file: Lowering,
  name: string,
  kind: BindingKind,
  { start, end }: Span,
  scope: Scope = file.scope,
): BindingId {
  const known = scope.names.get(name);
  if (typeof known === 'number') return known;
  const id = file.bindings.push({ name, kind, scope: scope.function, reassigned: 0, start, end }) - 1;
  scope.names.set(name, id);
  return id;
}

/** What `name` refers to here; undefined for a global. Notes what the functions in between capture. */
export function resolveName(file: Lowering, name: string): BindingId | Self | undefined {
  let isInside = false;
  for (let scope: Scope | undefined = file.scope; scope; scope = scope.parent) {
    if (scope.kind === 'class' && isInside) continue;
    const found = scope.names.get(name);
    if (found !== undefined) {
      if (typeof found === 'number') noteCapture(file, found);
      else noteSelf(file, found.self);
      return found;
    }
    isInside ||= scope.kind === 'function' || scope.kind === 'comprehension';
  }
  return undefined;
}

function noteCapture(file: Lowering, binding: BindingId): void {
  const owner = bindingOf(file, binding).scope;
  if (owner === 0 || owner === file.function) return;
  for (
    let id: FunctionId | undefined = file.function;
    id !== undefined && id !== owner;
    id = file.functions[id]?.parent
  ) {
    file.captures[id]?.add(binding);
  }
}

/** Every function from here out to the method uses the method's `this`. */
export function noteSelf(file: Lowering, method: FunctionId): void {
  for (let id: FunctionId | undefined = file.function; id !== undefined; id = file.functions[id]?.parent) {
    const facts = file.functions[id];
    if (facts) facts.usesThis = true;
    if (id === method) return;
  }
}

export function bindingOf(file: Lowering, id: BindingId): Mutable<Binding> {
  const binding = file.bindings[id];
  if (!binding) throw new RangeError(`No binding ${id}`);
  return binding;
}

/** Whether other code may change this binding between two of its reads here. */
export function isShared(file: Lowering, id: BindingId): boolean {
  const { kind, scope, name } = bindingOf(file, id);
  if (scope === file.function) return false;
  return kind === 'let' || (kind === 'parameter' && (file.assignedParameters.has(id) || file.sharedNames.has(name)));
}
