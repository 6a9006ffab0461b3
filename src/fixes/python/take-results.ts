import { spanOf } from '../../syntax/python/tree.ts';
import { enclosingFunction, functionOf } from '../../effects/program.ts';
import type { Remedy } from '../remedy.ts';
import { nodeAt, parentOf, statementOf } from './edit/nodes.ts';
import { finishEdits, openSession } from './edit/session.ts';

const id = 'take-results';

/** Walks through what `pool.map` gives, so that the first exception is raised. */
export const takeResults: Remedy = {
  id,
  rules: ['unblock/worker-unsupervised'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'worker-unsupervised' || request.facts.language !== 'python') return undefined;
    const value = request.facts.values[subject.call];
    const callee = value?.kind === 'call' ? request.facts.values[value.callee] : undefined;
    if (!value || callee?.kind !== 'member' || !/^(map|imap|imap_unordered)$/.test(callee.name)) return undefined;
    if (functionOf(request.file, enclosingFunction(request.file, value.start)).isAsync)
      return { id, reason: 'Waiting for the results here would hold up the event loop until all of the work is done.' };
    const session = openSession(request);
    const call = nodeAt(session, value, 'call');
    // Stored in a variable that nobody reads it would be another edit.
    if (call < 0 || parentOf(session, call) !== statementOf(session, call)) return undefined;
    if (session.taken.has('list') && request.facts.bindings.some(({ name }) => name === 'list'))
      return { id, reason: 'Something in this file is called `list`, too.' };
    const { start, end } = spanOf(session, call);
    session.draft.insert(start, 'list(');
    session.draft.insert(end, ')');
    const edits = finishEdits(session);
    return (
      edits && {
        id,
        title: 'Take the results, so that exceptions are raised',
        safety: 'suggestion',
        changes:
          'It waits here until all of the work is done, and raises the first exception; what is behind it then does not run.',
        packages: [],
        edits: [{ kind: 'edit', path: request.path, edits }],
      }
    );
  },
};
