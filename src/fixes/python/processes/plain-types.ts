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

/** A scalar, or a container with nothing else in it: `dict[str, list[int]]`. */
export function isPlain(program: Program, ref: TypeRef): boolean {
  const { file, type } = ref;
  const all = (parts: readonly TypeRef['type'][]): boolean =>
    parts.length > 0 && parts.every((each) => isPlain(program, { file, type: each }));
  if (isScalar(program, ref)) return true;
  if (type.kind === 'array') return all([type.of]);
  if (type.kind === 'tuple' || type.kind === 'union') return all(type.of);
  return type.kind === 'name' && container.test(nameOf(program, ref)) && all(type.arguments ?? []);
}

function nameOf(program: Program, { file, type }: TypeRef): string {
  const symbol = type.kind === 'name' ? resolveValue(program, file, type.value) : undefined;
  return (symbol && symbolName(symbol)) ?? '';
}
