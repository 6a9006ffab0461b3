import type { FunctionId } from './facts.ts';
import type { RuleId } from './rule.ts';
import type { Span } from './span.ts';
import type { Subject } from './subjects/index.ts';

/** How sure we are: proven, likely, worth a look. Never an error: the code runs. */
export type Level = 'warning' | 'information' | 'hint';

export interface Related extends Span {
  /** The file, when it is another one. */
  readonly path?: string;
  readonly message: string;
}

/** What a host shows about one place in a file. */
export interface Finding extends Span {
  readonly rule: RuleId;
  readonly level: Level;
  /** The fact, in one short sentence with names in backticks. */
  readonly message: string;
  /** The steps of the proof in order: the calls down to the leaf, the loop, the list. */
  readonly related: readonly Related[];
  readonly advice: Advice;
  /** For people: what stands behind all findings that say the same here, so that one change cures them. */
  readonly cause?: string;
  /** What the fixes start from. */
  readonly subject: Subject;
  readonly measure?: Measure;
}

/** For the hover: why it hurts, what to do, what it may cost. */
export interface Advice {
  readonly why: string;
  readonly instead: string;
  readonly cost?: string;
}

/** What the panel opens when the person asks to measure a finding. */
export type Measure =
  | { readonly kind: 'scenario'; readonly scenario: string; readonly parameters: Readonly<Record<string, number>> }
  | { readonly kind: 'function'; readonly function: FunctionId };
