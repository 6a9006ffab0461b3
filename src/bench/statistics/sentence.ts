// Verdicts in words: fact, consequence, way out.
import { formatMs, type Measurement, type Verdict } from '../../model/evidence.ts';
import { mediansByRepetition } from './measurement.ts';

/** Below this a held-up event loop is not worth a word. */
const noticeableDelayMs = 10;

export function verdictSentence(
  verdict: Omit<Verdict, 'sentence'>,
  baseline: Measurement,
  candidate: Measurement,
): string {
  return [timeSentence(verdict, baseline, candidate), loopSentence(verdict, baseline, candidate)]
    .filter((part) => part !== '')
    .join(' ');
}

function timeSentence(verdict: Omit<Verdict, 'sentence'>, baseline: Measurement, candidate: Measurement): string {
  const { factor = 1, interval = [1, 1] } = verdict;
  const range = `(${formatPercent(verdict.confidence)} interval ${formatFactor(interval[0])} to ${formatFactor(interval[1])})`;
  const none = `No verdict on time for “${candidate.label}”`;
  const medians = `${formatMs(candidate.medianMs)} instead of ${formatMs(baseline.medianMs)}`;
  switch (verdict.reason) {
    case 'clear':
      return verdict.kind === 'better'
        ? `“${candidate.label}” is ${formatFactor(factor)} times as fast as “${baseline.label}” ${range}: ${medians}.`
        : `“${candidate.label}” is slower than “${baseline.label}”: ${medians}, ${formatFactor(factor)} times as fast ${range}.`;
    case 'within-margin':
      return `No difference in time: “${candidate.label}” and “${baseline.label}” lie within 5 % of each other ${range}.`;
    case 'noise':
      return `${none}: the runs scatter too much ${range}. ${twoSpeeds([baseline, candidate])}`;
    case 'too-few-repetitions':
      return `${none}: too few repetitions were finished. Use a smaller input or less work, then run again.`;
    case 'superlinear':
      return `${none}: ${formatFactor(factor)} times as fast is more than it can gain here, so something else was measured, too. ${twoSpeeds([baseline, candidate])}`;
    case 'no-steady-state':
      return `${none}: the code was still getting faster or slower while it was measured ${range}. Give it more work, then run again.`;
    case 'stolen-core':
      return `${none}: other programs kept the processors from it ${range}. Close them, then run again.`;
    case 'failed-requests':
      return failureSentence(baseline, candidate);
    case 'clock-disagreement':
      return 'No verdict: the measured code reported more time than really passed, so its figures cannot be trusted.';
    default:
      return refusalSentence(verdict.reason);
  }
}

/** Names the engine as the cause where one variant ran at speeds far apart in different processes. */
function twoSpeeds(measurements: readonly Measurement[]): string {
  for (const { label, samples } of measurements) {
    const medians = [...mediansByRepetition(samples).values()];
    const [fastest, slowest] = [Math.min(...medians), Math.max(...medians)];
    if (slowest > 2 * fastest) {
      return `“${label}” ran at ${formatMs(fastest)} in one process and ${formatMs(slowest)} in another: the engine optimised it differently, or something else took the processor. Close other programs or change the amount of work, then run again.`;
    }
  }
  return 'Close other programs or give it more work, then run again.';
}

/** A variant whose work fails has lost, however fast it does so. */
function failureSentence(baseline: Measurement, candidate: Measurement): string {
  const { requests } = candidate;
  if (!requests) return '';
  const all = requests.answered + requests.failed;
  const other = baseline.requests?.failed ?? 0;
  const others = other === 0 ? 'none' : String(other);
  return `“${candidate.label}” loses ${requests.failed} of ${all} requests, “${baseline.label}” ${others}, so its time does not count: ${formatMs(candidate.medianMs)} instead of ${formatMs(baseline.medianMs)}.`;
}

/** Why nothing is said about speed at all. */
export function refusalSentence(reason: 'results-differ' | 'not-comparable' | 'throws'): string {
  switch (reason) {
    case 'results-differ':
      return 'No verdict: the variants do not give the same result, so their speed cannot be compared.';
    case 'throws':
      return 'No verdict: the function throws for this input. Change the input, then run again.';
    case 'not-comparable':
      return 'No verdict: the results cannot be compared, so a faster variant might be a wrong one.';
  }
}

/** What the event loop gains or loses; this is the pool's real win when the time itself is no better. */
function loopSentence(verdict: Omit<Verdict, 'sentence'>, baseline: Measurement, candidate: Measurement): string {
  if (candidate.samples.length === 0 || verdict.reason === 'clock-disagreement') return '';
  const before = baseline.eventLoopDelay.maxMs;
  const after = candidate.eventLoopDelay.maxMs;
  const held = `held up for ${formatMs(after)} at most instead of ${formatMs(before)}`;
  if (before >= noticeableDelayMs && after <= before / 2) {
    return verdict.kind === 'better' ? `The event loop is ${held}.` : `Its gain is the event loop, which is ${held}.`;
  }
  if (after >= noticeableDelayMs && before <= after / 2) return `Its price is the event loop, which is ${held}.`;
  return '';
}

function formatFactor(factor: number): string {
  return factor >= 100 ? factor.toFixed(0) : factor.toPrecision(3);
}

function formatPercent(confidence: number | undefined): string {
  return confidence === undefined ? '' : `${(confidence * 100).toFixed(1)} %`;
}
