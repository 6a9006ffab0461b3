// From what was asked for to what the panel shows and what is run.
import { functionRequest, listScenarios, scenarioRequest, type BenchmarkRequest } from '../../bench/index.ts';
import type { MeasureOrigin } from '../../model/measure.ts';
import { effectiveParameters, type ParameterValues, type Scenario } from '../../model/variant.ts';
import type { Subject } from '../../protocol/panel.ts';
import { modelLabel, type PanelRequest } from './request.ts';

/** What is being measured, with the parts that never leave the extension host. */
export interface Assignment {
  readonly subject: Subject;
  /** The language of a function's source. */
  readonly language: 'ts' | 'js';
  /** Where the function stands, if it was opened from a finding. */
  readonly origin?: MeasureOrigin;
}

/** Large enough to time most functions, small enough to try. */
const usualSize = 10_000;

/** Undefined when the request names a scenario that does not exist. */
export function assignmentFor(request: PanelRequest): Assignment | undefined {
  if (request.kind === 'function') {
    const { title, functionName, source, input, size = usualSize, calls = 1, language, origin } = request;
    const inputs = { input, setup: '', sizes: [size], calls };
    return {
      subject: { kind: 'function', title, functionName, source, ...inputs, hasPlace: origin !== undefined },
      language,
      ...(origin && { origin }),
    };
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

/** What a function is called with, as the person left it. */
export interface Inputs {
  readonly input: string;
  readonly setup: string;
  readonly sizes: readonly number[];
  readonly calls: number;
}

export function withInputs(assignment: Assignment, inputs: Inputs): Assignment {
  const { subject } = assignment;
  return subject.kind === 'function' ? { ...assignment, subject: { ...subject, ...inputs } } : assignment;
}

/** The sizes to measure one after the other; fewer than two where only one run is wanted. */
export function sizesOf({ subject }: Assignment): readonly number[] {
  return subject.kind === 'function' && subject.sizes.length > 1 ? subject.sizes : [];
}

/** @throws BenchmarkError when the function's text cannot be prepared. */
export function benchmarkFor({ subject, language }: Assignment): BenchmarkRequest {
  if (subject.kind === 'scenario') return scenarioRequest(subject.scenario.id, subject.parameters);
  const { setup, sizes } = subject;
  const request = functionRequest({ ...subject, language });
  return { ...request, size: Math.max(...sizes, 0), ...(setup.trim() !== '' && { setup }) };
}

function findScenario(id: string): Scenario | undefined {
  return listScenarios().find((scenario) => scenario.id === id);
}
