// Is the same code called different, and are five percent more of it seen?
import { runBenchmark } from '../../../src/bench/index.ts';
import type { Verdict } from '../../../src/model/evidence.ts';
import { numbers, objects, short, sideBySide } from './programs.ts';
import { percentile, say, table } from './table.ts';

interface Tally {
  better: number;
  worse: number;
  same: number;
  open: number;
  readonly factors: number[];
}

const emptyTally = (): Tally => ({ better: 0, worse: 0, same: 0, open: 0, factors: [] });

/** @param minutes after which no trial is begun */
export async function trials(harness: string, most: number, minutes: number): Promise<string> {
  const until = performance.now() + minutes * 60_000;
  return table(
    ['trials', 'done', 'better', 'worse', 'no difference', 'inconclusive', 'median factor', '90 % of factors'],
    ...(await repeat('whole numbers', numbers, harness, most, performance.now() + minutes * 45_000)),
    ...(await repeat('objects', objects, harness, Math.round(most / 4), until)),
  );
}

async function repeat(
  name: string,
  make: (share: number) => string,
  harness: string,
  most: number,
  until: number,
): Promise<readonly (readonly (string | number)[])[]> {
  const [same, slower] = [emptyTally(), emptyTally()];
  const trial = sideBySide({ same: make(1), again: make(1), slower: make(1.05) }, '[200000]');
  let done = 0;
  for (; done < most && performance.now() < until; done++) {
    const { comparisons } = await runBenchmark({ ...trial, settings: short }, { harness });
    for (const verdict of comparisons) count(verdict.variantId === 'again' ? same : slower, verdict);
    if (done % 10 === 9) say(`${name}: ${done + 1} trials`);
  }
  return [
    [`${name}, same code`, done, ...cells(same)],
    [`${name}, 5 % more work`, done, ...cells(slower)],
  ];
}

function count(tally: Tally, { kind, factor }: Verdict): void {
  if (kind === 'better') tally.better += 1;
  else if (kind === 'worse') tally.worse += 1;
  else if (kind === 'no-difference') tally.same += 1;
  else tally.open += 1;
  if (factor !== undefined) tally.factors.push(factor);
}

function cells({ better, worse, same, open, factors }: Tally): readonly (string | number)[] {
  const spread = `${percentile(factors, 0.05).toFixed(3)} to ${percentile(factors, 0.95).toFixed(3)}`;
  return [better, worse, same, open, percentile(factors, 0.5).toFixed(3), spread];
}
