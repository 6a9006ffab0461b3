// What host and sandbox say to each other. The host believes nothing that has not passed `parseReply`.
import type { ParameterValues, Variant } from '../model/variant.ts';

/** First message to a sandbox. `variants` are all built in, or all source with the same placement. */
export interface Hello {
  readonly type: 'hello';
  /** 32 hexadecimal digits that mark every frame the sandbox sends. */
  readonly nonce: string;
  readonly variants: readonly Variant[];
  /** File of each source variant's module inside the bundle folder, by variant id. */
  readonly files: Readonly<Record<string, string>>;
  readonly input: string;
  readonly calls: number;
  readonly parameters: ParameterValues;
  readonly threads: number;
  /** Let functions reach their best code only through calls, never in the middle of one. */
  readonly steady: boolean;
}

export type Command =
  | Hello
  /** Run the variant on fresh input, twice to detect results that change by themselves, and describe what came out. */
  | { readonly type: 'check'; readonly variantId: string; readonly twice: boolean }
  /** Warm up for `ms`, then answer with the time of one unit. */
  | { readonly type: 'warmup'; readonly variantId: string; readonly ms: number }
  /** Time batches for about `ms`; with `watch` the event loop is watched meanwhile. */
  | { readonly type: 'block'; readonly variantId: string; readonly ms: number; readonly watch: boolean }
  /** Watch the event loop while the variant runs for at least `ms`. */
  | { readonly type: 'delay'; readonly variantId: string; readonly ms: number };

/** One call's outcome in a form that two processes can compare. */
export interface Outcome {
  readonly kind: 'value' | 'thrown' | 'uncloneable';
  /** SHA-256 of the whole canonical text. */
  readonly digest: string;
  /** Beginning of the canonical text, or the error's message. */
  readonly preview: string;
  /** The arguments were changed by the call. */
  readonly inputChanged: boolean;
}

/** How long the event loop was held up. Milliseconds. */
export interface LoopDelay {
  readonly maxMs: number;
  readonly p99Ms: number;
}

export type Reply =
  | { readonly type: 'ready'; readonly runtime: string; readonly permissionModel: boolean; readonly dropped: boolean }
  | { readonly type: 'checked'; readonly first: Outcome; readonly second: Outcome }
  | { readonly type: 'warm'; readonly unitMs: number }
  | {
      readonly type: 'block';
      readonly samples: readonly number[];
      readonly totalMs: number;
      readonly delay?: LoopDelay;
    }
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
    case 'ready': {
      const { runtime, permissionModel, dropped } = value;
      if (!isText(runtime, 100) || typeof permissionModel !== 'boolean' || typeof dropped !== 'boolean')
        return undefined;
      return { type: 'ready', runtime, permissionModel, dropped };
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
      const { samples, totalMs } = value;
      if (!Array.isArray(samples) || samples.length === 0 || samples.length > 10_000) return undefined;
      if (!samples.every(isDuration) || !isDuration(totalMs)) return undefined;
      if (value['delay'] === undefined) return { type: 'block', samples, totalMs };
      const delay = parseDelay(value['delay']);
      return delay && { type: 'block', samples, totalMs, delay };
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
  const { kind, digest, preview, inputChanged } = value;
  if (kind !== 'value' && kind !== 'thrown' && kind !== 'uncloneable') return undefined;
  if (!isText(digest, 64) || !isText(preview, 5_000) || typeof inputChanged !== 'boolean') return undefined;
  return { kind, digest, preview, inputChanged };
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
