import type { Scenario, ScenarioParameter } from '../model/variant.ts';
import { isListOf, isNumber, isNumbers, isOneOf, isRecord, isText } from './check.ts';
import { isEvidence } from './evidence-checks.ts';
import type { ProgressMessage, Run, RunProgress, SnapshotMessage, Subject } from './panel.ts';

type Fields = Readonly<Record<string, unknown>>;

export function isSnapshot(value: Fields): value is Fields & SnapshotMessage {
  if (value['type'] !== 'snapshot') return false;
  return isSubject(value['subject']) && isListOf(value['scenarios'], isTitled) && isRun(value['run']);
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
  const { kind, title, functionName, source, input, calls } = value;
  return (
    kind === 'function' &&
    [title, functionName, source, input].every((text) => isText(text, 1_000_000)) &&
    isNumber(calls)
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
  const { phase, done, total, samples, medians } = value;
  if (!isOneOf(phase, ['starting', 'comparing', 'measuring'])) return false;
  return isNumber(done) && isNumber(total) && isNumber(samples) && isListOf(medians, isMedian);
}

function isMedian(value: unknown): value is RunProgress['medians'][number] {
  return isRecord(value) && isText(value['variantId']) && isText(value['label']) && isNumber(value['medianMs']);
}

function isTitled(value: unknown): value is { readonly id: string; readonly title: string } {
  return isRecord(value) && isText(value['id']) && isText(value['title']);
}

function isLabelled(value: unknown): value is { readonly id: string; readonly label: string } {
  return isRecord(value) && isText(value['id']) && isText(value['label']);
}
