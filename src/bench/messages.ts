// What host and sandbox say to each other. The host believes nothing that has not passed `parseReply`.
import { allWalls, type Wall } from '../model/evidence.ts';
import type { ParameterValues, Variant } from '../model/variant.ts';

/** What a sandbox tries to reach, to learn whether its walls hold. The host has put it there and watches it. */
export interface Canaries {
  readonly file: string;
  /** A place where a file could be made. */
  readonly newFile: string;
  /** A program and its arguments, which does nothing. */
  readonly program: readonly string[];
  readonly tcpPort: number;
  readonly udpPort: number;
  /** Paths of local sockets; one that begins with a zero byte has no file. */
  readonly sockets: readonly string[];
  readonly hostPid: number;
}

/** First message to a sandbox: test the walls. Nobody's code is loaded yet. */
export interface Hello {
  readonly type: 'hello';
  /** 32 hexadecimal digits that mark every frame the sandbox sends. */
  readonly nonce: string;
  readonly canaries: Canaries;
}

/** Second message, once the walls are known to hold. `variants` are all built in, or all source with the same placement. */
export interface Load {
  readonly type: 'load';
  readonly variants: readonly Variant[];
  /** File of each source variant's module inside the bundle folder, by variant id. */
  readonly files: Readonly<Record<string, string>>;
  readonly input: string;
  readonly calls: number;
  readonly parameters: ParameterValues;
  readonly threads: number;
  /** Let functions reach their best code only through calls, never in the middle of one. */
  readonly steady: boolean;
  /** The process is closed in from outside, so that a runtime without permissions that can be dropped is good enough. */
  readonly walled: boolean;
}

export type Command =
  | Hello
  | Load
  /**
   * Run the variant on fresh input, twice to detect results that change by themselves, and describe what came out. With
   * `input`, on that in place of the one that is timed.
   */
  | { readonly type: 'check'; readonly variantId: string; readonly twice: boolean; readonly input?: string }
  /** Time what handing arguments and result over to another thread costs, for about `ms`. */
  | { readonly type: 'hand-over'; readonly variantId: string; readonly ms: number }
  /** Warm up for `ms`, then answer with the time of one unit. */
  | { readonly type: 'warmup'; readonly variantId: string; readonly ms: number }
  /** Time batches for about `ms`; with `watch` the event loop is watched meanwhile. */
  | { readonly type: 'block'; readonly variantId: string; readonly ms: number; readonly watch: boolean }
  /** Watch the event loop while the variant runs for at least `ms`. */
  | { readonly type: 'delay'; readonly variantId: string; readonly ms: number };

/** Canonical texts up to this travel whole. Characters. */
export const longestText = 100_000;

/** One call's outcome in a form that two processes can compare. */
export interface Outcome {
  readonly kind: 'value' | 'thrown' | 'uncloneable';
  /** SHA-256 of the whole canonical text. */
  readonly digest: string;
  /** Beginning of the canonical text, or the error's message. */
  readonly preview: string;
  /** The whole canonical text where it is short enough to be compared number by number. */
  readonly text?: string;
  /** The arguments were changed by the call; `inputDigest` is what became of them. */
  readonly inputChanged: boolean;
  readonly inputDigest: string;
  /** Requests that were answered and that failed, where the variant makes any. */
  readonly requests?: Requests;
}

export interface Requests {
  readonly answered: number;
  readonly failed: number;
}

/** How long the event loop was held up. Milliseconds. */
export interface LoopDelay {
  readonly maxMs: number;
  readonly p99Ms: number;
}

export type Reply =
  | {
      readonly type: 'walls';
      readonly runtime: string;
      readonly permissionModel: boolean;
      /** The runtime can take permissions away from a running thread. */
      readonly canDrop: boolean;
      /** Walls that did not hold, as far as the sandbox could see. */
      readonly open: readonly Wall[];
    }
  /** Code is loaded; with `dropped`, by threads that had given up their permissions. */
  | { readonly type: 'ready'; readonly dropped: boolean }
  | { readonly type: 'checked'; readonly first: Outcome; readonly second: Outcome }
  | { readonly type: 'warm'; readonly unitMs: number }
  | {
      readonly type: 'block';
      readonly samples: readonly number[];
      readonly totalMs: number;
      /** Processor time of the whole process meanwhile. */
      readonly cpuMs: number;
      readonly delay?: LoopDelay;
    }
  | { readonly type: 'hand-over'; readonly ms: number }
  | ({ readonly type: 'delay' } & LoopDelay)
  | {
      readonly type: 'failed';
      readonly code: 'load-failed' | 'cannot-isolate' | 'memory-limit' | 'failed';
      readonly message: string;
    };

/** The reply, or undefined when it is not exactly one. */
export function parseReply(value: unknown): Reply | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'walls': {
      const { runtime, permissionModel, canDrop, open } = value;
      if (!isText(runtime, 100) || typeof permissionModel !== 'boolean' || typeof canDrop !== 'boolean')
        return undefined;
      return isWalls(open) ? { type: 'walls', runtime, permissionModel, canDrop, open } : undefined;
    }
    case 'ready': {
      const { dropped } = value;
      return typeof dropped === 'boolean' ? { type: 'ready', dropped } : undefined;
    }
    case 'checked': {
      const first = parseOutcome(value['first']);
      const second = parseOutcome(value['second']);
      return first && second ? { type: 'checked', first, second } : undefined;
    }
    case 'warm': {
      const { unitMs } = value;
      return isDuration(unitMs) ? { type: 'warm', unitMs } : undefined;
    }
    case 'block': {
      const { samples, totalMs, cpuMs } = value;
      if (!Array.isArray(samples) || samples.length === 0 || samples.length > 10_000) return undefined;
      if (!samples.every(isDuration) || !isDuration(totalMs) || !isDuration(cpuMs)) return undefined;
      if (value['delay'] === undefined) return { type: 'block', samples, totalMs, cpuMs };
      const delay = parseDelay(value['delay']);
      return delay && { type: 'block', samples, totalMs, cpuMs, delay };
    }
    case 'hand-over': {
      const { ms } = value;
      return isDuration(ms) ? { type: 'hand-over', ms } : undefined;
    }
    case 'delay': {
      const delay = parseDelay(value);
      return delay && { type: 'delay', ...delay };
    }
    case 'failed': {
      const { code, message } = value;
      const known = code === 'load-failed' || code === 'cannot-isolate' || code === 'memory-limit' || code === 'failed';
      return known && isText(message, 5_000) ? { type: 'failed', code, message } : undefined;
    }
    default:
      return undefined;
  }
}

function parseDelay(value: unknown): LoopDelay | undefined {
  if (!isRecord(value)) return undefined;
  const { maxMs, p99Ms } = value;
  return isDuration(maxMs) && isDuration(p99Ms) ? { maxMs, p99Ms } : undefined;
}

function parseOutcome(value: unknown): Outcome | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, digest, preview, text, inputChanged, inputDigest, requests } = value;
  if (kind !== 'value' && kind !== 'thrown' && kind !== 'uncloneable') return undefined;
  if (!isText(digest, 64) || !isText(preview, 5_000) || typeof inputChanged !== 'boolean') return undefined;
  if (!isText(inputDigest, 64) || !(text === undefined || isText(text, longestText))) return undefined;
  const tally = requests === undefined ? undefined : parseRequests(requests);
  if (requests !== undefined && !tally) return undefined;
  return {
    kind,
    digest,
    preview,
    inputChanged,
    inputDigest,
    ...(text !== undefined && { text }),
    ...(tally && { requests: tally }),
  };
}

function parseRequests(value: unknown): Requests | undefined {
  if (!isRecord(value)) return undefined;
  const { answered, failed } = value;
  return isDuration(answered) && isDuration(failed) ? { answered, failed } : undefined;
}

function isWalls(value: unknown): value is readonly Wall[] {
  return Array.isArray(value) && value.every((each) => (allWalls as readonly unknown[]).includes(each));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length <= most;
}

function isDuration(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
