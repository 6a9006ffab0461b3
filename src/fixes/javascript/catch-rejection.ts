import type { Fix } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { calleeText, isStatement } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { openSession, type Session } from './edit/session.ts';

/** Lets a promise run on by itself, and logs its failure. */
export const catchRejection: Remedy = {
  id: 'catch-rejection',
  rules: ['unblock/floating-promise'],
  propose: (request) =>
    onDropped(request, 'catch-rejection', (session, call) => {
      if (session.scopes.lookUp('console', call)) return undefined;
      const parameter = session.typescript ? 'error: unknown' : 'error';
      session.draft.insert(call.end, `.catch((${parameter}) => console.error(error))`);
      return {
        title: `Log the failure of \`${calleeText(call)}\``,
        changes:
          'A failure is written to the console and no longer an unhandled rejection, for which Node would end the process. Nobody waits for it, as before.',
      };
    }),
};

/** Says that nobody is to wait for it. */
export const voidPromise: Remedy = {
  id: 'void-promise',
  rules: ['unblock/floating-promise'],
  propose: (request) =>
    onDropped(request, 'void-promise', (session, call) => {
      session.draft.insert(call.getStart(session.source), 'void ');
      return {
        title: `Say with \`void\` that nobody waits for \`${calleeText(call)}\``,
        changes: 'The code does the same: when it fails, nobody hears of it, and Node ends the process.',
      };
    }),
};

type Words = Pick<Fix, 'title' | 'changes'>;

/** Works on a call that stands as a statement of its own. */
function onDropped(
  request: FixRequest,
  id: string,
  write: (session: Session, call: ts.CallExpression) => Words | undefined,
): Fix | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'floating-promise' || subject.how !== 'lost') return undefined;
  const span = request.facts.values[subject.call];
  const session = openSession(request);
  const call = span && nodeAt(session.tree, span, ts.isCallExpression);
  const words = call && isStatement(call) ? write(session, call) : undefined;
  const edits = words && finishEdits(session);
  return (
    edits && { id, ...words, safety: 'suggestion', packages: [], edits: [{ kind: 'edit', path: request.path, edits }] }
  );
}
