import { resolveValue, symbolName } from '../../../effects/symbols.ts';
import type { TypeRef } from '../../../effects/symbols/types.ts';
import type { Program } from '../../../effects/program.ts';

const scalar =
  /^(global#(int|float|complex|bool|str|bytes)|decimal#Decimal|fractions#Fraction|datetime#(date|datetime|time|timedelta))$/;
const container =
  /^(global#(list|tuple|dict|set|frozenset)|(typing|collections\.abc)#(List|Tuple|Dict|Set|FrozenSet|Sequence|Collection|Mapping|Iterable|Optional))$/;

/** A written type whose values nothing can change: any other of the same value is as good. */
export function isScalar(program: Program, { file, type }: TypeRef): boolean {
  switch (type.kind) {
    case 'primitive':
    case 'nothing':
      return true;
    case 'union':
      return type.of.every((each) => isScalar(program, { file, type: each }));
    case 'name':
      return scalar.test(nameOf(program, { file, type }));
    default:
      return false;
  }
}

/** A scalar, or a container of scalars alone, such as `dict[str, int]`: not of containers, which may be somebody else's. */
export function holdsOnlyScalars(program: Program, ref: TypeRef): boolean {
  const { file, type } = ref;
  const all = (parts: readonly TypeRef['type'][], is: typeof isScalar): boolean =>
    parts.length > 0 && parts.every((each) => is(program, { file, type: each }));
  if (isScalar(program, ref)) return true;
  if (type.kind === 'array') return all([type.of], isScalar);
  if (type.kind === 'tuple') return all(type.of, isScalar);
  if (type.kind === 'union') return all(type.of, holdsOnlyScalars);
  return type.kind === 'name' && container.test(nameOf(program, ref)) && all(type.arguments ?? [], isScalar);
}

function nameOf(program: Program, { file, type }: TypeRef): string {
  const symbol = type.kind === 'name' ? resolveValue(program, file, type.value) : undefined;
  return (symbol && symbolName(symbol)) ?? '';
}
