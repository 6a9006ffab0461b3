import type { BindingId, ClassId, Export, FunctionId, ValueId } from './facts.ts';
import type { Step } from './step.ts';

/**
 * What one top-level statement says. The same statement keeps its ids when others are edited, so that across parts the numbers tell
 * no order: the parts do, and within a part its lists.
 */
export interface Part {
  /** What is said at the module's own top level. */
  readonly outer: Ids;
  /** What the bodies of functions say. */
  readonly inner: Ids;
  /** What the module's own body does here. */
  readonly steps: readonly Step[];
  readonly exports: readonly Export[];
}

/** Places in the arrays of facts, in the order of the text. The module's own names belong to no part. */
export interface Ids {
  readonly values: readonly ValueId[];
  readonly functions: readonly FunctionId[];
  readonly bindings: readonly BindingId[];
  readonly classes: readonly ClassId[];
}
