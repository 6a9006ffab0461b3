import type { FunctionId, ValueId } from '../facts.ts';
import type { Span } from '../span.ts';

export type RaceSubjects = AwaitRaceSubject;

export interface AwaitRaceSubject {
  readonly kind: 'await-race';
  /** `lost`: written from what was read; `twice`: made because there was nothing; `unchecked`: counted after a check. */
  readonly goes: 'lost' | 'twice' | 'unchecked';
  readonly function: FunctionId;
  /** What was read before, and the place or the call that writes. */
  readonly read: ValueId;
  readonly suspension: Span;
  readonly write: ValueId;
}
