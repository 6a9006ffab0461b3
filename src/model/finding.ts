import type { FunctionId, ValueId } from './facts.ts';
import type { RuleId } from './rule.ts';
import type { Span } from './span.ts';

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

/** The places in the facts that a finding speaks of, by rule. */
export type Subject = BlockingCallSubject | BlockingLoopSubject | FanOutSubject | SuppressionSubject;

export interface SuppressionSubject {
  readonly kind: 'suppression';
}

export interface BlockingCallSubject {
  readonly kind: 'blocking-call';
  /** The function whose event loop is held up: async, or a registered handler. */
  readonly function: FunctionId;
  /** The call in that function: the blocking one itself, or the first on the way to it. */
  readonly call: ValueId;
  /** `module#path` of the blocking library function. */
  readonly symbol: string;
  /** The call chain is of length one: `call` is the blocking call itself. */
  readonly direct: boolean;
}

export interface BlockingLoopSubject {
  readonly kind: 'blocking-loop';
  readonly function: FunctionId;
  /** The call in `function` that leads to the loop; absent when the loop stands in `function` itself. */
  readonly call?: ValueId;
  /** The function that contains the loop; of the file `path`, where that is another one. */
  readonly loopFunction: FunctionId;
  readonly path?: string;
  readonly loop: Span;
}

export interface FanOutSubject {
  readonly kind: 'fan-out';
  readonly function: FunctionId;
  /** `Promise.all(…)`. */
  readonly combinator: ValueId;
  /** `mapped`: the argument is `list.map(callback)`; `pushed`: promises are pushed onto an array in a loop. */
  readonly shape: 'mapped' | 'pushed';
  /** The call of `map` and its callback, or the `push` call and the pushed promise. */
  readonly call: ValueId;
  readonly task: ValueId;
}

/** What the panel opens when the person asks to measure a finding. */
export type Measure =
  | { readonly kind: 'scenario'; readonly scenario: string; readonly parameters: Readonly<Record<string, number>> }
  | { readonly kind: 'function'; readonly function: FunctionId };
