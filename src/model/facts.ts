import type { Part } from './part.ts';
import type { Span } from './span.ts';
import type { Suppression } from './suppression.ts';
import type { Value } from './value.ts';
import type { Step } from './step.ts';
import type { Annotation, TypeFacts } from './written-type.ts';

export type { Annotation } from './written-type.ts';

/** Raised whenever the shape or meaning of facts changes, so that cached ones are made anew. */
export const FACTS_SCHEMA = 4;

/** Positions in the arrays of one {@link FileFacts}: identities within that file, nothing more. */
export type ValueId = number;
export type FunctionId = number;
export type BindingId = number;
export type ClassId = number;

export type Language = 'javascript' | 'python';

/**
 * What one file says, in the same words for every language. Plain data: it can be cached, sent to another thread and compared.
 * Nothing in it depends on another file, on the file's own path or on what a library does.
 */
export interface FileFacts {
  readonly schema: typeof FACTS_SCHEMA;
  readonly language: Language;
  readonly moduleSystem: 'esm' | 'commonjs' | 'python';
  /** The first line is `#!…`: somebody starts this file as a program. */
  readonly hashbang: boolean;
  /** `functions[0]` is the module's own top level. A function always comes after the one that contains it; see also `parts`. */
  readonly functions: readonly FunctionFacts[];
  readonly values: readonly Value[];
  readonly bindings: readonly Binding[];
  readonly classes: readonly ClassFacts[];
  /** Interfaces and type aliases. */
  readonly types: readonly TypeFacts[];
  readonly exports: readonly Export[];
  /** Every module this file asks for, each once, as written. */
  readonly specifiers: readonly string[];
  /** The modules all of whose names are visible here without being written down (`from m import *`), as written; the last one wins. */
  readonly wildcards?: readonly string[];
  /** `use strict`, `use client`, … at the top of the file. */
  readonly directives?: readonly string[];
  readonly suppressions: readonly Suppression[];
  readonly syntaxErrors: readonly SyntaxProblem[];
  /** By top-level statement, where the file is being edited; without them all ids are in the order of the text. */
  readonly parts?: readonly Part[];
}

export interface SyntaxProblem extends Span {
  readonly message: string;
}

export type FunctionKind =
  | 'module'
  | 'function'
  | 'arrow'
  | 'method'
  | 'getter'
  | 'setter'
  | 'constructor'
  /** Field initialisers of a class, which run when an instance is made. */
  | 'initializer';

export interface FunctionFacts extends Span {
  readonly kind: FunctionKind;
  /** Its own name, or that of the variable, property or member it is first stored in. */
  readonly name?: string;
  /** Where the name stands; a short span to show a person instead of the whole body. */
  readonly head: Span;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** The function that contains this one; absent for the module. */
  readonly parent?: FunctionId;
  readonly parameters: readonly Parameter[];
  readonly returns?: Annotation;
  /** The class whose member this is. */
  readonly owner?: ClassId;
  readonly isStatic: boolean;
  readonly decorators: readonly ValueId[];
  /** `use server` and the like, at the top of its body. */
  readonly directives?: readonly string[];
  /** Bindings of enclosing functions (not of the module) that the body reads or writes, nested functions included. */
  readonly captures: readonly BindingId[];
  /** Whether `this`, `super`, `arguments` or `new.target` of this very function is used, also through arrows. */
  readonly usesThis: boolean;
  /** What the body does, in the order of evaluation. */
  readonly body: readonly Step[];
}

export interface Parameter {
  /** Empty for a destructured parameter, whose parts are bindings of their own with a `member` or `item` of this one as `init`. */
  readonly name: string;
  readonly binding: BindingId;
  /** It takes all that is left: positions, or keywords where `only` says so. */
  readonly isRest: boolean;
  /** What it holds when nothing is passed: made at each such call, in Python once, where the function stands. */
  readonly default?: ValueId;
  /** In Python, the one way in which it can be given. */
  readonly only?: 'position' | 'keyword';
  readonly annotation?: Annotation;
}

export type BindingKind =
  | 'const'
  | 'let'
  | 'var'
  | 'parameter'
  | 'function'
  | 'class'
  | 'import'
  | 'catch'
  | 'enum'
  /** An interface, type alias or type parameter: gone when the code runs. */
  | 'type';

/** A declared name. */
export interface Binding extends Span {
  readonly name: string;
  readonly kind: BindingKind;
  /** The function whose body declares it; 0 for the module's own names. */
  readonly scope: FunctionId;
  /** The one value it ever holds. Absent when it is assigned more than once or holds what a caller passes. */
  readonly init?: ValueId;
  /** For a parameter: whose, and which. */
  readonly parameter?: { readonly function: FunctionId; readonly index: number };
  readonly import?: ImportReference;
  readonly annotation?: Annotation;
  /** How many assignments there are besides its declaration. */
  readonly reassigned: number;
}

/** `specifier#name`, unresolved. `name` is `default`, `*` for the whole module, or an exported name. */
export interface ImportReference {
  readonly specifier: string;
  readonly name: string;
  readonly typeOnly: boolean;
}

/**
 * One name another module may ask for. `name` is `*` for `export * from`, and `=` for `module.exports = …`, which is the whole
 * module. `value` says what it is; `from` and `imported` where it comes from instead.
 */
export interface Export {
  readonly name: string;
  readonly value?: ValueId;
  readonly from?: string;
  readonly imported?: string;
  /** An interface or type alias. A value of the same name is an export of its own. */
  readonly typeOnly?: true;
  /** It can be imported only because the language hides nothing: a name with an underscore, or one that was imported itself. */
  readonly incidental?: true;
}

export interface ClassFacts extends Span {
  readonly name?: string;
  readonly binding?: BindingId;
  readonly extends?: ValueId;
  /** Further base classes, where the language has them, in the order of look-up. */
  readonly alsoExtends?: readonly ValueId[];
  /** What else stands there, which only says how the class is to be checked: `Protocol`, `Generic[T]`. */
  readonly formal?: readonly ValueId[];
  readonly members: readonly ClassMember[];
  /** What methods store in `this` under names that the class does not declare. `init` is there when one place does, once. */
  readonly assigned?: readonly ClassMember[];
  readonly decorators: readonly ValueId[];
}

export interface ClassMember {
  readonly name: string;
  readonly isStatic: boolean;
  /** The method, accessor or constructor. */
  readonly function?: FunctionId;
  /** A field's initial value, evaluated in the class's `initializer` function. */
  readonly init?: ValueId;
  readonly annotation?: Annotation;
}
