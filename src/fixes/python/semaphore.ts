import { fanOutsOf } from '../../effects/concurrency/fan-out.ts';
import { graphOf } from '../../effects/calls/graph.ts';
import { valueOf } from '../../effects/program.ts';
import { symbolName } from '../../effects/symbols.ts';
import type { Fix } from '../../model/fix.ts';
import type { FanOutSubject } from '../../model/subjects/index.ts';
import { nextOf, spanOf, startOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { around, homeOf, nodeAt, statementOf } from './edit/nodes.ts';
import { finishEdits, freshLocal, openSession, type Session } from './edit/session.ts';
import { lineIndent, lineStart, startWithComments } from './edit/style.ts';
import { limitFor, type Limit } from './semaphore/limits.ts';
import { taskOf, type Task } from './semaphore/task.ts';
import { whoWaitsForOthers } from './semaphore/waiting.ts';

const id = 'semaphore';

/** Lets only so many tasks of a fan-out run at once, with one semaphore that is made outside and entered inside. */
export const semaphore: Remedy = {
  id,
  rules: ['unblock/unbounded-concurrency'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'fan-out' || request.facts.language !== 'python') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: FanOutSubject): Fix | string | undefined {
  const { values } = request.facts;
  const session = openSession(request);
  const combinator = values[subject.combinator];
  const waits = combinator && combinatorOf(request, subject);
  if (!combinator || waits === undefined) return undefined;
  if (waits !== 'all')
    return `\`${waits}\` goes on with whichever task is first, and a limit would change which one that is.`;
  const fanOuts = fanOutsOf(request.program, { file: request.file, function: subject.function }).filter(
    (each) => each.combinator.value === subject.combinator,
  );
  if (fanOuts.length > 1 || fanOuts.some(({ isPart }) => isPart))
    return 'The tasks come from several places. Let all of them enter one semaphore.';
  const task = taskOf(session, subject);
  if (task === undefined || typeof task === 'string') return task;
  // What starts the tasks one by one stands in the loop itself.
  const outside = subject.shape === 'spawned' ? -1 : nodeAt(session, combinator, 'call');
  const place = placeFor(session, task.node, outside);
  if (place === undefined)
    return 'There is no line here above which a semaphore could be made. Give the tasks a statement of their own first.';
  const waiting = whoWaitsForOthers(request, subject);
  if (waiting !== undefined)
    return `The tasks wait for each other (\`${waiting}\`). With a limit, one that is let in could wait for ever for one that is not.`;

  const limit = limitFor(request, subject);
  const names = write(session, subject, task, place, limit);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Run at most ${String(limit.count)} at a time with \`${names.type}\``,
    safety: 'suggestion',
    changes: changes(limit),
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** `all` for what waits for every task; else its name. Undefined where it is no call that we know. */
function combinatorOf(
  { program, file }: FixRequest,
  { combinator, function: owner }: FanOutSubject,
): string | undefined {
  const call = (graphOf(program, file).calls[owner] ?? []).find(({ value }) => value === combinator);
  const name = call?.symbol && symbolName(call.symbol);
  if (name === 'asyncio#gather' || (name !== undefined && starting.test(name))) return 'all';
  const value = call && valueOf(file, call.value);
  const isPlain = value?.kind === 'call' && value.args.every(({ keyword, spread }) => keyword === undefined && !spread);
  if (name === 'asyncio#wait' && isPlain) return 'all';
  return name?.replace('#', '.');
}

/** What starts one task. */
const starting = /^asyncio#((TaskGroup|AbstractEventLoop)\.)?create_task$|^asyncio#ensure_future$/;

/**
 * The statement above which the semaphore goes: outside of every loop that starts the tasks, and not of one that has the combinator in
 * it as well. `combinator` is -1 where there is none.
 */
function placeFor(session: Session, task: NodeId, combinator: NodeId): NodeId | undefined {
  let statement = statementOf(session, task);
  for (;;) {
    const loop = around(session, statement, (kind) => /^(for|while)_statement$/.test(kind));
    const isShared = loop >= 0 && loop < combinator && combinator < nextOf(session, loop);
    if (loop < 0 || isShared || homeOf(session, loop) !== homeOf(session, statement)) break;
    statement = loop;
  }
  const start = startOf(session, statement);
  return session.text.slice(lineStart(session.text, start), start).trim() === '' ? statement : undefined;
}

/** Writes the semaphore and the coroutine that enters it above `place`, and hands the tasks to that. */
function write(
  session: Session,
  { function: owner }: FanOutSubject,
  task: Task,
  place: NodeId,
  { count }: Limit,
): { readonly type: string } {
  const { draft, style, text } = session;
  const { eol, indent: step } = style;
  const span = spanOf(session, place);
  const type = importedName(session, 'asyncio', 'Semaphore', span);
  const name = freshLocal(session, owner, 'semaphore', 'limit');
  const helper = freshLocal(session, owner, 'limited', 'run_limited');
  const indent = lineIndent(text, startOf(session, place));
  const lines = [
    `${name} = ${type}(${String(count)})`,
    '',
    `async def ${helper}(${task.parameters}):`,
    `${step}async with ${name}:`,
    `${step}${step}return await ${task.call}`,
    '',
  ];
  const above = lines.map((line) => (line === '' ? '' : indent + line)).join(eol) + eol;
  draft.insert(startWithComments(text, lineStart(text, startOf(session, place))), above);
  for (const { span: where, text: code } of task.edits(helper)) draft.replace(where, code);
  return { type };
}

function changes({ count, because }: Limit): string {
  return [
    `At most ${String(count)} run at once, instead of all of them: ${because} Raise it as far as what is called bears it; the limit holds per call of this function.`,
    'Results, their order and exceptions stay as they are, and after an exception the tasks still waiting run all the same, as they do now.',
    'Tasks that wait see the state of the program at the time they start; if one waited for another one of them, it could wait for ever. All of them are in memory from the beginning: for very many, let a few workers take from a queue.',
  ].join(' ');
}
