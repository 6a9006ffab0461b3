import type { Fix, Obstacle } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { homeOf, isAsync } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { around } from './edit/reach.ts';
import { freshName, openSession } from './edit/session.ts';
import { blockStatement, insertBefore } from './edit/statements.ts';
import { tryAround } from './edit/try-around.ts';

const id = 'skip-busy-rounds';

/** Leaves out the rounds of an interval that come while the last one still waits. The timer stays the same for whoever clears it. */
export const skipBusyRounds: Remedy = {
  id,
  rules: ['unblock/overlapping-interval'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'overlapping-interval') return undefined;
  const session = openSession(request);
  const { facts } = request;
  const [atCall, atCallback] = [facts.values[subject.call], facts.values[subject.callback]];
  const call = atCall && nodeAt(session.tree, atCall, ts.isCallExpression);
  const callback = atCallback && nodeAt(session.tree, atCallback, ts.isExpression);
  if (!call || !callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return undefined;
  const home = homeOf(call);
  const statement = home && blockStatement(call, home);
  if (!isAsync(callback) || !statement) return undefined;
  // `for (…) setInterval(…)` without braces: one flag for all of its intervals.
  if (around(call, isLoop, statement.parent)) return undefined;

  const flag = freshName(session, 'isBusy', 'isRoundBusy');
  insertBefore(session, statement, `let ${flag} = false`);
  const above = [`if (${flag}) return`, `${flag} = true`];
  if (!tryAround(session, callback, { above, clause: 'finally', then: `${flag} = false` })) return undefined;
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title: 'Leave out rounds while the last one still waits', safety: 'suggestion', packages: [] },
      changes: 'A round that comes while the last one still waits is left out. The others come when they did.',
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}

function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}
