/**
 * The q-quantile (0 to 1) by linear interpolation between order statistics.
 * @throws RangeError for an empty list.
 */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('A quantile needs at least one value.');
  return below + (above - below) * (position - Math.floor(position));
}

/** @throws RangeError for an empty list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
