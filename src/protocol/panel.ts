// What the extension and its benchmark panel say to each other. The extension owns the run; the panel shows it and asks.
import type { Evidence, VerdictKind } from '../model/evidence.ts';
import type { ParameterValues, Scenario } from '../model/variant.ts';
import { isListOf, isNumber, isNumbers, isOneOf, isRecord, isText } from './check.ts';
import { isProgress, isSnapshot } from './panel-checks.ts';

/** Raised with every incompatible change; a panel that was restored with another version is told by silence. */
export const panelVersion = 3;

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
      readonly language: 'js' | 'ts' | 'py';
      /** An expression of that language for the list of arguments; `n` in it stands for the size. */
      readonly input: string;
      /** Statements that the input relies on; may be empty. */
      readonly setup: string;
      /** One, or several to find from which on the pool pays. */
      readonly sizes: readonly number[];
      readonly calls: number;
      /** What it can be measured against; at least one. */
      readonly choices: readonly Choice[];
      /** Ids of those it is measured against, the one that the verdict is about first. */
      readonly against: readonly string[];
      /** Where it stands, if that is known: it can be looked at again there, and fixes be shown. */
      readonly place?: { readonly uri: string; readonly functionName: string };
    };

/** Another way of doing what a function does. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** What stands for it: a fix's title, or where another function is. */
  readonly detail?: string;
  /** Its code, where that is another one. Shown, never edited. */
  readonly source?: string;
  /** The fix that leads there, by its id. */
  readonly fix?: string;
}

/** An earlier run of the same subject. */
export interface PastRun {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: VerdictKind;
  readonly sentence: string;
  /** What it was measured with, in words; runs with other words are not compared. */
  readonly conditions: string;
  readonly medians: readonly { readonly label: string; readonly medianMs: number }[];
}

export const exportFormats = ['json', 'csv', 'markdown'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface RunProgress {
  readonly phase: 'starting' | 'comparing' | 'measuring';
  readonly done: number;
  readonly total: number;
  readonly samples: number;
  readonly medians: readonly VariantProgress[];
  /** The size that is being measured, and which of how many it is. */
  readonly size?: number;
  readonly sizes?: readonly [number, number];
}

export interface VariantProgress {
  readonly variantId: string;
  readonly label: string;
  readonly medianMs: number;
  /** The longest the event loop was held up, each time it was watched, in order. */
  readonly delaysMs: readonly number[];
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
      readonly against: readonly string[];
    }
  /** Asks which other function to measure against, and adds it to the choices and to those that are ticked. */
  | { readonly version: typeof panelVersion; readonly type: 'add-choice'; readonly against: readonly string[] }
  /** Applies a fix to the person's file. */
  | { readonly version: typeof panelVersion; readonly type: 'apply'; readonly fix: string }
  /** Puts the report into the clipboard. */
  | { readonly version: typeof panelVersion; readonly type: 'copy' }
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
      const { input, setup, sizes, calls, against } = value;
      if (!isText(input) || !isText(setup) || !isNumber(calls) || !isListOf(sizes, isNumber)) return undefined;
      if (!isListOf(against, isId)) return undefined;
      return { version, type: 'run-function', input, setup, sizes, calls, against };
    }
    case 'apply': {
      const { fix } = value;
      return isId(fix) ? { version, type: 'apply', fix } : undefined;
    }
    case 'add-choice': {
      const { against } = value;
      return isListOf(against, isId) ? { version, type: 'add-choice', against } : undefined;
    }
    case 'copy':
      return { version, type: 'copy' };
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

function isId(value: unknown): value is string {
  return isText(value, 1000);
}

/** The message, or undefined when it is not exactly one that this version knows. */
export function parseToPanel(value: unknown): ToPanel | undefined {
  if (!isRecord(value) || value['version'] !== panelVersion) return undefined;
  if (isSnapshot(value)) return value;
  return isProgress(value) ? value : undefined;
}
