// From what was asked for to what the panel shows and what is run.
import { functionRequest, listScenarios, scenarioRequest, type BenchmarkRequest } from '../../bench/index.ts';
import { effectiveParameters, type ParameterValues, type Scenario } from '../../model/variant.ts';
import type { Subject } from '../../protocol/panel.ts';
import { modelLabel, type PanelRequest } from './request.ts';

/** What is being measured, with the parts that never leave the extension host. */
export interface Assignment {
  readonly subject: Subject;
  /** The language of a function's source. */
  readonly language: 'ts' | 'js';
}

/** Undefined when the request names a scenario that does not exist. */
export function assignmentFor(request: PanelRequest): Assignment | undefined {
  if (request.kind === 'function') {
    const { title, functionName, source, input, calls = 1, language } = request;
    return { subject: { kind: 'function', title, functionName, source, input, calls }, language };
  }
  const scenario = findScenario(request.kind === 'scenario' ? request.id : request.scenario);
  if (!scenario) return undefined;
  const subject = {
    kind: 'scenario',
    scenario,
    parameters: effectiveParameters(scenario, request.parameters),
  } as const;
  if (request.kind === 'scenario') return { subject, language: 'js' };
  const label = request.label ?? modelLabel;
  const note = request.title === undefined ? label : `${request.title} — ${label}`;
  return { subject: { ...subject, note }, language: 'js' };
}

export function withParameters(assignment: Assignment, parameters: ParameterValues): Assignment {
  const { subject } = assignment;
  if (subject.kind !== 'scenario') return assignment;
  return { ...assignment, subject: { ...subject, parameters: effectiveParameters(subject.scenario, parameters) } };
}

export function withInput(assignment: Assignment, input: string, calls: number): Assignment {
  const { subject } = assignment;
  return subject.kind === 'function' ? { ...assignment, subject: { ...subject, input, calls } } : assignment;
}

/** @throws BenchmarkError when the function's text cannot be prepared. */
export function benchmarkFor({ subject, language }: Assignment): BenchmarkRequest {
  if (subject.kind === 'scenario') return scenarioRequest(subject.scenario.id, subject.parameters);
  return functionRequest({ ...subject, language });
}

function findScenario(id: string): Scenario | undefined {
  return listScenarios().find((scenario) => scenario.id === id);
}
