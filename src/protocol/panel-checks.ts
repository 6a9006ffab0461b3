import type { Scenario, ScenarioParameter } from '../model/variant.ts';
import { isListOf, isNumber, isNumbers, isOneOf, isPair, isRecord, isText } from './check.ts';
import { isEvidence, verdictKinds } from './evidence-checks.ts';
import type { Choice, PastRun, ProgressMessage, Run, RunProgress, SnapshotMessage, Subject } from './panel.ts';
import { isFunctionPlace } from './server.ts';

type Fields = Readonly<Record<string, unknown>>;

export function isSnapshot(value: Fields): value is Fields & SnapshotMessage {
  if (value['type'] !== 'snapshot') return false;
  return (
    isSubject(value['subject']) &&
    isListOf(value['scenarios'], isTitled) &&
    isRun(value['run']) &&
    isListOf(value['history'], isPastRun)
  );
}

export function isProgress(value: Fields): value is Fields & ProgressMessage {
  return value['type'] === 'progress' && isRunProgress(value['progress']);
}

function isSubject(value: unknown): value is Subject {
  if (!isRecord(value)) return false;
  if (value['kind'] === 'scenario') {
    const { scenario, parameters, note } = value;
    return isScenario(scenario) && isNumbers(parameters) && (note === undefined || isText(note));
  }
  const { kind, title, functionName, source, language, input, setup, sizes, calls, choices, against, place } = value;
  return (
    kind === 'function' &&
    [title, functionName, source, input, setup].every((text) => isText(text, 1_000_000)) &&
    isListOf(sizes, isNumber) &&
    isOneOf(language, ['js', 'ts', 'py']) &&
    isNumber(calls) &&
    isListOf(choices, isChoice) &&
    isListOf(against, (each) => isText(each)) &&
    (place === undefined || isFunctionPlace(place))
  );
}

function isChoice(value: unknown): value is Choice {
  if (!isRecord(value)) return false;
  const { id, label, detail, source, fix } = value;
  return (
    [id, label].every((text) => isText(text)) &&
    [detail, fix].every((text) => text === undefined || isText(text)) &&
    (source === undefined || isText(source, 1_000_000))
  );
}

function isScenario(value: unknown): value is Scenario {
  if (!isRecord(value)) return false;
  const { id, title, explanation, baseline, candidate, parameters, variants } = value;
  if (![id, title, explanation, baseline, candidate].every((text) => isText(text))) return false;
  return isListOf(parameters, isParameter) && isListOf(variants, isLabelled);
}

function isParameter(value: unknown): value is ScenarioParameter {
  if (!isRecord(value)) return false;
  const { id, label, unit, initial, minimum, maximum } = value;
  if (!isText(id) || !isText(label) || !(unit === undefined || isText(unit))) return false;
  return isNumber(initial) && isNumber(minimum) && isNumber(maximum);
}

function isRun(value: unknown): value is Run {
  if (!isRecord(value)) return false;
  switch (value['state']) {
    case 'idle':
      return true;
    case 'running':
      return isRunProgress(value['progress']);
    case 'done':
      return isEvidence(value['evidence']);
    case 'failed':
      return isText(value['message']);
    default:
      return false;
  }
}

function isRunProgress(value: unknown): value is RunProgress {
  if (!isRecord(value)) return false;
  const { phase, done, total, samples, medians, size, sizes } = value;
  if (!(size === undefined || isNumber(size)) || !(sizes === undefined || isPair(sizes))) return false;
  if (!isOneOf(phase, ['starting', 'comparing', 'measuring'])) return false;
  return isNumber(done) && isNumber(total) && isNumber(samples) && isListOf(medians, isMedian);
}

export function isPastRun(value: unknown): value is PastRun {
  if (!isRecord(value)) return false;
  const { at, kind, sentence, conditions, medians } = value;
  if (!isText(at, 100) || !isOneOf(kind, verdictKinds) || !isText(sentence) || !isText(conditions)) return false;
  return isListOf(medians, isLabelledMedian);
}

function isLabelledMedian(value: unknown): value is PastRun['medians'][number] {
  return isRecord(value) && isText(value['label']) && isNumber(value['medianMs']);
}

function isMedian(value: unknown): value is RunProgress['medians'][number] {
  if (!isRecord(value)) return false;
  const { variantId, label, medianMs, delaysMs } = value;
  return isText(variantId) && isText(label) && isNumber(medianMs) && isListOf(delaysMs, isNumber);
}

function isTitled(value: unknown): value is { readonly id: string; readonly title: string } {
  return isRecord(value) && isText(value['id']) && isText(value['title']);
}

function isLabelled(value: unknown): value is { readonly id: string; readonly label: string } {
  return isRecord(value) && isText(value['id']) && isText(value['label']);
}
