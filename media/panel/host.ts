// The only place that talks to VS Code.
import { panelVersion, parseToPanel, type FromPanel, type Subject, type ToPanel } from '../../src/protocol/panel.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

type WithoutVersion<T> = T extends unknown ? Omit<T, 'version'> : never;

export function send(message: WithoutVersion<FromPanel>): void {
  api.postMessage({ version: panelVersion, ...message });
}

/** Anything that is not exactly a message of this version is left alone. */
export function listen(onMessage: (message: ToPanel) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = parseToPanel(event.data);
    if (message) onMessage(message);
  });
}

/** Lets the extension open the same after a reload. Of a function only its place is kept, not its text. */
export function remember(subject: Subject): void {
  if (subject.kind === 'function') {
    api.setState(subject.place && { request: { kind: 'place', ...subject.place } });
    return;
  }
  const { scenario, parameters } = subject;
  api.setState({ request: { kind: 'scenario', id: scenario.id, parameters } });
}
