import type { Given, Literal, Option } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import { settle, valueOf, type File, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';

/** What a call says of an option: nothing, a value, or something that cannot be looked into. */
export type Told = 'nothing' | 'unknown' | { readonly file: File; readonly value: ValueId };

/** What the arguments of a call in `file` say of an option. */
export function told(program: Program, file: File, args: readonly Argument[], option: Option): Told {
  const argument = argumentAt(args, option);
  if (argument === 'unknown') return 'unknown';
  if (!argument) return 'nothing';
  return option.property === undefined
    ? { file, value: argument.value }
    : propertyIn(program, file, argument.value, option.property);
}

/** The argument at that position, or of that name. */
function argumentAt(args: readonly Argument[], { argument, keyword }: Option): Argument | 'unknown' | undefined {
  const named = keyword === undefined ? undefined : args.find((each) => each.keyword === keyword);
  if (named) return named;
  const index = argument === undefined || argument >= 0 ? argument : args.length + argument;
  const before = args.slice(0, index === undefined ? args.length : index + 1);
  // `*args` may reach any later position, `**options` hold any name.
  if (before.some(({ spread }) => spread) || (keyword !== undefined && args.some(({ spread }) => spread)))
    return 'unknown';
  const placed = index === undefined ? undefined : args[index];
  return placed?.keyword === undefined ? placed : undefined;
}

function propertyIn(program: Program, file: File, object: ValueId, name: string): Told {
  const resolved = resolveValue(program, file, object);
  const value = resolved?.kind === 'literal' ? valueOf(resolved.file, resolved.value) : undefined;
  // An object that we cannot look into may have anything.
  if (resolved?.kind !== 'literal' || !value) return 'unknown';
  if (value.kind === 'literal') return 'nothing';
  if (value.kind !== 'object') return 'unknown';
  const found = value.properties.findLast((each) => each.name === name);
  if (found) return { file: resolved.file, value: found.value };
  return value.properties.some((each) => each.spread || each.name === undefined) ? 'unknown' : 'nothing';
}

/** The literal that a call gives for an option, `undefined` where it gives none or another value. */
export function literalTold(
  program: Program,
  file: File,
  args: readonly Argument[],
  option: Option,
): Literal | undefined {
  const found = told(program, file, args, option);
  if (typeof found === 'string') return undefined;
  const value = valueOf(found.file, settle(found.file, found.value));
  return value.kind === 'literal' ? value.value : undefined;
}

/** The constants of libraries that a value is made of: `os#WNOHANG` of `os.WNOHANG`, and both of `os.WNOHANG | os.WUNTRACED`. */
function constantsIn(program: Program, file: File, id: ValueId, depth = 0): readonly string[] {
  if (depth > 4) return [];
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'operation' && value.operator === '|')
    return value.operands.flatMap((each) => constantsIn(program, file, each, depth + 1));
  const symbol = resolveValue(program, file, id);
  if (symbol?.kind === 'library') return [symbolName(symbol) ?? ''];
  const isElsewhere = symbol?.kind === 'literal' && (symbol.file !== file || symbol.value !== id);
  return isElsewhere ? constantsIn(program, symbol.file, symbol.value, depth + 1) : [];
}

/** Whether a call gives one of the values that matter, written out or by the name of a constant. */
export function isGiven(program: Program, file: File, args: readonly Argument[], given: Given): boolean {
  const literal = literalTold(program, file, args, given);
  if (literal !== undefined) return given.values.includes(literal);
  const found = told(program, file, args, given);
  if (typeof found === 'string') return false;
  return constantsIn(program, found.file, found.value).some((name) => given.values.includes(name));
}
