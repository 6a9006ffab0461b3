import type { Loop, Range } from '../../model/step.ts';
import { numberOf } from '../values/constants.ts';
import { isInput } from '../values/counts.ts';
import { lengthOf } from '../values/list-length.ts';
import type { File, Program } from '../program.ts';

/** How often a loop runs: a number, `input` when it grows with data that comes from outside, undefined when it cannot be told. */
export function tripsOf(
  program: Program,
  file: File,
  { range, source }: Pick<Loop, 'range' | 'source'>,
): number | 'input' | undefined {
  if (range) return countingTrips(program, file, range);
  if (source === undefined) return undefined;
  const length = lengthOf(program, file, source) ?? 'input';
  return length === 'chosen' ? undefined : length;
}

function countingTrips(program: Program, file: File, range: Range): number | 'input' | undefined {
  const from = numberOf(program, file, range.from);
  const to = numberOf(program, file, range.to);
  const by = range.by === undefined ? 1 : numberOf(program, file, range.by);
  if (from === undefined || to === undefined || by === undefined) {
    return range.grows === '*'
      ? undefined
      : isInput(file, range.grows === '-' ? range.from : range.to)
        ? 'input'
        : undefined;
  }
  if (range.grows === '*')
    return from > 0 && by > 1 ? Math.max(0, Math.ceil(Math.log(to / from) / Math.log(by))) : undefined;
  if (by <= 0) return undefined;
  return Math.max(0, Math.ceil((Math.abs(to - from) + (range.inclusive ? 1 : 0)) / by));
}
