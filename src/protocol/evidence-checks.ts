import type { Environment, Equality, Evidence, Isolation, Measurement, Sample, Verdict } from '../model/evidence.ts';
import { isListOf, isNumber, isOneOf, isPair, isRecord, isText } from './check.ts';

export function isEvidence(value: unknown): value is Evidence {
  if (!isRecord(value)) return false;
  const { title, verdict, comparisons, measurements, equality, environment, isolation, durationMs } = value;
  if (!isText(title) || !isNumber(durationMs) || !isVerdict(verdict) || !isListOf(comparisons, isVerdict)) return false;
  return (
    isListOf(measurements, isMeasurement) &&
    isEquality(equality) &&
    isEnvironment(environment) &&
    isIsolation(isolation)
  );
}

function isVerdict(value: unknown): value is Verdict {
  if (!isRecord(value)) return false;
  const { kind, variantId, baselineId, factor, interval, confidence, reason, sentence } = value;
  if (!isOneOf(kind, ['better', 'worse', 'no-difference', 'inconclusive'])) return false;
  if (![variantId, baselineId, reason, sentence].every((text) => isText(text))) return false;
  if (!(factor === undefined || isNumber(factor)) || !(confidence === undefined || isNumber(confidence))) return false;
  return interval === undefined || isPair(interval);
}

function isMeasurement(value: unknown): value is Measurement {
  if (!isRecord(value)) return false;
  const { variantId, label, samples, quartilesMs, eventLoopDelay } = value;
  const { medianMs, p95Ms, minMs, maxMs, operationsPerSecond } = value;
  if (!isText(variantId) || !isText(label) || !isListOf(samples, isSample) || !isPair(quartilesMs)) return false;
  if (![medianMs, p95Ms, minMs, maxMs, operationsPerSecond].every(isNumber)) return false;
  return isRecord(eventLoopDelay) && isNumber(eventLoopDelay['maxMs']) && isNumber(eventLoopDelay['p99Ms']);
}

function isSample(value: unknown): value is Sample {
  return isRecord(value) && isNumber(value['repetition']) && isNumber(value['ms']);
}

function isEquality(value: unknown): value is Equality {
  return isRecord(value) && isOneOf(value['kind'], ['equal', 'different', 'not-comparable']) && isText(value['detail']);
}

function isEnvironment(value: unknown): value is Environment {
  if (!isRecord(value)) return false;
  const { runtime, platform, processor, parallelism, threads, repetitions } = value;
  return (
    [runtime, platform, processor].every((text) => isText(text)) && [parallelism, threads, repetitions].every(isNumber)
  );
}

function isIsolation(value: unknown): value is Isolation {
  if (!isRecord(value)) return false;
  const { level, permissionModel, dropped, sentence } = value;
  return (
    level === 'process' && typeof permissionModel === 'boolean' && typeof dropped === 'boolean' && isText(sentence)
  );
}
