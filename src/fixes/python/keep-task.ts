import type { Fix } from '../../model/fix.ts';
import type { FunctionId } from '../../model/facts.ts';
import type { DanglingTaskSubject } from '../../model/subjects/index.ts';
import { childBy, kindOf, spanOf, startOf, endOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isOneExpression, nodeAt, parentOf, statementOf } from './edit/nodes.ts';
import { finishEdits, freshLocal, openSession, type Session } from './edit/session.ts';
import { isAlone, lineEnd, lineIndent } from './edit/style.ts';
import { callbackThatLogs, keptTasks } from './keep/module-parts.ts';
import { outlives } from './keep/outlives.ts';

const NOT_ALONE =
  'The call is part of a larger expression, or shares its line with other code. Give it a statement of its own first.';

/** Keeps the task in a set of the module until it is done. */
export const keepTask: Remedy = {
  id: 'keep-task',
  rules: ['unblock/dangling-task'],
  propose: (request) =>
    answer(request, 'keep-task', (session, statement, lasts) => {
      const tasks = keptTasks(session, statement);
      return {
        add: tasks.name,
        callback: `${tasks.name}.discard`,
        title: `Keep the task in \`${tasks.name}\` until it is done`,
        ...(lasts
          ? {
              safety: 'suggestion',
              changes:
                'An exception of the task that nobody asks for is reported once the variable is gone, too: when this function ends, or starts the next task. So far it was reported at once.',
            }
          : { safety: 'safe', changes: '' }),
      };
    }),
};

/** The same, and logs the exception of a task that fails as soon as it has. */
export const keepAndLogTask: Remedy = {
  id: 'keep-and-log-task',
  rules: ['unblock/dangling-task'],
  propose: (request) =>
    answer(request, 'keep-and-log-task', (session, statement) => {
      const tasks = keptTasks(session, statement);
      return {
        add: tasks.name,
        callback: callbackThatLogs(session, statement, tasks),
        title: `Keep the task in \`${tasks.name}\`, and log its exception`,
        safety: 'suggestion',
        changes:
          'An exception is logged with its traceback when the task ends. It counts as seen then: asyncio’s own “Task exception was never retrieved”, and an exception handler of the loop, no longer come up.',
      };
    }),
};

interface Plan extends Pick<Fix, 'title' | 'safety' | 'changes'> {
  /** The set that keeps the task. */
  readonly add: string;
  /** What is called when it is done. */
  readonly callback: string;
}

function answer(
  request: FixRequest,
  id: string,
  /** `lasts`: the variable that is added is still there when the task fails, and keeps its exception from being reported. */
  plan: (session: Session, statement: NodeId, lasts: boolean) => Plan,
): ReturnType<Remedy['propose']> {
  const { subject } = request.finding;
  if (subject.kind !== 'dangling-task' || subject.how !== 'started') return undefined;
  const session = openSession(request);
  const span = request.facts.values[subject.call];
  const call = span ? nodeAt(session, span, 'call') : -1;
  if (call < 0) return undefined;
  const statement = statementOf(session, call);
  const shape = shapeOf(session, subject, call, statement);
  if (!shape || !isAlone(session.text, spanOf(session, statement))) return { id, reason: NOT_ALONE };
  const lasts = shape.kind === 'statement' && outlives(request.file, subject.function, spanOf(session, statement));
  const { add, callback, ...words } = plan(session, statement, lasts);
  const task = write(session, subject.function, statement, shape);
  const { style, text, draft } = session;
  const indent = lineIndent(text, startOf(session, statement));
  const lines = [`${add}.add(${task})`, `${task}.add_done_callback(${callback})`];
  draft.insert(lineEnd(text, endOf(session, statement)), lines.map((line) => style.eol + indent + line).join(''));
  const edits = finishEdits(session);
  return edits && { id, ...words, packages: [], edits: [{ kind: 'edit', path: request.path, edits }] };
}

/** The call as a statement, or as what is stored in a variable. */
type Shape = { readonly kind: 'statement' } | { readonly kind: 'stored'; readonly target: NodeId };

function shapeOf(
  session: Session,
  { variable }: DanglingTaskSubject,
  call: NodeId,
  statement: NodeId,
): Shape | undefined {
  const parent = parentOf(session, call);
  if (parent === statement && isOneExpression(session, statement)) return { kind: 'statement' };
  const target = childBy(session, parent, 'left');
  const isStored = kindOf(session, parent) === 'assignment' && parentOf(session, parent) === statement;
  return variable !== undefined && isStored && kindOf(session, target) === 'identifier'
    ? { kind: 'stored', target }
    : undefined;
}

/** Makes sure that the task has a name, and says which. */
function write(session: Session, owner: FunctionId, statement: NodeId, shape: Shape): string {
  if (shape.kind === 'statement') {
    const name = freshLocal(session, owner, 'task', 'background_task');
    session.draft.insert(startOf(session, statement), `${name} = `);
    return name;
  }
  const name = textOf(session, shape.target);
  if (!/^_+$/.test(name)) return name;
  const fresh = freshLocal(session, owner, 'task', 'background_task');
  session.draft.replace(spanOf(session, shape.target), fresh);
  return fresh;
}
