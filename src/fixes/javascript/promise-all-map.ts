import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal, visitOf } from './callback/collection.ts';
import { isStatement } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { openSession } from './edit/session.ts';
import { troubleWithWaiting } from './edit/waiting.ts';

const id = 'promise-all-map';

/** `await Promise.all(list.map(async …))` for a `forEach` that waits for nobody: all at once, as before, and then on. */
export const promiseAllMap: Remedy = {
  id,
  rules: ['unblock/async-callback'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'async-callback' || (subject.method !== 'forEach' && subject.method !== 'map')) return undefined;
  const session = openSession(request);
  const visit = visitOf(session, subject);
  if (visit === undefined) return undefined;
  if (typeof visit === 'string') return { id, reason: visit };
  const { call, member } = visit;
  const { source, draft } = session;
  const isAwaited = ts.isAwaitExpression(call.parent) && isStatement(call.parent);
  if (!isAwaited && !isStatement(call)) return undefined;
  if (!isGlobal(session, 'Promise', call)) return undefined;
  if (call.flags & ts.NodeFlags.OptionalChain)
    return { id, reason: 'Where the list is missing, `Promise.all` would fail. Ask for it with an `if` first.' };
  const trouble = troubleWithWaiting(session, call, subject.function, subject.call);
  if (trouble !== undefined) return { id, reason: trouble };

  draft.insert(call.getStart(source), `${isAwaited ? '' : 'await '}Promise.all(`);
  draft.replace({ start: member.name.getStart(source), end: member.name.end }, 'map');
  draft.insert(call.end, ')');
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title: 'Await all callbacks with `Promise.all`', safety: 'suggestion', packages: [] },
      changes:
        'All callbacks still start at once; what follows waits until the last is done. The first failure is thrown here, and the other callbacks run on.',
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}
