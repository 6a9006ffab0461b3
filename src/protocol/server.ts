/** What the language server and the extension say to each other besides the Language Server Protocol. */

import type { Measurable, MeasurableFix, Measured, MeasureOrigin } from '../model/measure.ts';
import { isListOf, isNumber, isOneOf, isRecord, isText } from './check.ts';

export interface InitializationOptions {
  /** Absolute path of the extension's folder, where the rules' pages are. Without it diagnostics carry no link. */
  readonly extensionRoot?: string;
  /** Absolute path of a folder for what may be made anew; without it the system's own for such things. */
  readonly cacheFolder?: string;
  /** The editor knows the commands of {@link Command}: actions that need them are offered. */
  readonly commands?: boolean;
  /** Documents that an earlier server died of; they are left alone until they are closed. */
  readonly quarantine?: readonly string[];
  /** The `unblock.*` settings, for editors that cannot be asked for them. */
  readonly settings?: unknown;
}

/** Commands that the server's actions run in the editor. */
export const Command = {
  /** Opens the panel; argument: a request to measure. */
  measure: 'unblock.measure',
  /** Opens a rule's page; argument: the rule's id. */
  explain: 'unblock.explain',
  /** Asks whether to install what a fix needs; argument: what `isInstallRequest` of `install.ts` accepts. */
  install: 'unblock.install',
} as const;

/** Commands that the server runs itself, by `workspace/executeCommand`. */
export const ServerCommand = {
  /** Looks at all files of all folders; answers with a {@link ScanSummary}, or null where it was begun anew meanwhile. */
  scan: 'unblock.server.scan',
  /** Takes back the findings of files that are not open. */
  clearScan: 'unblock.server.clearScan',
  /** Reads all folders again. */
  index: 'unblock.server.index',
  /** Stops reading them. */
  stopIndex: 'unblock.server.stopIndex',
  /** Tells all that was measured; argument: a list of {@link Measured}. */
  measured: 'unblock.server.measured',
} as const;

/** Sent by the server whenever it begins or ends to look at a file, and when a file fails. */
export const STATUS = 'unblock/status';

export interface Status {
  readonly state: 'ok' | 'busy' | 'problem';
  /** For people: a problem, or which open file is left out and why; empty when all is well. */
  readonly message: string;
  /** The document being looked at, while busy. */
  readonly uri?: string;
  /** Open documents, the findings in them, and how long the last look took. */
  readonly files: number;
  readonly findings: number;
  readonly lastMs: number;
}

/** Sent by the server while it reads the workspace, so that calls across files are known. */
export const INDEX_STATUS = 'unblock/index';

export interface IndexStatus {
  /** `limited`: only a part of the files is known together. `off`: none are. */
  readonly state: 'off' | 'indexing' | 'ready' | 'limited';
  /** Files read, of those found. */
  readonly done: number;
  readonly total: number;
  /** For people, where it is limited or off: why, and the way out. */
  readonly message: string;
  /** What can be done about it. */
  readonly wayOut?: WayOut;
}

const wayOuts = ['settings', 'index', 'output'] as const;
/** Change the settings, read the workspace again, or see what the log has to say. */
export type WayOut = (typeof wayOuts)[number];

/** Sent by the server when what a scan has found changes; null when there is no scan any more. */
export const SCAN_STATUS = 'unblock/scan';

export interface ScanSummary {
  readonly state: 'running' | 'done' | 'cancelled';
  readonly findings: number;
  readonly filesWithFindings: number;
  /** Files looked into. */
  readonly files: number;
  /** Files that could not be looked into, or not to the end. */
  readonly leftOut: number;
  /** All of it in a few sentences, for people. */
  readonly message: string;
}

/** Asked for a {@link FunctionPlace}: the {@link Measurable} it is now, or null. */
export const MEASURABLE = 'unblock/measurable';

/** Asked for a document by its `uri`: the names of all functions that can be measured, in the order of the file. */
export const MEASURABLES = 'unblock/measurables';

/** Asked for a {@link FixPlace}: applies that fix as the file is now, and answers whether it was `applied`. */
export const APPLY_FIX = 'unblock/applyFix';

/** A function of an open document. */
export interface FunctionPlace {
  readonly uri: string;
  readonly functionName: string;
}

/** A fix of a finding that is about a function. */
export interface FixPlace extends FunctionPlace {
  readonly fix: string;
}

/** Asked by the extension from time to time: a server that does not answer hangs. */
export const PING = 'unblock/ping';

export function isStatus(value: unknown): value is Status {
  if (typeof value !== 'object' || value === null) return false;
  const { state, message, files, findings, lastMs, uri } = value as Record<string, unknown>;
  return (
    isOneOf(state, ['ok', 'busy', 'problem']) &&
    typeof message === 'string' &&
    typeof files === 'number' &&
    typeof findings === 'number' &&
    typeof lastMs === 'number' &&
    (uri === undefined || typeof uri === 'string')
  );
}

export function isIndexStatus(value: unknown): value is IndexStatus {
  if (!isRecord(value)) return false;
  const { state, done, total, message, wayOut } = value;
  return (
    isOneOf(state, ['off', 'indexing', 'ready', 'limited']) &&
    isNumber(done) &&
    isNumber(total) &&
    isText(message) &&
    (wayOut === undefined || isOneOf(wayOut, wayOuts))
  );
}

export function isScanSummary(value: unknown): value is ScanSummary {
  if (!isRecord(value)) return false;
  const { state, findings, filesWithFindings, files, leftOut, message } = value;
  return (
    isOneOf(state, ['running', 'done', 'cancelled']) &&
    [findings, filesWithFindings, files, leftOut].every(isNumber) &&
    isText(message)
  );
}

/** What an editor says was measured; what makes no sense is left out. */
export function readMeasured(value: unknown): readonly Measured[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown): Measured[] => {
    if (!isRecord(each)) return [];
    const { uri, functionName, digest, heldUpMs, sentence } = each;
    if (!isText(uri) || !isText(functionName, 1000) || !isText(digest, 100)) return [];
    return isNumber(heldUpMs) && isText(sentence, 1000) ? [{ uri, functionName, digest, heldUpMs, sentence }] : [];
  });
}

export function isFunctionPlace(value: unknown): value is FunctionPlace {
  return isRecord(value) && isText(value['uri'], 10_000) && isText(value['functionName'], 1000);
}

export function isFixPlace(value: unknown): value is FixPlace {
  return isFunctionPlace(value) && isText((value as { readonly fix?: unknown }).fix, 200);
}

export function isOrigin(value: unknown): value is MeasureOrigin {
  if (!isRecord(value)) return false;
  const { uri, functionName, digest, line, character } = value;
  return [uri, functionName, digest].every((each) => isText(each, 10_000)) && isNumber(line) && isNumber(character);
}

/** Whether it is a request to measure a function, as findings and {@link Measurable} make them. */
export function isFunctionRequest(value: unknown): value is Measurable['request'] {
  if (!isRecord(value) || value['kind'] !== 'function') return false;
  const { title, source, functionName, language, input, types, size, origin } = value;
  return (
    isText(title) &&
    isText(source, longestSource) &&
    isText(functionName, 1000) &&
    isOneOf(language, ['ts', 'js', 'py']) &&
    isText(input) &&
    (types === undefined || isListOf(types, (each) => isText(each))) &&
    isNumber(size) &&
    (origin === undefined || isOrigin(origin))
  );
}

export function isMeasurable(value: unknown): value is Measurable {
  if (!isRecord(value)) return false;
  const { request, fixes, others } = value;
  return isFunctionRequest(request) && isListOf(fixes, isMeasurableFix) && isListOf(others, isOther);
}

const longestSource = 1_000_000;

function isMeasurableFix(value: unknown): value is MeasurableFix {
  if (!isRecord(value)) return false;
  const { id, title, source } = value;
  return isText(id, 200) && isText(title) && (source === undefined || isText(source, longestSource));
}

function isOther(value: unknown): value is Measurable['others'][number] {
  return isRecord(value) && isText(value['functionName'], 1000) && isText(value['source'], longestSource);
}

/** Options come from any editor: what is not as expected counts as absent. */
export function readInitializationOptions(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { extensionRoot, cacheFolder, commands, quarantine, settings } = value as Record<string, unknown>;
  return {
    ...(typeof extensionRoot === 'string' && { extensionRoot }),
    ...(typeof cacheFolder === 'string' && { cacheFolder }),
    ...(typeof commands === 'boolean' && { commands }),
    ...(Array.isArray(quarantine) && { quarantine: quarantine.filter((uri) => typeof uri === 'string') }),
    ...(settings !== undefined && { settings }),
  };
}
