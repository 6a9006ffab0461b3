import type { BindingId, ClassId, FunctionId, ValueId } from './facts.ts';
import type { Span } from './span.ts';
import type { WrittenType } from './written-type.ts';

/**
 * Something an expression yields. Its identity is its place in `FileFacts.values`, its origin is `kind`. Who uses it follows from
 * the values and steps that name it (see `effects/values/uses.ts`), so that nothing is said twice.
 */
export type Value = Span & Origin & Asserted;

/** `value as T`: somebody says that it is of this type. */
export interface Asserted {
  readonly asserted?: WrittenType;
}

export type Origin =
  | Literal
  | Regex
  | Template
  | Name
  | Global
  | This
  | Member
  | Index
  | Call
  | New
  | ImportCall
  | Await
  | Yield
  | FunctionValue
  | ClassValue
  | ArrayValue
  | ObjectValue
  | Operation
  | Choice
  | Element
  | Item
  | Rest
  | Markup
  | Unknown;

export interface Literal {
  readonly kind: 'literal';
  /** `undefined` is written as `{kind: 'literal'}` without a value; a bigint as its decimal digits with an `n`. */
  readonly value?: string | number | boolean | null;
}

export interface Regex {
  readonly kind: 'regex';
  readonly source: string;
  readonly flags: string;
}

/** A string put together from parts: the first text, the first part, the second text, … */
export interface Template {
  readonly kind: 'template';
  /** What stands between the parts, and before and after them: one more than there are parts. */
  readonly texts: readonly string[];
  readonly parts: readonly ValueId[];
}

/** A declared name, read or written. */
export interface Name {
  readonly kind: 'name';
  readonly binding: BindingId;
  /** It stands in a written type: gone when the code runs. */
  readonly inType?: true;
}

/** A name that this file does not declare. */
export interface Global {
  readonly kind: 'global';
  readonly name: string;
}

export interface This {
  readonly kind: 'this' | 'super' | 'arguments' | 'new.target';
  /** The function it belongs to; arrows have none of their own. */
  readonly function: FunctionId;
}

/** `object.name`. As the target of a write it denotes the place. */
export interface Member {
  readonly kind: 'member';
  readonly object: ValueId;
  readonly name: string;
  /** The name alone. */
  readonly nameSpan: Span;
  /** `object?.name`: undefined where there is no object. */
  readonly isOptional?: true;
}

/** `object[key]` with a key that is no literal string. */
export interface Index {
  readonly kind: 'index';
  readonly object: ValueId;
  readonly key: ValueId;
  readonly isOptional?: true;
}

export interface Argument {
  readonly value: ValueId;
  /** `...value`, `*value` or `**value`. */
  readonly spread: boolean;
  /** A keyword argument's name. */
  readonly keyword?: string;
}

export interface Call {
  readonly kind: 'call';
  readonly callee: ValueId;
  readonly args: readonly Argument[];
  /** `callee?.()`; a member's own question mark stands there. */
  readonly isOptional?: true;
}

export interface New {
  readonly kind: 'new';
  readonly callee: ValueId;
  readonly args: readonly Argument[];
}

/** `import(specifier)`, a promise of the module, or `require(specifier)`, the module. */
export interface ImportCall {
  readonly kind: 'import';
  readonly form: 'import' | 'require';
  /** Absent when it is not a literal: then `of` says what is asked for. */
  readonly specifier?: string;
  readonly of?: ValueId;
}

export interface Await {
  readonly kind: 'await';
  readonly of: ValueId;
}

export interface Yield {
  readonly kind: 'yield';
  readonly of?: ValueId;
  readonly delegates: boolean;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly function: FunctionId;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly class: ClassId;
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly elements: readonly Argument[];
  /**
   * A comprehension: what it iterates, from the outermost loop in. `elements` is then what one round adds, evaluated in a loop step
   * over the innermost of these; how many there are is up to them.
   */
  readonly per?: readonly ValueId[];
  /** Python's `(each for each in all)`: nothing of it is evaluated before somebody asks for the next element. */
  readonly isLazy?: true;
}

export interface Property {
  /** Absent for a spread and for a computed name, which is `key` then. */
  readonly name?: string;
  readonly key?: ValueId;
  readonly value: ValueId;
  readonly spread: boolean;
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly properties: readonly Property[];
  /** A comprehension: see {@link ArrayValue.per}. */
  readonly per?: readonly ValueId[];
}

/** Operators that compute something new from their operands: arithmetic, comparison, `typeof`, `!`, … */
export interface Operation {
  readonly kind: 'operation';
  readonly operator: string;
  readonly operands: readonly ValueId[];
}

/** One of several values, by a condition: `a ? b : c`, `a && b`, `a ?? b`, a default of a pattern. */
export interface Choice {
  readonly kind: 'choice';
  /** `conditional`: the first where `test` holds. `default`: the second where the first, which is the test, is undefined. */
  readonly form: 'conditional' | '&&' | '||' | '??' | 'default';
  /** The same value as the test of the branch in which what follows is computed, where that takes any steps. */
  readonly test: ValueId;
  readonly of: readonly [ValueId, ValueId];
}

/** What iterating over `of` yields, one at a time. */
export interface Element {
  readonly kind: 'element';
  readonly of: ValueId;
}

/** The part at a fixed position that a pattern takes out of `of`. */
export interface Item {
  readonly kind: 'item';
  readonly of: ValueId;
  readonly index: number;
}

/** What a pattern leaves of `of`: the elements from `from` on, or the properties other than those `without`. */
export interface Rest {
  readonly kind: 'rest';
  readonly of: ValueId;
  readonly from?: number;
  /** Computed names are not among them. */
  readonly without?: readonly string[];
}

/** A JSX element. `tag` is absent for built-in elements such as `button`, whose name is `name`. */
export interface Markup {
  readonly kind: 'markup';
  readonly name: string;
  readonly tag?: ValueId;
  readonly properties: readonly Property[];
  readonly children: readonly ValueId[];
}

/** Anything not modelled. It proves nothing. */
export interface Unknown {
  readonly kind: 'unknown';
  /** What is known to be used in it. */
  readonly of?: readonly ValueId[];
}
