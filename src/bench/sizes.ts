// The same comparison at several sizes: from which on does the candidate pay?
import type { Crossover, Evidence, SizePoint, Verdict } from '../model/evidence.ts';
import { BenchmarkError, type BenchmarkOptions, type BenchmarkRequest } from './request.ts';
import { runBenchmark } from './run.ts';

/** Each size gets one look after as many processes; a crossover is found by all of them together. */
const perSize = { repetitions: 10, firstLook: 10, totalLimitMs: 40_000 };

/**
 * Measures at each size (`n` in the request's input), smallest first. The evidence is that of the largest, with the crossover.
 * @throws BenchmarkError as `runBenchmark` does, and `invalid-request` for fewer than two sizes or an input without `n`.
 */
export async function runSizes(
  request: BenchmarkRequest,
  sizes: readonly number[],
  options: BenchmarkOptions,
): Promise<Evidence> {
  const ordered = [...new Set(sizes)].sort((a, b) => a - b);
  const points: SizePoint[] = [];
  let last: Evidence | undefined;
  if (ordered.length < 2) throw new BenchmarkError('invalid-request', 'A crossover needs at least two sizes.');
  if (![request.input, request.setup].some((text) => /\bn\b/.test(text ?? ''))) {
    throw new BenchmarkError(
      'invalid-request',
      'Nothing in the input depends on `n`, so it is the same at every size. Write `n` where the size belongs, as in `[n]`, or measure one size.',
    );
  }
  const start = performance.now();
  for (const [index, size] of ordered.entries()) {
    last = await runBenchmark(
      { ...request, size, settings: { ...perSize, ...request.settings } },
      {
        ...options,
        onProgress: (progress) => options.onProgress?.({ ...progress, size, sizes: [index + 1, ordered.length] }),
      },
    );
    const { verdict, measurements } = last;
    const medianOf = (id: string): number => measurements.find(({ variantId }) => variantId === id)?.medianMs ?? 0;
    // Nothing was timed, and nothing will be at other sizes.
    if (measurements.length === 0) return last;
    points.push({
      size,
      verdict,
      baselineMs: medianOf(request.baseline),
      candidateMs: medianOf(request.candidate),
    });
  }
  if (!last) throw new BenchmarkError('invalid-request', 'A crossover needs at least two sizes.');
  const label = request.variants.find(({ id }) => id === request.candidate)?.label ?? 'The other';
  return { ...last, crossover: crossoverOf(points, label), durationMs: performance.now() - start };
}

/** Where the candidate starts or ceases to pay, from points in ascending size. */
export function crossoverOf(points: readonly SizePoint[], label: string): Crossover {
  const [first, last] = [points[0], points.at(-1)];
  const said = (kind: Crossover['kind'], sentence: string): Crossover => ({ kind, points, sentence });
  const wins = points.map(({ verdict }) => verdict.kind === 'better');
  if (!first || !last || [first, last].some(({ verdict }) => !isClear(verdict))) {
    return said(
      'inconclusive',
      `From which size on “${label}” pays cannot be said: measure more sizes, or on a quieter machine.`,
    );
  }
  const range = `between n = ${shown(first.size)} and ${shown(last.size)}`;
  if (wins.every(Boolean)) return said('always', `“${label}” pays at every size measured, ${range}.`);
  if (!wins.some(Boolean)) return said('never', `“${label}” pays at no size measured, ${range}.`);
  const turns = wins.filter((win, index) => index > 0 && win !== wins[index - 1]).length;
  const size = crossing(points, ({ verdict }) => verdict.factor);
  if (turns !== 1 || size === undefined) {
    return said('inconclusive', `“${label}” pays at some sizes and not at others, without a point where that changes.`);
  }
  const kind = wins.at(-1) === true ? 'from' : 'up-to';
  const low = crossing(points, ({ verdict }) => verdict.interval?.[kind === 'from' ? 1 : 0]) ?? first.size;
  const high = crossing(points, ({ verdict }) => verdict.interval?.[kind === 'from' ? 0 : 1]) ?? last.size;
  const interval = [Math.min(low, size), Math.max(high, size)] as const;
  const where = `about n = ${shown(size)} (between ${shown(interval[0])} and ${shown(interval[1])})`;
  const sentence =
    kind === 'from' ? `“${label}” pays from ${where} on.` : `“${label}” pays up to ${where}, and no longer beyond.`;
  return { kind, size, interval, points, sentence };
}

function isClear({ reason }: Verdict): boolean {
  return reason === 'clear' || reason === 'within-margin';
}

/** The size where a factor passes 1, on straight lines between the points of a double logarithmic plot. */
function crossing(
  points: readonly SizePoint[],
  factorOf: (point: SizePoint) => number | undefined,
): number | undefined {
  for (const [index, point] of points.entries()) {
    const next = points[index + 1];
    const [left, right] = [factorOf(point), next && factorOf(next)];
    if (!next || left === undefined || right === undefined) continue;
    const [a, b] = [Math.log(left), Math.log(right)];
    if (a === b || a > 0 === b > 0) continue;
    return Math.exp(Math.log(point.size) + (Math.log(next.size / point.size) * -a) / (b - a));
  }
  return undefined;
}

function shown(size: number): string {
  return Number(size.toPrecision(2)).toLocaleString('en');
}
