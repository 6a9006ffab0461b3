import type { ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import { functionOf, type FunctionRef } from '../program.ts';

/**
 * What a call gives for a parameter of the function that it calls: by its place or, in Python, by its name. Undefined where it gives
 * nothing, and where what is spread out before may take that place.
 */
export function givenArgument(args: readonly Argument[], target: FunctionRef, index: number): ValueId | undefined {
  if (args.some(({ spread, keyword }, at) => spread && (at <= index || keyword !== undefined))) return undefined;
  const placed = args[index];
  if (placed && placed.keyword === undefined) return placed.value;
  const name = functionOf(target.file, target.function).parameters[index]?.name;
  return args.find(({ keyword, spread }) => !spread && keyword !== undefined && keyword === name)?.value;
}
