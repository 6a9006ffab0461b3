// From what was asked for to what the panel shows.
import { inputFor, listScenarios, pythonInputFor } from '../../bench/index.ts';
import type { Measurable, MeasureOrigin } from '../../model/measure.ts';
import { effectiveParameters, type ParameterValues, type Scenario } from '../../model/variant.ts';
import type { Choice, Subject } from '../../protocol/panel.ts';
import { modelLabel, type PanelRequest } from './request.ts';

/** What is being measured, with the parts that never leave the extension host. */
export interface Assignment {
  readonly subject: Subject;
  /** Where the function stands, if that is known. */
  readonly origin?: MeasureOrigin;
  /** What is written as the types of the function's arguments. */
  readonly types?: readonly string[];
  /** Functions that a person added to the choices, by the choice's id. */
  readonly added?: ReadonlyMap<string, AddedFunction>;
}

/** A function that stands for itself, or one of a file whose imports are bundled with it. */
export interface AddedFunction {
  readonly functionName: string;
  readonly source?: string;
  /** That of what it is compared with, when absent. */
  readonly language?: FunctionSubject['language'];
  readonly path?: string;
}

/** Large enough to time most functions, small enough to try. */
const usualSize = 10_000;

type FunctionSubject = Extract<Subject, { kind: 'function' }>;
type FunctionRequest = Extract<PanelRequest, { kind: 'function' }>;

/** Undefined when the request names a scenario that does not exist. */
export function assignmentFor(request: Exclude<PanelRequest, { kind: 'place' }>): Assignment | undefined {
  if (request.kind === 'function') return functionAssignment(request);
  const scenario = findScenario(request.kind === 'scenario' ? request.id : request.scenario);
  if (!scenario) return undefined;
  const subject = {
    kind: 'scenario',
    scenario,
    parameters: effectiveParameters(scenario, request.parameters),
  } as const;
  if (request.kind === 'scenario') return { subject };
  const label = request.label ?? modelLabel;
  const note = request.title === undefined ? label : `${request.title} — ${label}`;
  return { subject: { ...subject, note } };
}

function functionAssignment(request: FunctionRequest): Assignment {
  const { title, functionName, source, language, types, size = usualSize, calls = 1, origin } = request;
  const made = types && (language === 'py' ? pythonInputFor : inputFor)(types);
  const choices = [poolFor(language)];
  const subject: FunctionSubject = {
    kind: 'function',
    title,
    functionName,
    source,
    language,
    input: made ?? request.input,
    setup: '',
    sizes: [size],
    calls,
    choices,
    against: choices.map(({ id }) => id),
    ...(origin && { place: { uri: origin.uri, functionName: origin.functionName } }),
  };
  return { subject, ...(origin && { origin }), ...(types && { types }) };
}

/** The assignment with the function as its file is now. What a person has chosen and typed stays. */
export function renewed(assignment: Assignment, { request, fixes }: Measurable): Assignment {
  const { subject, added } = assignment;
  if (subject.kind !== 'function' || subject.functionName !== request.functionName) return assignment;
  const byPool = fixes.find(({ source }) => source === undefined);
  const pool = { ...poolFor(subject.language), ...(byPool && { detail: byPool.title, fix: byPool.id }) };
  const fixed = fixes.flatMap(({ id, title, source }): Choice[] =>
    source === undefined ? [] : [{ id: `fix ${id}`, label: 'After the fix', detail: title, source, fix: id }],
  );
  const own = subject.choices.filter(({ id }) => added?.has(id));
  const choices = [...(fixed.length > 1 ? fixed.map(named) : fixed), pool, ...own];
  const kept = subject.against.filter((each) => choices.some(({ id }) => id === each));
  const isFirstLook = !subject.choices.some(({ id }) => id.startsWith('fix '));
  // A fix that there is measures what the finding is about; nobody has chosen anything yet.
  const against = (isFirstLook && fixed[0] && [fixed[0].id]) || (kept.length > 0 ? kept : [pool.id]);
  const { source, types, origin } = request;
  return {
    subject: { ...subject, source, choices, against },
    ...(origin && { origin }),
    ...(types && { types }),
    ...(added && { added }),
  };
}

/** Several fixes are told apart by what they do. */
function named(choice: Choice): Choice {
  return { ...choice, label: choice.detail ?? choice.label };
}

/** The assignment with one more function to measure against. */
export function withAdded(assignment: Assignment, added: AddedFunction, where: string): Assignment {
  const { subject } = assignment;
  if (subject.kind !== 'function') return assignment;
  const id = `other ${where}#${added.functionName}`;
  const { functionName: label, source } = added;
  const choice: Choice = { id, label, detail: where, ...(source !== undefined && { source }) };
  return {
    ...assignment,
    added: new Map([...(assignment.added ?? []), [id, added]]),
    subject: {
      ...subject,
      choices: [...subject.choices.filter((each) => each.id !== id), choice],
      against: [id, ...subject.against.filter((each) => each !== id)],
    },
  };
}

export const poolId = 'pool';

function poolFor(language: FunctionSubject['language']): Choice {
  return { id: poolId, label: language === 'py' ? 'Pool of processes' : 'Worker pool' };
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

export function withInputs(assignment: Assignment, { input, setup, sizes, calls }: Inputs): Assignment {
  const { subject } = assignment;
  if (subject.kind !== 'function') return assignment;
  return { ...assignment, subject: { ...subject, input, setup, sizes, calls } };
}

/** Measured against these, in the order of the choices; against what it was where none of them is one. */
export function withAgainst(assignment: Assignment, against: readonly string[]): Assignment {
  const { subject } = assignment;
  if (subject.kind !== 'function') return assignment;
  const known = subject.choices.flatMap(({ id }) => (against.includes(id) ? [id] : []));
  return known.length === 0 ? assignment : { ...assignment, subject: { ...subject, against: known } };
}

/** The sizes to measure one after the other; fewer than two where only one run is wanted. */
export function sizesOf({ subject }: Assignment): readonly number[] {
  return subject.kind === 'function' && subject.sizes.length > 1 ? subject.sizes : [];
}

function findScenario(id: string): Scenario | undefined {
  return listScenarios().find((scenario) => scenario.id === id);
}
