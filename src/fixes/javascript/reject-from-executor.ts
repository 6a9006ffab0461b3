import type { Fix, Obstacle } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isAsync } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { openSession } from './edit/session.ts';
import { addParameter, nameWithin, tryAround } from './edit/try-around.ts';

const id = 'reject-from-executor';

/** Lets an async executor reject its promise when it fails. */
export const rejectFromExecutor: Remedy = {
  id,
  rules: ['unblock/async-executor'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'async-executor') return undefined;
  const session = openSession(request);
  const span = request.facts.values[subject.executor];
  const executor = span && nodeAt(session.tree, span, ts.isExpression);
  if (!executor || !(ts.isArrowFunction(executor) || ts.isFunctionExpression(executor)) || !isAsync(executor))
    return undefined;
  const { parameters } = executor;
  if (parameters.length === 0 || parameters.length > 2) return undefined;
  const names = parameters.flatMap(({ name, initializer, dotDotDotToken }) =>
    ts.isIdentifier(name) && !initializer && !dotDotDotToken ? [name.text] : [],
  );
  if (names.length !== parameters.length) return undefined;

  const reject = names[1] ?? nameWithin(executor, 'reject', 'fail');
  if (reject === undefined) return undefined;
  if (parameters.length === 1) addParameter(session, executor, reject);
  const error = reject === 'error' ? 'cause' : 'error';
  if (!tryAround(session, executor, { clause: `catch (${error})`, then: `${reject}(${error})` })) return undefined;
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title: 'Reject the promise when its executor fails', safety: 'suggestion', packages: [] },
      changes:
        'Whoever awaits the promise gets the error. It used to be an unhandled rejection, for which Node ends the process, and they waited for ever.',
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}
