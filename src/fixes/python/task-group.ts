import { usesOf } from '../../effects/values/uses.ts';
import type { Fix } from '../../model/fix.ts';
import type { OrphanedSiblingsSubject } from '../../model/subjects/index.ts';
import { childBy, childrenOf, endOf, kindOf, spanOf, startOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { hasComment, isOneExpression, nodeAt, parentOf, statementOf } from './edit/nodes.ts';
import { finishEdits, freshLocal, openSession, type Session } from './edit/session.ts';
import { isAlone, lineIndent } from './edit/style.ts';
import { whyNoGroup } from './task-group/handler.ts';
import { startIn } from './task-group/started.ts';

const id = 'task-group';

/** Starts the tasks of a `gather` in a group, which cancels the others when one fails, and waits for their end. */
export const taskGroup: Remedy = {
  id,
  rules: ['unblock/orphaned-siblings'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'orphaned-siblings') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(
  request: FixRequest,
  { combinator, function: owner }: OrphanedSiblingsSubject,
): Fix | string | undefined {
  const { facts, file, python } = request;
  if (python?.version && python.version[0] === 3 && python.version[1] < 11)
    return '`asyncio.TaskGroup` is there from Python 3.11 on, and this project also runs with older ones.';
  const session = openSession(request);
  const value = facts.values[combinator];
  const wait = usesOf(file)
    .of(combinator)
    .find(({ as }) => as === 'awaited')?.by;
  const call = value ? nodeAt(session, value, 'call') : -1;
  if (wait === undefined || call < 0) return undefined;
  const trouble = whyNoGroup(request, owner, wait);
  if (trouble !== undefined) return trouble;
  const statement = statementOf(session, call);
  const target = targetOf(session, parentOf(session, call), statement);
  if (target === undefined)
    return 'What `gather` gives is used within a larger expression. Put it into a variable of its own first.';
  const span = spanOf(session, statement);
  if (!isAlone(session.text, span))
    return 'The `gather` shares its line with other code. Give it one of its own first.';
  if (hasComment(session, span)) return 'A comment stands within the call. Move it first, so that it is not lost.';
  const group = freshLocal(session, owner, 'group', 'task_group');
  const started = startIn(session, owner, call, group, target.kind !== 'none');
  if (started === undefined || typeof started === 'string') return started;

  const { indent, eol } = session.style;
  const type = importedName(session, 'asyncio', 'TaskGroup', span);
  const lines = [
    `async with ${type}() as ${group}:`,
    ...started.lines.map((line) => indent + line),
    ...resultLines(target, started.results),
  ];
  session.draft.replace(
    { start: startOf(session, statement), end: endOf(session, statement) },
    lines.join(eol + lineIndent(session.text, startOf(session, statement))),
  );
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: 'Start them in a `TaskGroup`, which ends the others when one fails',
    safety: 'suggestion',
    changes:
      'When one fails, the others are cancelled, and the block ends when all of them have ended: what they had begun may be half done. What is raised then is an `ExceptionGroup` with all that failed, in place of the first exception. Results and their order stay as they are.',
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** What becomes of the list of results. */
type Target =
  | { readonly kind: 'none' | 'return' }
  /** `parts`: how many variables it is taken apart into, where it is. */
  | { readonly kind: 'assign'; readonly left: string; readonly parts?: number };

/** Undefined where it is none of these. */
function targetOf(session: Session, wait: NodeId, statement: NodeId): Target | undefined {
  if (kindOf(session, wait) !== 'await') return undefined;
  const outer = parentOf(session, wait);
  if (outer === statement && isOneExpression(session, statement)) return { kind: 'none' };
  if (outer === statement && kindOf(session, statement) === 'return_statement') return { kind: 'return' };
  const isAssignment = kindOf(session, outer) === 'assignment' && parentOf(session, outer) === statement;
  const left = isAssignment ? childBy(session, outer, 'left') : -1;
  if (left < 0 || childBy(session, outer, 'type') >= 0) return undefined;
  const names = kindOf(session, left) === 'pattern_list' ? childrenOf(session, left) : undefined;
  const isPlain = names?.every((each) => kindOf(session, each) !== 'list_splat_pattern') ?? false;
  return {
    kind: 'assign',
    left: textOf(session, left),
    ...(names && isPlain ? { parts: names.length } : {}),
  };
}

function resultLines(target: Target, results: readonly string[] | string): string[] {
  if (target.kind === 'none') return [];
  const list = typeof results === 'string' ? results : `[${results.join(', ')}]`;
  if (target.kind !== 'assign') return [`return ${list}`];
  const isApart = typeof results !== 'string' && target.parts === results.length;
  return [`${target.left} = ${isApart ? results.join(', ') : list}`];
}
