import type { BindingId, ValueId } from './facts.ts';
import type { Span } from './span.ts';

/** A type that the person wrote down. Never inferred. */
export interface Annotation {
  /** As written, white space squeezed, cut after 200 characters. */
  readonly text: string;
  readonly type: WrittenType;
}

/**
 * What a written type says, as far as rules ask. Deep and long ones end in `unknown`, which proves nothing. Names are resolved like
 * any other value (see `effects/symbols/types.ts`), which also tells that `Optional` and `Promise` are what they look like.
 */
export type WrittenType =
  | NamedType
  | ArrayType
  | TupleType
  | UnionType
  | FunctionType
  | ObjectType
  /** `undefined`, `null`, `void`, `never`, `None`: there is nothing to work with. */
  | { readonly kind: 'nothing' }
  /** Strings, numbers and other types of the language itself that have no methods worth a question; literals, too. */
  | { readonly kind: 'primitive' }
  | { readonly kind: 'unknown' };

export interface NamedType {
  readonly kind: 'name';
  /** A `name`, `global` or `member` value. */
  readonly value: ValueId;
  /** `Promise<T>`, `list[T]`; of `Callable[[A], T]` the last is what a call gives. */
  readonly arguments?: readonly WrittenType[];
}

/** `T[]`. */
export interface ArrayType {
  readonly kind: 'array';
  readonly of: WrittenType;
}

/** `[A, B]`. */
export interface TupleType {
  readonly kind: 'tuple';
  readonly of: readonly WrittenType[];
  /** It may have more elements, or fewer. */
  readonly isOpen: boolean;
}

/** `A | B`. */
export interface UnionType {
  readonly kind: 'union';
  readonly of: readonly WrittenType[];
}

/** `(…) => T`. */
export interface FunctionType {
  readonly kind: 'function';
  readonly returns: WrittenType;
}

/** `{ name: T; method(): U }`. */
export interface ObjectType {
  readonly kind: 'object';
  readonly members: readonly TypeMember[];
}

export interface TypeMember {
  readonly name: string;
  readonly type: WrittenType;
}

/** An interface or type alias. Interfaces of one name are one each, with the same binding. */
export interface TypeFacts extends Span {
  readonly name: string;
  readonly binding: BindingId;
  readonly is: WrittenType;
  readonly extends?: readonly WrittenType[];
  /** Its type parameters, in their order: `T` in `is` stands for what is given at this position. */
  readonly parameters?: readonly BindingId[];
}
