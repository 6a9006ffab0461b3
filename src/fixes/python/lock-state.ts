import { graphOf } from '../../effects/calls/graph.ts';
import { regionsOf } from '../../effects/calls/sites.ts';
import { threadWrites } from '../../effects/threads/thread-writes.ts';
import type { FunctionId } from '../../model/facts.ts';
import type { Fix } from '../../model/fix.ts';
import type { UnlockedStateSubject } from '../../model/subjects/index.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { comesBack } from './hoist/module-value.ts';
import { guard, updateAt, type Update } from './lock/guarded-update.ts';
import { locksAround, newLock, stateOf, whyNoHome } from './lock/state-lock.ts';

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
  const [held, ...others] = locksAround(request, target);
  if (others[0])
    return `This file holds \`${held?.name ?? ''}\` around the state in one place and \`${others[0].name}\` in another. Hold the same one everywhere first.`;
  if (held?.isInReach === false)
    return `This file holds \`${held.name}\` around the state in another place, and it is not in reach here. Make one lock next to the state, and hold that everywhere.`;
  if (held && entersUnder(request, held.name, owner))
    return `Code that holds \`${held.name}\` leads here, and would wait for itself.`;
  const lock = held?.name ?? newLock(session, target, owner);
  if (lock === '') return whyNoHome;
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
        `What else belongs together with it is yours to say; code elsewhere that writes it has to hold the same lock${!held && lock.includes('.') ? ', and an object that has one cannot be pickled or copied in depth' : ''}.`,
      ].join(' '),
      packages: [],
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}

/** Whether a block that holds the lock calls what leads to `owner`. */
function entersUnder({ program, file, text }: FixRequest, lock: string, owner: FunctionId): boolean {
  return regionsOf(file)
    .flat()
    .filter(({ value }) => text.slice(file.facts.values[value]?.start, file.facts.values[value]?.end) === lock)
    .some(({ function: holder, step }) =>
      (graphOf(program, file).out[holder] ?? []).some(({ to, site }) => {
        const { start = -1 } = file.facts.values[site.value] ?? {};
        const isInside = start >= step.start && start < step.end;
        const isIt = to.file === file && to.function === owner;
        return isInside && (isIt || comesBack(program, to, { file, function: owner }));
      }),
    );
}
