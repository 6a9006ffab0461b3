import type { Language } from './facts.ts';
import type { Level } from './finding.ts';

export type RuleId = `unblock/${string}`;

/** What a rule is, besides what it does: shown in lists, pages and settings. */
export interface RuleMeta {
  readonly id: RuleId;
  /** One sentence: the smell, not the cure. */
  readonly summary: string;
  readonly languages: readonly Language[];
  /** Where the code must run for the smell to hurt: on an event loop, on any thread, or anywhere. */
  readonly context: 'loop' | 'thread' | 'any';
  /** The levels it may report at. */
  readonly levels: readonly Level[];
}
