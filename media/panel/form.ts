// What is measured and with what: the scenario picker with its numbers, or the function with its input.
import type { ScenarioParameter } from '../../src/model/variant.ts';
import type { SnapshotMessage, Subject } from '../../src/protocol/panel.ts';
import { codeOf, createAgainst } from './against.ts';
import { element } from './dom.ts';
import { remember, send } from './host.ts';
import { withCode } from './text.ts';

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
  input.defaultValue = subject.input;
  const callsParameter = { id: 'calls', label: 'Calls started together', initial: 1, minimum: 1, maximum: 1000 };
  const calls = numberInput(callsParameter, subject.calls);
  const setup = element('textarea', { id: 'setup', rows: 2, spellcheck: false, 'aria-describedby': 'setup-help' });
  setup.defaultValue = subject.setup;
  const sizes = element('input', {
    id: 'sizes',
    type: 'text',
    required: true,
    inputmode: 'numeric',
    'aria-describedby': 'sizes-help',
  });
  sizes.defaultValue = subject.sizes.join(', ');
  const checkSizes = (): void => sizes.setCustomValidity(problemOf(parseSizes(sizes.value)));
  sizes.addEventListener('input', checkSizes);
  checkSizes();
  const [language, example] =
    subject.language === 'py'
      ? ['Python', '[list(range(n))]']
      : ['JavaScript', '[Array.from({ length: n }, (_, i) => i)]'];
  const help = `The argument list as a ${language} expression, for example [n] or ${example}; n is the size. It is evaluated only inside the isolated process.`;
  const sizesHelp = 'One size, or up to six with commas: then you see from which size on the other pays.';
  const setupExample = subject.language === 'py' ? 'text = "…"' : 'const text = "…";';
  const against = createAgainst(subject);
  return {
    elements: [
      element('p', { class: 'explanation' }, subject.title),
      codeOf(subject.functionName, subject.source),
      ...against.elements,
      labelled('Input', input),
      element('p', { id: 'input-help', class: 'help' }, help),
      labelled('Sizes (n)', sizes),
      element('p', { id: 'sizes-help', class: 'help' }, sizesHelp),
      element(
        'details',
        { open: subject.setup !== '' },
        element('summary', {}, 'Set-up before it'),
        labelled('Statements', setup),
        element('p', { id: 'setup-help', class: 'help' }, `What the input relies on, for example ${setupExample}`),
      ),
      element('div', { class: 'fields' }, labelledNumber(callsParameter, calls)),
    ],
    run: () =>
      send({
        type: 'run-function',
        input: input.value,
        setup: setup.value,
        sizes: parseSizes(sizes.value) ?? [],
        calls: calls.valueAsNumber,
        against: against.chosen(),
      }),
  };
}

const mostSizes = 6;

/** `1000, 10 000` as numbers; undefined where one is none. */
function parseSizes(text: string): number[] | undefined {
  const parts = text.split(',').map((part) => part.replace(/[\s_]/g, ''));
  return parts.every((part) => /^\d{1,9}$/.test(part)) ? parts.map(Number) : undefined;
}

function problemOf(sizes: readonly number[] | undefined): string {
  if (!sizes || sizes.includes(0)) return 'Write whole numbers from 1 on, with commas between them.';
  return sizes.length > mostSizes ? `Up to ${mostSizes} sizes can be measured in one run.` : '';
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
