import type { Binding, BindingId, BindingKind, ClassFacts, FunctionFacts } from '../../model/facts.ts';
import type { Ids, Part } from '../../model/part.ts';
import type { Span } from '../../model/span.ts';
import type { Suppression } from '../../model/suppression.ts';
import type { Value } from '../../model/value.ts';
import type { TypeFacts } from '../../model/written-type.ts';
import { hoist, hoistBlock } from './lower/declarations.ts';
import { directivesOf } from './lower/functions.ts';
import { collectSteps, startLowering, type Lowering, type Mutable, type PartLowering } from './lower/state.ts';
import { lowerStatement } from './lower/statements.ts';
import { moveSaid } from './move.ts';
import type { ModuleNames } from './module-names.ts';
import type { Stretch } from './statements.ts';
import type { ts } from './tree.ts';

/** A top-level statement with what it says, and what the rest of the file has to know to put all parts together. */
export interface LoweredPart extends Stretch {
  readonly said: Part;
  readonly declared: readonly Declared[];
  /** Names that it looks for at the top level, declared there or not. */
  readonly mentions: ReadonlySet<string>;
  /** What it alone says of the module's names. */
  readonly noted: ReadonlyMap<BindingId, Binding>;
  readonly types: readonly TypeFacts[];
  /** `use strict` and its like, where it is the first statement or one of the first. */
  readonly directive: string | undefined;
  readonly specifiers: readonly string[];
  readonly usesCommonJs: boolean;
  readonly awaits: boolean;
  readonly usesThis: boolean;
  /** Suppressing comments, as if the text began here; looked for when they are wanted. */
  comments?: readonly Suppression[];
}

/** A name that a statement declares at the module's top level. */
export interface Declared extends Mutable<Span> {
  /** By which scopes know it: types have names of their own, beside those of values. */
  readonly key: string;
  readonly name: string;
  readonly kind: BindingKind;
  /** Declared by `var`, which counts only where nothing else declares the name. */
  readonly isVar: boolean;
}

/** The growing arrays of a file's facts. */
export interface Arrays {
  readonly values: Value[];
  readonly functions: Mutable<FunctionFacts>[];
  readonly bindings: Mutable<Binding>[];
  readonly classes: (ClassFacts | undefined)[];
}

/** What a statement declares at the top level; `offset` is where the source's text begins in the file. */
export function declaredBy(source: ts.SourceFile, statement: ts.Statement, offset: number): Declared[] {
  const scratch = startLowering(source);
  hoistBlock(scratch, [statement]);
  const lexical = scratch.bindings.length;
  hoist(scratch, [statement]);
  return [...scratch.scope.names].flatMap(([key, id]) => {
    const declared = scratch.bindings[id];
    if (!declared) return [];
    const { name, kind, start, end } = declared;
    return [{ key, name, kind, start: start + offset, end: end + offset, isVar: id >= lexical }];
  });
}

export interface PartPlace {
  readonly source: ts.SourceFile;
  /** Where the source's text begins in the file. */
  readonly offset: number;
  readonly statement: ts.Statement;
  readonly stretch: Stretch;
  readonly declared: readonly Declared[];
  /** The part whose ids it takes over. */
  readonly earlier: LoweredPart | undefined;
}

const noIds = { values: [], functions: [], bindings: [], classes: [] };

/** Lowers one top-level statement among the module's names. */
export function lowerPart(arrays: Arrays, names: ModuleNames, place: PartPlace): LoweredPart {
  const { source, offset, statement, stretch, declared, earlier } = place;
  const part: PartLowering = {
    reuse: earlier?.said ?? { outer: noIds, inner: noIds },
    taken: { outer: emptyIds(), inner: emptyIds() },
    mentions: new Set(),
    moduleNames: names.ids,
    noted: new Map(),
  };
  const module = moduleFunction();
  arrays.functions[0] = module;
  const scope = { names: names.byKey, function: 0 };
  const file: Lowering = { ...startLowering(source), ...arrays, part, scope };
  const steps = collectSteps(file, () => {
    lowerStatement(file, statement);
  });
  finish(file, part);
  const lowered: LoweredPart = {
    ...stretch,
    said: { ...part.taken, steps, exports: file.exports },
    types: file.types,
    directive: directivesOf([statement])?.[0],
    declared,
    mentions: part.mentions,
    noted: new Map([...part.noted].filter(([, noted]) => saysAnything(noted))),
    specifiers: [...file.specifiers],
    usesCommonJs: file.usesCommonJs,
    awaits: module.isAsync,
    usesThis: module.usesThis,
  };
  moveSaid(arrays, lowered, offset);
  return lowered;
}

function emptyIds(): PartLowering['taken']['outer'] {
  return { values: [], functions: [], bindings: [], classes: [] };
}

export function moduleFunction(): Mutable<FunctionFacts> {
  return { ...nowhere, kind: 'module', head: nowhere, ...plain };
}

const nowhere: Span = { start: 0, end: 0 };

const plain = {
  isAsync: false,
  isGenerator: false,
  isStatic: false,
  parameters: [],
  decorators: [],
  captures: [],
  usesThis: false,
  body: [],
};

function saysAnything({ init, reassigned, annotation, import: reference }: Binding): boolean {
  return init !== undefined || reassigned > 0 || annotation !== undefined || reference !== undefined;
}

/** Gives functions and bindings their last shape, and makes what an earlier version left over say nothing. */
function finish(file: Lowering, { reuse, taken }: PartLowering): void {
  for (const depth of ['outer', 'inner'] as const) {
    const { functions, bindings } = taken[depth];
    for (const id of functions) {
      const made = file.functions[id];
      if (made) made.captures = [...(file.captures[id] ?? [])];
    }
    for (const id of bindings) {
      const declared = file.bindings[id];
      if (declared && declared.reassigned > 0) delete declared.init;
    }
    vacate(file, {
      values: reuse[depth].values.slice(taken[depth].values.length),
      functions: reuse[depth].functions.slice(functions.length),
      bindings: reuse[depth].bindings.slice(bindings.length),
      classes: reuse[depth].classes.slice(taken[depth].classes.length),
    });
  }
}

/** What stood at these places is gone. The places stay, so that others keep theirs. */
export function vacate({ values, functions, bindings, classes }: Arrays, ids: Ids): void {
  for (const id of ids.values) values[id] = { kind: 'unknown', start: 0, end: 0 };
  for (const id of ids.functions) functions[id] = { ...nowhere, kind: 'function', head: nowhere, parent: 0, ...plain };
  for (const id of ids.bindings) bindings[id] = { ...nowhere, name: '', kind: 'const', scope: 0, reassigned: 0 };
  for (const id of ids.classes) classes[id] = { ...nowhere, members: [], decorators: [] };
}
