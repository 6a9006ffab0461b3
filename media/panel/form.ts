// What is measured and with what: the scenario picker with its numbers, or the function with its input.
import type { ScenarioParameter } from '../../src/model/variant.ts';
import type { SnapshotMessage, Subject } from '../../src/protocol/panel.ts';
import { element } from './dom.ts';
import { remember, send } from './host.ts';

export interface Form {
  readonly view: HTMLElement;
  /** Asks the extension to run with what the fields hold; points at the first field that is not valid. */
  readonly run: () => void;
  readonly setBusy: (busy: boolean) => void;
}

export function createForm({ subject, scenarios }: SnapshotMessage): Form {
  const fields = subject.kind === 'scenario' ? scenarioFields(subject, scenarios) : functionFields(subject);
  const fieldset = element('fieldset', {}, element('legend', {}, 'What to measure'), ...fields.elements);
  const view = element('form', { novalidate: true }, fieldset);
  const run = (): void => {
    if (view.reportValidity()) fields.run();
  };
  view.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!fieldset.disabled) run();
  });
  return {
    view,
    run,
    setBusy: (busy) => {
      fieldset.disabled = busy;
    },
  };
}

interface Fields {
  readonly elements: readonly HTMLElement[];
  readonly run: () => void;
}

function scenarioFields(
  subject: Extract<Subject, { kind: 'scenario' }>,
  scenarios: SnapshotMessage['scenarios'],
): Fields {
  const { scenario, parameters, note } = subject;
  const picker = element('select', { id: 'scenario' });
  for (const { id, title } of scenarios) {
    picker.append(element('option', { value: id, selected: id === scenario.id }, title));
  }
  picker.addEventListener('change', () => send({ type: 'choose', scenario: picker.value }));
  const inputs = scenario.parameters.map((parameter) => ({
    parameter,
    input: numberInput(parameter, parameters[parameter.id] ?? parameter.initial),
  }));
  const values = (): Record<string, number> =>
    Object.fromEntries(inputs.map(({ parameter, input }) => [parameter.id, input.valueAsNumber]));
  for (const { input } of inputs) {
    input.addEventListener('change', () => {
      if (input.validity.valid) remember({ ...subject, parameters: values() });
    });
  }
  return {
    elements: [
      labelled('Scenario', picker),
      element('p', { class: 'explanation' }, scenario.explanation),
      ...(note === undefined ? [] : [element('p', { class: 'note' }, ...withCode(note))]),
      element('div', { class: 'fields' }, ...inputs.map(({ parameter, input }) => labelledNumber(parameter, input))),
    ],
    run: () => send({ type: 'run-scenario', parameters: values() }),
  };
}

function functionFields(subject: Extract<Subject, { kind: 'function' }>): Fields {
  const input = element('textarea', {
    id: 'input',
    rows: 3,
    spellcheck: false,
    required: true,
    'aria-describedby': 'input-help',
  });
  input.value = subject.input;
  const callsParameter = { id: 'calls', label: 'Calls started together', initial: 1, minimum: 1, maximum: 1000 };
  const calls = numberInput(callsParameter, subject.calls);
  const help =
    'The argument list as a JavaScript expression, for example [100000] or [Array.from({ length: 1000 }, (_, i) => i)]. It is evaluated only inside the isolated process.';
  const code = element(
    'pre',
    { tabindex: 0, 'aria-label': `Source of ${subject.functionName}` },
    element('code', {}, subject.source),
  );
  return {
    elements: [
      element('p', { class: 'explanation' }, subject.title),
      element('details', {}, element('summary', {}, `The code: ${subject.functionName}`), code),
      labelled('Input', input),
      element('p', { id: 'input-help', class: 'help' }, help),
      element('div', { class: 'fields' }, labelledNumber(callsParameter, calls)),
    ],
    run: () => send({ type: 'run-function', input: input.value, calls: calls.valueAsNumber }),
  };
}

/** Findings put names in backticks. */
function withCode(text: string): (HTMLElement | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}

function numberInput({ id, minimum, maximum }: ScenarioParameter, value: number): HTMLInputElement {
  return element('input', { id, type: 'number', min: minimum, max: maximum, step: 1, value, required: true });
}

function labelledNumber({ label, unit, minimum, maximum }: ScenarioParameter, input: HTMLInputElement): HTMLElement {
  const hint = `${minimum.toLocaleString()} to ${maximum.toLocaleString()}`;
  input.title = hint;
  return labelled(unit === undefined ? label : `${label} (${unit})`, input);
}

function labelled(text: string, control: HTMLElement): HTMLElement {
  return element('div', { class: 'field' }, element('label', { for: control.id }, text), control);
}
