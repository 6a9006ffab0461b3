import type { FunctionId, ValueId } from '../facts.ts';
import type { Span } from '../span.ts';

export type RaceSubjects = AwaitRaceSubject | FileRaceSubject | LateEventUseSubject | NonAtomicWriteSubject;

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

export interface FileRaceSubject {
  readonly kind: 'file-race';
  readonly function: FunctionId;
  /** `existsSync(path)`, and the call that works on the same path by its answer. */
  readonly check: ValueId;
  readonly use: ValueId;
}

export interface LateEventUseSubject {
  readonly kind: 'late-event-use';
  readonly function: FunctionId;
  /** `event.preventDefault`, and the `await` before it. */
  readonly member: ValueId;
  readonly wait: ValueId;
}

export interface NonAtomicWriteSubject {
  readonly kind: 'non-atomic-write';
  readonly function: FunctionId;
  /** `view[0]`. */
  readonly target: ValueId;
}
