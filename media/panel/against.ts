// What a function is measured against: a pool, itself after a fix, another function.
import type { Choice, Subject } from '../../src/protocol/panel.ts';
import { element } from './dom.ts';
import { send } from './host.ts';
import { withCode } from './text.ts';

export interface Against {
  readonly elements: readonly HTMLElement[];
  /** Ids of what is ticked, in the order of the choices. */
  readonly chosen: () => string[];
}

export function createAgainst({ choices, against }: Extract<Subject, { kind: 'function' }>): Against {
  const boxes = choices.map((choice, index) => {
    const id = `against-${index}`;
    const isTicked = against.includes(choice.id);
    return { choice, input: element('input', { id, type: 'checkbox', value: choice.id, checked: isTicked }) };
  });
  const chosen = (): string[] => boxes.flatMap(({ input }) => (input.checked ? [input.value] : []));
  const check = (): void =>
    boxes[0]?.input.setCustomValidity(chosen().length === 0 ? 'Choose at least one to measure against.' : '');
  for (const { input } of boxes) input.addEventListener('change', check);
  check();
  const add = element('button', { type: 'button' }, 'Add a function…');
  add.addEventListener('click', () => send({ type: 'add-choice', against: chosen() }));
  return {
    chosen,
    elements: [
      element(
        'fieldset',
        { class: 'against' },
        element('legend', {}, 'Measure against'),
        ...boxes.map(({ choice, input }) => row(choice, input)),
        element('div', { class: 'actions' }, add),
      ),
    ],
  };
}

function row({ label, detail, source }: Choice, input: HTMLInputElement): HTMLElement {
  return element(
    'div',
    { class: 'choice' },
    input,
    element(
      'label',
      { for: input.id },
      label,
      ...(detail === undefined || detail === label ? [] : [': ', ...withCode(detail)]),
    ),
    ...(source === undefined ? [] : [codeOf(label, source)]),
  );
}

/** Code that can be opened, read and scrolled, never edited. */
export function codeOf(name: string, source: string): HTMLElement {
  return element(
    'details',
    {},
    element('summary', {}, `The code: ${name}`),
    element('pre', { tabindex: 0, 'aria-label': `Source of ${name}` }, element('code', {}, source)),
  );
}
