import type { Equality, Measurement, Verdict, VerdictKind, VerdictReason } from '../../model/evidence.ts';
import { logRatios } from './measurement.ts';
import { refusalSentence, verdictSentence } from './sentence.ts';
import { drift } from './steady.ts';
import { locate } from './wilcoxon.ts';

/** Smaller effects are not called a difference, however sure they are. */
const smallestEffect = Math.log(1.01);
/** An interval inside this margin is called "no difference". */
const equalMargin = Math.log(1.05);

export interface VerdictContext {
  readonly confidence: number;
  readonly equality: Equality;
  /** The most a variant can gain by running in parallel; absent for work that waits. */
  readonly parallelLimit?: number;
  /** The sandbox claimed more time than the host's clock saw pass. */
  readonly clockDisagrees?: boolean;
  /** Others used the processors that the pool would have needed. */
  readonly coreStolen?: boolean;
}

interface Judgement {
  readonly kind: VerdictKind;
  readonly reason: VerdictReason;
  readonly factor?: number;
  readonly interval?: readonly [number, number];
  readonly confidence?: number;
}

/** The candidate against the baseline. Says better or worse only where nothing speaks against it. */
export function judge(baseline: Measurement, candidate: Measurement, context: VerdictContext): Verdict {
  const judgement = decide(baseline, candidate, context);
  const verdict = { ...judgement, variantId: candidate.variantId, baselineId: baseline.variantId };
  return { ...verdict, sentence: verdictSentence(verdict, baseline, candidate) };
}

function decide(baseline: Measurement, candidate: Measurement, context: VerdictContext): Judgement {
  if (context.equality.kind === 'different') return { kind: 'inconclusive', reason: 'results-differ' };
  if (context.equality.kind === 'not-comparable') return { kind: 'inconclusive', reason: 'not-comparable' };
  if (context.clockDisagrees === true) return { kind: 'inconclusive', reason: 'clock-disagreement' };
  if (loses(candidate) > loses(baseline)) return { kind: 'worse', reason: 'failed-requests' };
  const location = locate(logRatios(baseline.samples, candidate.samples), context.confidence);
  if (!location) return { kind: 'inconclusive', reason: 'too-few-repetitions' };

  const [low, high] = location.interval;
  const size = {
    factor: Math.exp(-location.estimate),
    interval: [Math.exp(-high), Math.exp(-low)] as const,
    confidence: location.confidence,
  };
  const beyondParallel = context.parallelLimit !== undefined && size.interval[0] > context.parallelLimit;
  if (beyondParallel) return { kind: 'inconclusive', reason: 'superlinear', ...size };
  // What still changes by half the effect may be the effect.
  const drifts = [baseline, candidate].map(({ samples }) => Math.abs(drift(samples, context.confidence)));
  if (Math.max(...drifts) > Math.abs(location.estimate) / 2) {
    return { kind: 'inconclusive', reason: 'no-steady-state', ...size };
  }
  // A pool that wins although others used its processors has won; one that loses by more than they could take has lost.
  const explained = high >= 0 && location.estimate < Math.log(context.parallelLimit ?? 2);
  if (context.coreStolen === true && explained) return { kind: 'inconclusive', reason: 'stolen-core', ...size };
  if (Math.abs(location.estimate) >= smallestEffect) {
    if (high < 0) return { kind: 'better', reason: 'clear', ...size };
    if (low > 0) return { kind: 'worse', reason: 'clear', ...size };
  }
  if (low > -equalMargin && high < equalMargin) return { kind: 'no-difference', reason: 'within-margin', ...size };
  return { kind: 'inconclusive', reason: 'noise', ...size };
}

/** The share of its requests that a variant loses. */
function loses({ requests }: Measurement): number {
  return requests ? requests.failed / Math.max(1, requests.answered + requests.failed) : 0;
}

/** A verdict about variants that were not timed. */
export function refuse(
  reason: 'results-differ' | 'not-comparable' | 'throws',
  variantId: string,
  baselineId: string,
): Verdict {
  return { kind: 'inconclusive', reason, variantId, baselineId, sentence: refusalSentence(reason) };
}
