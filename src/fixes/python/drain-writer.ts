import { functionOf, valueOf } from '../../effects/program.ts';
import type { Fix } from '../../model/fix.ts';
import type { NoBackpressureSubject } from '../../model/subjects/index.ts';
import { childBy, endOf, firstOf, spanOf, startOf, textOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { heldAround, whyNoAwait } from './edit/awaiting.ts';
import { isOneExpression, nodeAt, parentOf, statementOf } from './edit/nodes.ts';
import { raceAcross } from './edit/races.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { isAlone, lineEnd, lineIndent } from './edit/style.ts';

const id = 'drain-writer';

/** Waits after each write until the writer of a connection has room again. */
export const drainWriter: Remedy = {
  id,
  rules: ['unblock/no-backpressure'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'no-backpressure' || request.facts.language !== 'python') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(
  request: FixRequest,
  { call: written, function: owner }: NoBackpressureSubject,
): Fix | string | undefined {
  const { file, path } = request;
  const session = openSession(request);
  const { text, draft, style } = session;
  const value = valueOf(file, written);
  const call = nodeAt(session, value, 'call');
  const statement = call < 0 ? -1 : statementOf(session, call);
  if (statement < 0) return undefined;
  if (!functionOf(file, owner).isAsync)
    return 'The function is not `async`, so that nobody can wait in it. Make it a coroutine first, or write less at once.';
  if (
    parentOf(session, call) !== statement ||
    !isOneExpression(session, statement) ||
    !isAlone(text, spanOf(session, statement))
  )
    return 'The write shares its statement or its line with other code. Give it a line of its own first.';
  const trouble = whyNoAwait(session, call, owner) ?? heldAround(session, call) ?? raceAcross(request, owner, value);
  if (trouble !== undefined) return trouble;
  const writer = textOf(session, firstOf(session, childBy(session, call, 'function')));
  const indent = lineIndent(text, startOf(session, statement));
  draft.insert(lineEnd(text, endOf(session, statement)), `${style.eol}${indent}await ${writer}.drain()`);
  const edits = finishEdits(session);
  return (
    edits && {
      id,
      title: `Wait until \`${writer}\` has room again`,
      safety: 'suggestion',
      changes: `While more waits to be sent than the writer keeps (64 KiB, if nobody has said otherwise), this waits, and other tasks run. When the connection is lost, \`drain\` raises \`ConnectionResetError\` here, where \`write\` said nothing.`,
      packages: [],
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}
