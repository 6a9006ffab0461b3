/** What the language server and the extension say to each other besides the Language Server Protocol. */

export interface InitializationOptions {
  /** Absolute path of the extension's folder, where the rules' pages are. Without it diagnostics carry no link. */
  readonly extensionRoot?: string;
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
} as const;

/** Sent by the server whenever it begins or ends to look at a file, and when a file fails. */
export const STATUS = 'unblock/status';

export interface Status {
  readonly state: 'ok' | 'busy' | 'problem';
  /** For people; empty when all is well. */
  readonly message: string;
  /** The document being looked at, while busy. */
  readonly uri?: string;
  /** Open documents, the findings in them, and how long the last look took. */
  readonly files: number;
  readonly findings: number;
  readonly lastMs: number;
}

/** Asked by the extension from time to time: a server that does not answer hangs. */
export const PING = 'unblock/ping';

export function isStatus(value: unknown): value is Status {
  if (typeof value !== 'object' || value === null) return false;
  const { state, message, files, findings, lastMs, uri } = value as Record<string, unknown>;
  return (
    (state === 'ok' || state === 'busy' || state === 'problem') &&
    typeof message === 'string' &&
    typeof files === 'number' &&
    typeof findings === 'number' &&
    typeof lastMs === 'number' &&
    (uri === undefined || typeof uri === 'string')
  );
}

/** Options come from any editor: what is not as expected counts as absent. */
export function readInitializationOptions(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { extensionRoot, commands, quarantine, settings } = value as Record<string, unknown>;
  return {
    ...(typeof extensionRoot === 'string' && { extensionRoot }),
    ...(typeof commands === 'boolean' && { commands }),
    ...(Array.isArray(quarantine) && { quarantine: quarantine.filter((uri) => typeof uri === 'string') }),
    ...(settings !== undefined && { settings }),
  };
}
