import type { BindingId, ValueId } from './facts.ts';
import type { Span } from './span.ts';

/** One thing a body does. Bodies are ordered trees of steps. */
export type Step = Evaluate | Write | Branch | Loop | Try | Region | Exit;

/**
 * A value is computed here: every call, construction, `await` and `yield`, and every read of state that other code may change
 * (members, captured and module variables). Values without a step of their own have no effect and no order.
 */
export interface Evaluate {
  readonly kind: 'evaluate';
  readonly value: ValueId;
}

export interface Write extends Span {
  readonly kind: 'write';
  /** A `name`, `member` or `index` value that denotes the place. */
  readonly target: ValueId;
  readonly value: ValueId;
  /** `+` for `+=` and so on: the place was read before `value` was evaluated. */
  readonly operator?: string;
}

export interface Branch extends Span {
  readonly kind: 'branch';
  readonly form: 'if' | 'conditional' | '&&' | '||' | '??' | '?.' | 'switch';
  readonly test: ValueId;
  /**
   * What happens when the test holds, then what happens otherwise; for a switch one arm per case. `?.`: the rest of the chain happens
   * when the test is neither null nor undefined.
   */
  readonly arms: readonly (readonly Step[])[];
  /** Of a switch: what leads to each of the arms. */
  readonly cases?: readonly Case[];
  readonly label?: string;
}

/** Which values of a switch lead to an arm. When there is no default, none of the arms may be taken. */
export interface Case {
  /** The values written down; empty for a default, and for a pattern that says no more than a shape. */
  readonly tests: readonly ValueId[];
  readonly isDefault: boolean;
  /** The end of the arm may be reached, and then the next one is run, too. */
  readonly fallsThrough: boolean;
}

export interface Loop extends Span {
  readonly kind: 'loop';
  readonly form: 'for' | 'for-of' | 'for-in' | 'for-await' | 'while' | 'do' | 'comprehension';
  /** `for (…)` up to the body: a short span to show. */
  readonly head: Span;
  /** What is iterated, where something is. */
  readonly source?: ValueId;
  /** The counter of a counting loop. */
  readonly range?: Range;
  /** The condition, evaluated within `body`; absent where there is none. */
  readonly test?: ValueId;
  readonly body: readonly Step[];
  readonly label?: string;
}

/** A counter that goes from `from` to `to` in steps of `by`. */
export interface Range {
  readonly variable: BindingId;
  readonly from: ValueId;
  readonly to: ValueId;
  readonly inclusive: boolean;
  /** The step's size; absent for 1. */
  readonly by?: ValueId;
  /** `*` when the counter is multiplied instead of added to. */
  readonly grows: '+' | '-' | '*';
}

export interface Try extends Span {
  readonly kind: 'try';
  readonly body: readonly Step[];
  readonly handlers: readonly Handler[];
  /** What happens after a body that raised nothing, beyond the reach of the handlers: Python's `else`. */
  readonly otherwise?: readonly Step[];
  readonly finalizer?: readonly Step[];
  /** `except*`: several handlers may run, each for its part of a group. */
  readonly isGroup?: true;
  readonly label?: string;
}

export interface Handler {
  readonly binding?: BindingId;
  /** The exception classes it names; empty when it takes all. */
  readonly catches: readonly ValueId[];
  readonly body: readonly Step[];
}

/** A `with` block: `resource` is entered before and left after `body`, whatever happens. */
export interface Region extends Span {
  readonly kind: 'region';
  readonly resource: ValueId;
  readonly isAsync: boolean;
  readonly body: readonly Step[];
}

export interface Exit extends Span {
  readonly kind: 'return' | 'throw' | 'break' | 'continue';
  readonly value?: ValueId;
  /** `raise value from cause`. */
  readonly cause?: ValueId;
  /** The step that is left or gone on with has the same label; none has it where a plain block is left. */
  readonly label?: string;
}
