import type { Fix } from '../../model/fix.ts';
import type { SwallowedCancellationSubject } from '../../model/subjects/index.ts';
import {
  childOfKind,
  childrenOf,
  endOf,
  kindOf,
  spanOf,
  startOf,
  textOf,
  type NodeId,
} from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { loopLibraryOf } from './edit/loop-library.ts';
import { nodeAt } from './edit/nodes.ts';
import { finishEdits, openSession, type Session } from './edit/session.ts';
import { isAlone, lineEnd, lineIndent, lineStart } from './edit/style.ts';

const id = 'reraise-cancellation';

/** Lets the exception on by which a task is cancelled. */
export const reraiseCancellation: Remedy = {
  id,
  rules: ['unblock/swallowed-cancellation'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'swallowed-cancellation') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: SwallowedCancellationSubject): Fix | string | undefined {
  const session = openSession(request);
  const trial = nodeAt(session, subject.trial, 'try_statement');
  const clause = trial < 0 ? undefined : handlersOf(session, trial)[subject.handler];
  if (clause === undefined) return undefined;
  const block = childOfKind(session, clause, 'block');
  if (block < 0) return undefined;
  const library = loopLibraryOf(request, subject.function);
  if (typeof library !== 'string') return library.unclear;
  const isOwn = namesOnlyIt(session, clause);
  if (isOwn && leavesBefore(session, block))
    return 'The handler goes on from within. End each of its ways with `raise`.';
  const title = isOwn ? raise(session, clause, block) : before(session, clause, library);
  if (title === undefined) return 'The handler shares its line with other code. Give it lines of its own first.';
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title,
    safety: 'suggestion',
    changes:
      'Whoever cancels the task is obeyed: the exception leaves the function at this place, and what comes after it no longer runs then. All other exceptions are handled as before.',
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

function handlersOf(session: Session, trial: NodeId): NodeId[] {
  return childrenOf(session, trial).filter((node) => kindOf(session, node) === 'except_clause');
}

/** `except asyncio.CancelledError:`, and not among other classes. */
function namesOnlyIt(session: Session, clause: NodeId): boolean {
  const block = childOfKind(session, clause, 'block');
  const head = session.text.slice(startOf(session, clause), startOf(session, block));
  return /^except\s+[\w.]*Cancelled(Error)?(\s+as\s+\w+)?\s*:/.test(head);
}

/** Some way through the handler goes on, leaves or returns before its end. */
function leavesBefore(session: Session, block: NodeId): boolean {
  const statements = childrenOf(session, block).filter((node) => kindOf(session, node) !== 'comment');
  const last = statements.at(-1);
  return statements.some((node) => {
    const isEnd = node === last && kindOf(session, node) === 'continue_statement';
    return !isEnd && leaves(session, node);
  });
}

const leaving = /^(continue|break|return)_statement$/;
const otherBody = /^(function_definition|lambda|class_definition)$/;

function leaves(session: Session, node: NodeId): boolean {
  const kind = kindOf(session, node);
  if (otherBody.test(kind)) return false;
  return leaving.test(kind) || childrenOf(session, node).some((each) => leaves(session, each));
}

const nothing = /^(pass|continue)_statement$/;

/** Ends the handler with `raise`, in the place of what did nothing. */
function raise(session: Session, clause: NodeId, block: NodeId): string | undefined {
  const { text, draft, style } = session;
  const statements = childrenOf(session, block).filter((node) => kindOf(session, node) !== 'comment');
  const last = statements.at(-1);
  if (last === undefined) return undefined;
  if (nothing.test(kindOf(session, last)) || textOf(session, last) === '...')
    draft.replace(spanOf(session, last), 'raise');
  else if (
    /\n/.test(text.slice(startOf(session, clause), startOf(session, block))) &&
    isAlone(text, spanOf(session, last))
  )
    draft.insert(
      lineEnd(text, endOf(session, last)),
      `${style.eol}${lineIndent(text, startOf(session, statements[0] ?? last))}raise`,
    );
  else return undefined;
  return 'Raise the cancellation again';
}

/** A handler of its own before the one that takes everything. */
function before(session: Session, clause: NodeId, library: 'asyncio' | 'anyio' | 'trio'): string | undefined {
  const { text, draft, style } = session;
  const start = startOf(session, clause);
  const indent = lineIndent(text, start);
  if (text.slice(lineStart(text, start), start).trim() !== '') return undefined;
  const place = spanOf(session, clause);
  const name =
    library === 'anyio'
      ? `${importedName(session, 'anyio', 'get_cancelled_exc_class', place)}()`
      : importedName(session, library, library === 'trio' ? 'Cancelled' : 'CancelledError', place);
  draft.insert(start, `except ${name}:${style.eol}${indent}${style.indent}raise${style.eol}${indent}`);
  return `Let \`${name}\` pass before the handler takes all`;
}
