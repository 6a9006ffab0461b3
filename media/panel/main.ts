// Shows what the extension says and asks for what the person wants. It owns no run: hidden or reloaded, nothing is lost.
import type { SnapshotMessage, Subject } from '../../src/protocol/panel.ts';
import { element } from './dom.ts';
import { createForm, type Form } from './form.ts';
import { listen, remember, send } from './host.ts';
import { createProgress } from './progress.ts';
import { kinds } from './kinds.ts';
import { createResults } from './results.ts';

const status = element('p', { class: 'status', role: 'status', 'aria-live': 'polite' });
const announce = (text: string): void => {
  if (status.textContent !== text) status.textContent = text;
};
const progress = createProgress(announce);
const runButton = element('button', { type: 'button', class: 'primary' }, 'Run');
const cancelButton = element('button', { type: 'button' }, 'Cancel');
const formArea = element('div');
const resultArea = element('div');

let form: Form | undefined;
let shownSubject = '';
let shownName = '';

runButton.addEventListener('click', () => form?.run());
cancelButton.addEventListener('click', () => send({ type: 'cancel' }));
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && !cancelButton.disabled) send({ type: 'cancel' });
});

document
  .getElementById('panel')
  ?.append(
    element('h1', {}, 'Measure both, then decide'),
    formArea,
    element('div', { class: 'actions' }, runButton, cancelButton),
    status,
    resultArea,
  );

listen((message) => {
  if (message.type === 'progress') progress.update(message.progress);
  else showSnapshot(message);
});
send({ type: 'ready' });

function showSnapshot(snapshot: SnapshotMessage): void {
  // The form is kept while it is about the same thing, with what was typed and where the focus is.
  const subject = JSON.stringify(snapshot.subject);
  if (!form || subject !== shownSubject) {
    const focused = document.activeElement?.id;
    const typed = shownName === nameOf(snapshot.subject) ? typedIn(formArea) : new Map<string, string>();
    form = createForm(snapshot);
    shownName = nameOf(snapshot.subject);
    shownSubject = subject;
    formArea.replaceChildren(form.view);
    putBack(formArea, typed);
    if (focused) document.getElementById(focused)?.focus();
    remember(snapshot.subject);
  }
  showRun(snapshot);
}

/** By what a form is recognised as being about the same thing as before. */
function nameOf(subject: Subject): string {
  return subject.kind === 'scenario' ? subject.scenario.id : `${subject.functionName} ${subject.place?.uri ?? ''}`;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

function fieldsOf(area: HTMLElement): Field[] {
  return [...area.querySelectorAll<Field>('textarea, input:not([type=checkbox])')];
}

/** What was typed and not sent yet, by field. */
function typedIn(area: HTMLElement): Map<string, string> {
  return new Map(
    fieldsOf(area).flatMap(({ id, value, defaultValue }) => (value === defaultValue ? [] : [[id, value]])),
  );
}

function putBack(area: HTMLElement, typed: ReadonlyMap<string, string>): void {
  for (const field of fieldsOf(area)) {
    const value = typed.get(field.id);
    if (value === undefined) continue;
    field.value = value;
    field.dispatchEvent(new Event('input'));
  }
}

function showRun({ run, subject, history }: SnapshotMessage): void {
  const busy = run.state === 'running';
  const focused = document.activeElement;
  form?.setBusy(busy);
  runButton.disabled = busy;
  cancelButton.disabled = !busy;
  runButton.textContent = run.state === 'idle' ? 'Run' : 'Run again';
  // A disabled button loses the focus: hand it to the one that now makes sense.
  if (busy && focused === runButton) cancelButton.focus();
  if (!busy && focused === cancelButton) runButton.focus();
  switch (run.state) {
    case 'idle':
      announce('');
      resultArea.replaceChildren();
      break;
    case 'running':
      resultArea.replaceChildren(progress.view);
      progress.update(run.progress);
      break;
    case 'done':
      announce(`Done: ${kinds[run.evidence.verdict.kind].slice(2).toLowerCase()}.`);
      resultArea.replaceChildren(createResults(run.evidence, { subject, history, announce }));
      break;
    case 'failed':
      announce('');
      resultArea.replaceChildren(element('p', { class: 'failure', role: 'alert' }, run.message));
      break;
  }
}
