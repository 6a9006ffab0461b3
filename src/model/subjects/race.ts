import type { FunctionId, ValueId } from '../facts.ts';
import type { Span } from '../span.ts';

export type RaceSubjects =
  | RequestStateSubject
  | AwaitRaceSubject
  | FileRaceSubject
  | FileRewriteSubject
  | LateEventUseSubject
  | NonAtomicWriteSubject
  | LockDisciplineSubject
  | UnlockedStateSubject;

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

export interface FileRewriteSubject {
  readonly kind: 'file-rewrite';
  readonly function: FunctionId;
  /** The calls that read a file's text, and write it anew with what was made of that. */
  readonly read: ValueId;
  readonly write: ValueId;
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

export interface LockDisciplineSubject {
  readonly kind: 'lock-discipline';
  /** `leaked`: an exception passes over the release; `own`: a lock per call; `order`: two in both orders; `again`: by whoever holds it. */
  readonly how: 'leaked' | 'own' | 'order' | 'again';
  readonly function: FunctionId;
  /** `lock.acquire()`, the `with`'s lock, or the call that leads to one. */
  readonly at: ValueId;
  /** `lock.release()`, the call that makes the lock, or the other place. */
  readonly other: ValueId;
}

export interface UnlockedStateSubject {
  readonly kind: 'unlocked-state';
  /** `called`: code runs between reading and writing; `plain`: none does; `filled`: made where there is none yet. */
  readonly how: 'called' | 'plain' | 'filled';
  readonly function: FunctionId;
  /** The place that is written. */
  readonly target: ValueId;
}

export interface RequestStateSubject {
  readonly kind: 'request-state';
  readonly function: FunctionId;
  /** Where the shared place is written. */
  readonly write: ValueId;
}
