import { threadWrites } from '../../effects/threads/thread-writes.ts';
import type { Fix } from '../../model/fix.ts';
import type { UnlockedStateSubject } from '../../model/subjects/index.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { guard, updateAt, type Update } from './lock/guarded-update.ts';
import { chooseLock, stateOf } from './lock/state-lock.ts';

const id = 'lock-state';

/** Holds a lock around each statement by which threads read state and write it back. */
export const lockState: Remedy = {
  id,
  rules: ['unblock/unlocked-state'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'unlocked-state') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(
  request: FixRequest,
  { how, function: owner, target }: UnlockedStateSubject,
): Fix | string | undefined {
  const { program, file, path } = request;
  if (how === 'filled')
    return 'Under a lock, all threads would wait while one of them makes it. Make it before the threads start, or hold a lock by hand.';
  const session = openSession(request);
  const state = stateOf(file, target);
  // A lock that only one of them holds keeps nobody out.
  const same = threadWrites(program, file).filter(
    ({ how: other, write }) => other !== 'filled' && stateOf(file, write.target) === state,
  );
  const updates: Update[] = [];
  for (const { write } of same) {
    const update = updateAt(session, write.target);
    if (typeof update === 'string') return update;
    updates.push(update);
  }
  const chosen = chooseLock(session, target, owner, 'threading');
  if ('reason' in chosen) return chosen.reason;
  const { lock, isNew } = chosen;
  for (const update of updates) guard(session, update, lock);
  const edits = finishEdits(session);
  return (
    edits && {
      id,
      title: `Hold \`${lock}\` while it is read and written back`,
      safety: 'suggestion',
      changes: [
        `One thread at a time updates the state${updates.length > 1 ? `, in ${String(updates.length)} places` : ''}, and no update is lost.`,
        ...(updates.some(({ amount }) => amount !== undefined)
          ? ['What is added is computed before, while other threads go on.']
          : []),
        `What else belongs together with it is yours to say; code elsewhere that writes it has to hold the same lock${isNew && lock.includes('.') ? ', and an object that has one cannot be pickled or copied in depth' : ''}.`,
      ].join(' '),
      packages: [],
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}
