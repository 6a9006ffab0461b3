// What the extension and its benchmark panel say to each other. The extension owns the run; the panel shows it and asks.
import type { Evidence, VerdictKind } from '../model/evidence.ts';
import type { ParameterValues, Scenario } from '../model/variant.ts';
import { isListOf, isNumber, isNumbers, isOneOf, isRecord, isText } from './check.ts';
import { isProgress, isSnapshot } from './panel-checks.ts';

/** Raised with every incompatible change; a panel that was restored with another version is told by silence. */
export const panelVersion = 2;

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
      /** A JavaScript expression for the list of arguments; `n` in it stands for the size. */
      readonly input: string;
      /** Statements that the input relies on; may be empty. */
      readonly setup: string;
      /** One, or several to find from which on the pool pays. */
      readonly sizes: readonly number[];
      readonly calls: number;
      /** It was opened from a finding, whose fixes can be offered where it stands. */
      readonly hasPlace: boolean;
    };

/** An earlier run of the same subject. */
export interface PastRun {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: VerdictKind;
  readonly sentence: string;
  readonly medians: readonly { readonly label: string; readonly medianMs: number }[];
}

export const exportFormats = ['json', 'csv', 'markdown'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface RunProgress {
  readonly phase: 'starting' | 'comparing' | 'measuring';
  readonly done: number;
  readonly total: number;
  readonly samples: number;
  readonly medians: readonly { readonly variantId: string; readonly label: string; readonly medianMs: number }[];
  /** The size that is being measured, and which of how many it is. */
  readonly size?: number;
  readonly sizes?: readonly [number, number];
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
  /** The latest first. */
  readonly history: readonly PastRun[];
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
      readonly setup: string;
      readonly sizes: readonly number[];
      readonly calls: number;
    }
  /** Save what the last run gave. */
  | { readonly version: typeof panelVersion; readonly type: 'export'; readonly format: ExportFormat }
  /** Show the finding's fixes where it stands. */
  | { readonly version: typeof panelVersion; readonly type: 'fixes' }
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
      const { input, setup, sizes, calls } = value;
      if (!isText(input) || !isText(setup) || !isNumber(calls) || !isListOf(sizes, isNumber)) return undefined;
      return { version, type: 'run-function', input, setup, sizes, calls };
    }
    case 'export': {
      const { format } = value;
      return isOneOf(format, exportFormats) ? { version, type: 'export', format } : undefined;
    }
    case 'fixes':
      return { version, type: 'fixes' };
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
