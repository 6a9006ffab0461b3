// What the extension and its benchmark panel say to each other. The extension owns the run; the panel shows it and asks.
import type { Evidence } from '../model/evidence.ts';
import type { ParameterValues, Scenario } from '../model/variant.ts';
import { isNumber, isNumbers, isRecord, isText } from './check.ts';
import { isProgress, isSnapshot } from './panel-checks.ts';

/** Raised with every incompatible change; a panel that was restored with another version is told by silence. */
export const panelVersion = 1;

/** What the panel is about. */
export type Subject =
  | {
      readonly kind: 'scenario';
      readonly scenario: Scenario;
      readonly parameters: ParameterValues;
      /** Set when opened from a finding: "a model of this pattern, not your code". */
      readonly note?: string;
    }
  | {
      readonly kind: 'function';
      readonly title: string;
      readonly functionName: string;
      /** Shown, never edited: the extension keeps the text that is run. */
      readonly source: string;
      readonly input: string;
      readonly calls: number;
    };

export interface RunProgress {
  readonly phase: 'starting' | 'comparing' | 'measuring';
  readonly done: number;
  readonly total: number;
  readonly samples: number;
  readonly medians: readonly { readonly variantId: string; readonly label: string; readonly medianMs: number }[];
}

export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly progress: RunProgress }
  | { readonly state: 'done'; readonly evidence: Evidence }
  /** Also when the person or a closed workspace stopped it; `message` says so. */
  | { readonly state: 'failed'; readonly message: string };

/** Everything the panel shows. Sent on `ready` and whenever anything but progress changes. */
export interface SnapshotMessage {
  readonly version: typeof panelVersion;
  readonly type: 'snapshot';
  readonly subject: Subject;
  readonly scenarios: readonly { readonly id: string; readonly title: string }[];
  readonly run: Run;
}

export interface ProgressMessage {
  readonly version: typeof panelVersion;
  readonly type: 'progress';
  readonly progress: RunProgress;
}

export type ToPanel = SnapshotMessage | ProgressMessage;

export type FromPanel =
  | { readonly version: typeof panelVersion; readonly type: 'ready' }
  | { readonly version: typeof panelVersion; readonly type: 'choose'; readonly scenario: string }
  | { readonly version: typeof panelVersion; readonly type: 'run-scenario'; readonly parameters: ParameterValues }
  | {
      readonly version: typeof panelVersion;
      readonly type: 'run-function';
      readonly input: string;
      readonly calls: number;
    }
  | { readonly version: typeof panelVersion; readonly type: 'cancel' };

/** The message, or undefined when it is not exactly one that this version knows. */
export function parseFromPanel(value: unknown): FromPanel | undefined {
  if (!isRecord(value) || value['version'] !== panelVersion) return undefined;
  const version = panelVersion;
  switch (value['type']) {
    case 'ready':
      return { version, type: 'ready' };
    case 'cancel':
      return { version, type: 'cancel' };
    case 'choose': {
      const { scenario } = value;
      return isText(scenario, 100) ? { version, type: 'choose', scenario } : undefined;
    }
    case 'run-scenario': {
      const { parameters } = value;
      return isNumbers(parameters) ? { version, type: 'run-scenario', parameters } : undefined;
    }
    case 'run-function': {
      const { input, calls } = value;
      return isText(input) && isNumber(calls) ? { version, type: 'run-function', input, calls } : undefined;
    }
    default:
      return undefined;
  }
}

/** The message, or undefined when it is not exactly one that this version knows. */
export function parseToPanel(value: unknown): ToPanel | undefined {
  if (!isRecord(value) || value['version'] !== panelVersion) return undefined;
  if (isSnapshot(value)) return value;
  return isProgress(value) ? value : undefined;
}
