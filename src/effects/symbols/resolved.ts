import type { BindingId, ClassId, FunctionId, ValueId } from '../../model/facts.ts';
import type { File } from '../program.ts';

/** A class anywhere in the program. */
export interface ClassRef {
  readonly file: File;
  readonly class: ClassId;
}

/** A class, and the member of it that was asked for. */
export interface Receiver extends ClassRef {
  readonly member: string;
}

/** A call anywhere in the program. */
export interface CallRef {
  readonly file: File;
  readonly call: ValueId;
}

/** What a value stands for, as far as names, imports and written types prove it. */
export type Resolved =
  /** `path` is empty for the module itself. */
  | { readonly kind: 'library'; readonly module: string; readonly path: string }
  | { readonly kind: 'instance'; readonly type: string }
  | { readonly kind: 'method'; readonly type: string; readonly name: string }
  | {
      readonly kind: 'function';
      readonly file: File;
      readonly function: FunctionId;
      /** Found as a member of this class, in an object that may belong to a class derived from it. */
      readonly receiver?: Receiver;
      /** Made anew by this call of a function of the program, which may have handed it others to call. */
      readonly made?: CallRef;
    }
  /** What a library makes of the functions that this call hands to it: calling it calls them. */
  | ({ readonly kind: 'wrapper' } & CallRef)
  | ({ readonly kind: 'class' } & ClassRef)
  /** `exact`: made of this very class, and not of one derived from it. */
  | ({ readonly kind: 'object'; readonly exact?: true } & ClassRef)
  | { readonly kind: 'module'; readonly file: File }
  /** An interface or type alias of this name. */
  | { readonly kind: 'type'; readonly file: File; readonly binding: BindingId }
  | { readonly kind: 'literal'; readonly file: File; readonly value: ValueId };

export type FunctionSymbol = Extract<Resolved, { kind: 'function' }>;

/** Longer than any chain of names, members and calls that somebody wrote. */
export const DEEPEST = 24;

/** `module#path`, for library symbols only. */
export function symbolName(symbol: Resolved): string | undefined {
  if (symbol.kind === 'library') return `${symbol.module}#${symbol.path}`;
  if (symbol.kind === 'method') return `${symbol.type}.${symbol.name}`;
  return symbol.kind === 'instance' ? symbol.type : undefined;
}

export function sameSymbol(a: Resolved, b: Resolved): boolean {
  if (a.kind === 'function' && b.kind === 'function') return a.file === b.file && a.function === b.function;
  if ((a.kind === 'class' || a.kind === 'object') && a.kind === b.kind) return a.file === b.file && a.class === b.class;
  const name = symbolName(a);
  return name !== undefined && name === symbolName(b) && a.kind === b.kind;
}
