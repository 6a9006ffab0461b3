import {
  allWalls,
  type Crossover,
  type Environment,
  type Equality,
  type Evidence,
  type Isolation,
  type Measurement,
  type Sample,
  type SizePoint,
  type Verdict,
} from '../model/evidence.ts';
import { isListOf, isNumber, isOneOf, isPair, isRecord, isText } from './check.ts';

export const verdictKinds = ['better', 'worse', 'no-difference', 'inconclusive'] as const;

export function isEvidence(value: unknown): value is Evidence {
  if (!isRecord(value)) return false;
  const { title, verdict, comparisons, measurements, equality, environment, isolation, crossover, durationMs } = value;
  if (!isText(title) || !isNumber(durationMs) || !isVerdict(verdict) || !isListOf(comparisons, isVerdict)) return false;
  return (
    isListOf(measurements, isMeasurement) &&
    isEquality(equality) &&
    isEnvironment(environment) &&
    isIsolation(isolation) &&
    (crossover === undefined || isCrossover(crossover))
  );
}

function isCrossover(value: unknown): value is Crossover {
  if (!isRecord(value)) return false;
  const { kind, size, interval, points, sentence } = value;
  if (!isOneOf(kind, ['from', 'up-to', 'always', 'never', 'inconclusive']) || !isText(sentence)) return false;
  return isListOf(points, isPoint) && isOptional(size, isNumber) && isOptional(interval, isPair);
}

function isPoint(value: unknown): value is SizePoint {
  if (!isRecord(value)) return false;
  const { size, verdict, baselineMs, candidateMs } = value;
  return [size, baselineMs, candidateMs].every(isNumber) && isVerdict(verdict);
}

function isOptional<T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined {
  return value === undefined || is(value);
}

function isVerdict(value: unknown): value is Verdict {
  if (!isRecord(value)) return false;
  const { kind, variantId, baselineId, factor, interval, confidence, reason, sentence } = value;
  if (!isOneOf(kind, verdictKinds)) return false;
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
  const { outliers, processorShare, memoryMb, handOverMs, requests } = value;
  if (!isNumber(outliers) || !isNumber(processorShare)) return false;
  if (!isOptional(memoryMb, isNumber) || !isOptional(handOverMs, isNumber) || !isOptional(requests, isRequests))
    return false;
  return isRecord(eventLoopDelay) && isNumber(eventLoopDelay['maxMs']) && isNumber(eventLoopDelay['p99Ms']);
}

function isRequests(value: unknown): value is NonNullable<Measurement['requests']> {
  return isRecord(value) && isNumber(value['answered']) && isNumber(value['failed']);
}

function isSample(value: unknown): value is Sample {
  return isRecord(value) && isNumber(value['repetition']) && isNumber(value['ms']);
}

function isEquality(value: unknown): value is Equality {
  return isRecord(value) && isOneOf(value['kind'], ['equal', 'different', 'not-comparable']) && isText(value['detail']);
}

function isEnvironment(value: unknown): value is Environment {
  if (!isRecord(value)) return false;
  const { runtime, platform, processor, parallelism, threads, repetitions, parallelCapacity } = value;
  return (
    isOptional(parallelCapacity, isNumber) &&
    [runtime, platform, processor].every((text) => isText(text)) &&
    [parallelism, threads, repetitions].every(isNumber)
  );
}

const layers = ['bubblewrap', 'landlock', 'seatbelt', 'none'] as const;

function isIsolation(value: unknown): value is Isolation {
  if (!isRecord(value)) return false;
  const { level, layer, open, permissionModel, dropped, sentence, notPromised } = value;
  if (!isOneOf(level, ['closed', 'network-open', 'open']) || !isOneOf(layer, layers)) return false;
  if (!Array.isArray(open) || !open.every((wall) => isOneOf(wall, allWalls))) return false;
  return (
    typeof permissionModel === 'boolean' && typeof dropped === 'boolean' && isText(sentence) && isText(notPromised)
  );
}
