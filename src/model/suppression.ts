import type { Span } from './span.ts';

/** A comment by which a person says that findings at a place are known and accepted. */
export interface Suppression extends Span {
  /** The zero-based line it speaks for, or the whole file. */
  readonly target: number | 'file';
  /** And all lines after that up to this one. */
  readonly upTo?: number;
  /** Rule ids such as `unblock/blocking-call`; empty for all rules. */
  readonly rules: readonly string[];
  readonly reason?: string;
  /** Written for another tool that knows the same smell: nothing is said of it where it silences nothing. */
  readonly isForOthers?: true;
}
