import { valueOf } from '../../effects/program.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Fix } from '../../model/fix.ts';
import type { LockDisciplineSubject } from '../../model/subjects/index.ts';
import { childBy, endOf, firstOf, kindOf, spanOf, startOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { indentLines } from './edit/indent.ts';
import { isOneExpression, nodeAt, parentOf, statementOf } from './edit/nodes.ts';
import { finishEdits, openSession, type Session } from './edit/session.ts';
import { staysTheSame } from './edit/same-object.ts';
import { isAlone, lineEnd, lineStart } from './edit/style.ts';

const id = 'with-lock';

/** Holds a lock by `with`, which gives it back whatever happens. */
export const withLock: Remedy = {
  id,
  rules: ['unblock/lock-discipline'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'lock-discipline' || subject.how !== 'leaked') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

function propose(request: FixRequest, { at, other }: LockDisciplineSubject): Fix | string | undefined {
  const session = openSession(request);
  const acquire = statementAt(session, request.facts.values[at]);
  const release = statementAt(session, request.facts.values[other]);
  if (!acquire || !release || parentOf(session, acquire.statement) !== parentOf(session, release.statement))
    return undefined;
  const { text, draft } = session;
  if (!isOneLock(request, at))
    return `\`${acquire.lock}\` may be another one by the time it is given back, and \`with\` gives back the one that it took. Keep it in a variable first.`;
  if (![acquire, release].every(({ statement }) => isAlone(text, spanOf(session, statement))))
    return 'The lock is taken or given back on a line with other code. Give it a line of its own first.';
  const from = text.indexOf('\n', endOf(session, acquire.statement)) + 1;
  const to = lineStart(text, startOf(session, release.statement));
  const body = text.slice(from, to);
  if (!/^[ \t]*[^#\s]/m.test(body)) return undefined;
  if (body.includes(`${release.lock}.release(`) || body.includes(`${release.lock}.acquire(`))
    return 'The lock is given back, or taken, in between as well: `with` would do it once more.';
  const tail = text.slice(endOf(session, release.statement), lineEnd(text, endOf(session, release.statement)));
  if (/#/.test(tail)) return 'A comment stands behind the release, which would go with it. Move it first.';

  draft.replace(spanOf(session, acquire.statement), `${acquire.isAwaited ? 'async ' : ''}with ${acquire.lock}:`);
  indentLines(session, { start: from, end: to });
  const end = lineEnd(text, endOf(session, release.statement));
  // The line goes together with its line break.
  draft.replace({ start: to, end: end < text.length ? text.indexOf('\n', end) + 1 : end }, '');
  const edits = finishEdits(session);
  return (
    edits && {
      id,
      title: `Hold \`${acquire.lock}\` by \`${acquire.isAwaited ? 'async ' : ''}with\``,
      safety: 'suggestion',
      changes:
        'After an exception, or when the function is left in between, the lock is free: others go on instead of waiting for ever, and may see what was left half done.',
      packages: [],
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}

function isOneLock({ file }: FixRequest, acquire: ValueId): boolean {
  const call = valueOf(file, acquire);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  return callee?.kind === 'member' && staysTheSame(file, callee.object);
}

interface Statement {
  readonly statement: NodeId;
  /** `self.lock` */
  readonly lock: string;
  readonly isAwaited: boolean;
}

/** `lock.acquire()` or `await lock.acquire()` as a statement. */
function statementAt(
  session: Session,
  span: { readonly start: number; readonly end: number } | undefined,
): Statement | undefined {
  const call = span ? nodeAt(session, span, 'call') : -1;
  if (call < 0) return undefined;
  const statement = statementOf(session, call);
  const parent = parentOf(session, call);
  const isAwaited = kindOf(session, parent) === 'await';
  const outer = isAwaited ? parentOf(session, parent) : parent;
  if (outer !== statement || !isOneExpression(session, statement)) return undefined;
  return { statement, lock: textOf(session, firstOf(session, childBy(session, call, 'function'))), isAwaited };
}
