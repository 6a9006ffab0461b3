import type { ValueId } from '../../model/facts.ts';
import { valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { sameSymbol, type Resolved } from './resolved.ts';

/** What several values of one place are, where all that are something agree: `null` and `undefined` say that there is none yet. */
export function agreed(program: Program, file: File, values: readonly ValueId[], depth: number): Resolved | undefined {
  const [first, ...others] = values
    .filter((value) => !isNothing(file, value))
    .map((value) => resolveValue(program, file, value, depth));
  return first && others.every((each) => each && sameSymbol(each, first)) ? first : undefined;
}

/** `null`, `undefined` or `None`. */
export function isNothing(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'global') return value.name === 'undefined';
  return value.kind === 'literal' && (value.value === undefined || value.value === null);
}
