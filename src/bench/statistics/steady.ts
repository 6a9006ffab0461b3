import type { Sample } from '../../model/evidence.ts';
import { median } from './summary.ts';
import { locate } from './wilcoxon.ts';

/** A process that speeds up or slows down by less between its first and its second half counts as steady. */
const smallestDrift = Math.log(1.05);

/**
 * How much longer (as a logarithm) a unit takes in the second half of its process than in the first, where that is the same
 * in so many processes that it is no accident; 0 where the variant runs steadily or too little is known.
 */
export function drift(samples: readonly Sample[], confidence: number): number {
  const processes = new Map<number, number[]>();
  for (const { repetition, ms } of samples) {
    const times = processes.get(repetition);
    if (times) times.push(ms);
    else processes.set(repetition, [ms]);
  }
  const changes = [...processes.values()].flatMap((times) => {
    if (times.length < 4) return [];
    const half = Math.floor(times.length / 2);
    const [first, second] = [median(times.slice(0, half)), median(times.slice(half))];
    return first > 0 && second > 0 ? [Math.log(second / first)] : [];
  });
  const location = locate(changes, confidence);
  if (!location) return 0;
  const [low, high] = location.interval;
  const isClear = (low > 0 || high < 0) && Math.abs(location.estimate) >= smallestDrift;
  return isClear ? location.estimate : 0;
}
