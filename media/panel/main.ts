// Shows what the extension says and asks for what the person wants. It owns no run: hidden or reloaded, nothing is lost.
import type { SnapshotMessage } from '../../src/protocol/panel.ts';
import { element } from './dom.ts';
import { createForm, type Form } from './form.ts';
import { listen, remember, send } from './host.ts';
import { createProgress } from './progress.ts';
import { createResults, kinds } from './results.ts';

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
    form = createForm(snapshot);
    shownSubject = subject;
    formArea.replaceChildren(form.view);
    if (focused) document.getElementById(focused)?.focus();
    remember(snapshot.subject);
  }
  showRun(snapshot);
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
      resultArea.replaceChildren(
        createResults(run.evidence, { hasPlace: subject.kind === 'function' && subject.hasPlace, history }),
      );
      break;
    case 'failed':
      announce('');
      resultArea.replaceChildren(element('p', { class: 'failure', role: 'alert' }, run.message));
      break;
  }
}
