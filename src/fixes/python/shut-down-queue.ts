import { membersNamed } from '../../effects/indexes.ts';
import { usesOf } from '../../effects/values/uses.ts';
import type { QueueMisuseSubject } from '../../model/subjects/index.ts';
import { childBy, childrenOf, endOf, kindOf, spanOf, startOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { hasComment, nodeAt, parentOf, statementOf } from './edit/nodes.ts';
import { finishEdits, openSession, type Session } from './edit/session.ts';
import { isAlone, lineIndent } from './edit/style.ts';
import { signStatement } from './sign-statement.ts';

const id = 'shut-down-queue';

/** Ends all consumers by `queue.shutdown()`, which is there since Python 3.13, instead of by signs that each of them has to be put. */
export const shutDownQueue: Remedy = {
  id,
  rules: ['unblock/queue-misuse'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'queue-misuse' || subject.how !== 'signs' || subject.consumers === undefined) return undefined;
    const { version } = request.python ?? {};
    if (!version || version[0] !== 3 || version[1] < 13) return undefined;
    const session = openSession(request);
    const put = callAt(request, session, subject.call);
    const get = callAt(request, session, subject.other);
    const sign = put < 0 ? undefined : signStatement(session, put);
    const taking = get < 0 ? undefined : takingOf(session, get);
    if (sign === undefined || !taking) return undefined;
    const module = taking.isAwaited ? 'asyncio' : moduleOf(request, subject);
    if (module === undefined || !isLastToPut(request, subject)) return undefined;
    const object = textOf(session, childBy(session, childBy(session, put, 'function'), 'object'));
    session.draft.replace(spanOf(session, sign), `${object}.shutdown()`);
    const name = module === 'asyncio' ? 'QueueShutDown' : 'ShutDown';
    const error = importedName(session, module, name, spanOf(session, taking.statement));
    const { text, style, draft } = session;
    const { eol, indent } = style;
    const own = lineIndent(text, startOf(session, taking.statement));
    const lines = [
      'try:',
      `${indent}${textOf(session, taking.statement)}`,
      `except ${error}:`,
      `${indent}${textOf(session, taking.leave)}`,
    ];
    const span = { start: startOf(session, taking.statement), end: endOf(session, taking.test) };
    draft.replace(span, lines.join(eol + own));
    const edits = finishEdits(session);
    return (
      edits && {
        id,
        title: `Shut the queue down, which ends all ${String(subject.consumers)} consumers`,
        safety: 'suggestion',
        changes: `What is in the queue is still taken; then \`get\` raises \`${name}\`, and each consumer ends. Whoever puts something in afterwards gets that exception, too.`,
        packages: [],
        edits: [{ kind: 'edit', path: request.path, edits }],
      }
    );
  },
};

function callAt({ facts }: FixRequest, session: Session, value: number): NodeId {
  const span = facts.values[value];
  return span ? nodeAt(session, span, 'call') : -1;
}

interface Taking {
  /** `item = await queue.get()` */
  readonly statement: NodeId;
  /** The `if item is None:` below it, and the `break` or `return` in there. */
  readonly test: NodeId;
  readonly leave: NodeId;
  readonly isAwaited: boolean;
}

/** Where an item is taken and compared with the sign right after that, and nothing but leaving and `task_done` follows from it. */
function takingOf(session: Session, get: NodeId): Taking | undefined {
  const statement = statementOf(session, get);
  const outer = parentOf(session, get);
  const isAwaited = kindOf(session, outer) === 'await';
  const assignment = parentOf(session, isAwaited ? outer : get);
  if (kindOf(session, assignment) !== 'assignment' || parentOf(session, assignment) !== statement) return undefined;
  if (!isAlone(session.text, spanOf(session, statement)) || textOf(session, statement).includes('\n')) return undefined;
  const siblings = childrenOf(session, parentOf(session, statement));
  const test = siblings[siblings.indexOf(statement) + 1];
  if (test === undefined || kindOf(session, test) !== 'if_statement') return undefined;
  const body = childBy(session, test, 'consequence');
  const lines = body < 0 ? [] : childrenOf(session, body);
  const leave = lines.at(-1);
  const isOnly = endOf(session, body) === endOf(session, test);
  const span = { start: startOf(session, statement), end: endOf(session, test) };
  if (leave === undefined || !isOnly || hasComment(session, span)) return undefined;
  if (!/^(break|return)$/.test(textOf(session, leave))) return undefined;
  // A sign counts as an item that is done; what is shut down is none.
  const others = lines.slice(0, -1).map((each) => textOf(session, each));
  const done = `${textOf(session, childBy(session, childBy(session, get, 'function'), 'object'))}.task_done()`;
  return others.every((each) => each === done) ? { statement, test, leave, isAwaited } : undefined;
}

/** Only these of threads can be shut down; those of processes cannot. */
function moduleOf(request: FixRequest, { call }: QueueMisuseSubject): string | undefined {
  const value = request.facts.values[call];
  const symbol = value?.kind === 'call' ? request.symbolOf(value.callee) : undefined;
  return symbol?.startsWith('queue#') === true ? 'queue' : undefined;
}

/** Nobody else in the file puts anything into a queue, or takes from one, and nothing is put after the sign. */
function isLastToPut({ file, facts }: FixRequest, { call, other, function: owner }: QueueMisuseSubject): boolean {
  const calls = (name: string): readonly number[] =>
    membersNamed(file, name).flatMap((member) =>
      usesOf(file)
        .of(member)
        .flatMap(({ as, by }) => (as === 'callee' && by !== undefined ? [by] : [])),
    );
  const sign = facts.values[call];
  const around = facts.functions[owner];
  const isBefore = (id: number): boolean => {
    const value = facts.values[id];
    return id === call || (!!value && !!sign && !!around && around.start <= value.start && value.start < sign.start);
  };
  const takes = [...calls('get'), ...calls('get_nowait')].filter((id) => {
    const value = facts.values[id];
    return value?.kind === 'call' && value.args.every(({ keyword }) => keyword !== undefined);
  });
  return [...calls('put'), ...calls('put_nowait')].every(isBefore) && takes.every((id) => id === other);
}
