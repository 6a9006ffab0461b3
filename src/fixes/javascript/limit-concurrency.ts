import type { FanOutSubject } from '../../model/subjects/index.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bare, dressed, isAssignment, isCallable, isUpdate } from './edit/nodes.ts';
import { around, writtenBy } from './edit/reach.ts';
import { isWithin } from './edit/scope.ts';
import { finishEdits } from './edit/places.ts';
import { openSession, type Session } from './edit/session.ts';
import { isWritten } from './edit/writes.ts';
import { isAsyncFunction, wrapCallback, type Wrapping } from './limit/callback.ts';
import { amountOf, type Amount } from './limit/amount.ts';
import { limitChanges, limitPackages, limitTitle } from './limit/words.ts';
import { limitLeaves, recursionOf } from './limit/leaves.ts';
import { seenLater, sharesDeadline, waitsForTheOthers } from './limit/meanwhile.ts';
import { limiterCalled, provideLimiter, type Limiter } from './limit/limiter.ts';
import { wrapTask } from './limit/task.ts';

const id = 'limit-concurrency';

const BRANCHES =
  'Each task starts as many again, and waits for them: with one limiter around all, they could wait for each other for ever. Put it around the request or read itself.';

/** Lets only so many tasks of a fan-out run at once, with p-limit. */
export const limitConcurrency: Remedy = {
  id,
  rules: ['unblock/unbounded-concurrency'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'fan-out' || request.facts.language !== 'javascript') return undefined;
    return propose(request, subject);
  },
};

function propose(request: FixRequest, subject: FanOutSubject): Fix | Obstacle | undefined {
  const session = openSession(request);
  const at = <T extends ts.Node>(value: number, is: (node: ts.Node) => node is T): T | undefined => {
    const span = request.facts.values[value];
    return span && nodeAt(session.tree, span, is);
  };
  const combinator = at(subject.combinator, ts.isCallExpression);
  const call = at(subject.call, ts.isCallExpression);
  const task = at(subject.task, ts.isExpression);
  if (!combinator || !call || !task) return undefined;

  const trouble = combinator === call ? undefined : troubleWith(combinator, session);
  if (trouble !== undefined) return trouble === '' ? undefined : { id, reason: trouble };
  const amount = amountOf(request, subject);
  if (combinator === call) return boundedMapper(session, call, amount);
  const owner = recursionOf(session, task);
  if (owner) return offer(session, limitLeaves(session, owner, amount));
  // The way back leads through other files.
  if (subject.branches) return { id, reason: BRANCHES };
  const wrapping =
    subject.shape === 'mapped' ? mapped(session, combinator, call, task) : pushed(session, combinator, call, task);
  if (wrapping === undefined) return undefined;
  if (typeof wrapping === 'string') return { id, reason: wrapping };

  const limiter = provideLimiter(session, task, amount);
  if (!limiter)
    return {
      id,
      reason: 'There is no place here for a limiter that all tasks share. Move the code into a function first.',
    };
  wrapping(limiter.name);
  return offer(session, limiter);
}

function offer(session: Session, limiter: Limiter | string): Fix | Obstacle | undefined {
  if (typeof limiter === 'string') return { id, reason: limiter };
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: limitTitle(limiter),
    safety: 'suggestion',
    changes: limitChanges(session, limiter),
    packages: limitPackages(session, limiter),
    edits: [{ kind: 'edit', path: session.request.path, edits }],
  };
}

/** `pMap(list, task)` becomes `pMap(list, task, { concurrency: 10 })`. */
function boundedMapper(session: Session, call: ts.CallExpression, amount: Amount): Fix | Obstacle | undefined {
  const { draft, source, request } = session;
  const [list, task, options, ...others] = call.arguments;
  if (!list || !task || others.length > 0 || call.arguments.some(ts.isSpreadElement)) return undefined;
  const name = call.expression.getText(source);
  const said = `concurrency: ${String(amount.count)}`;
  if (!options) {
    draft.insert(task.end, `, { ${said} }`);
  } else if (ts.isObjectLiteralExpression(options) && !options.properties.some(ts.isSpreadAssignment)) {
    const first = options.properties[0];
    if (options.properties.some((each) => each.name?.getText(source) === 'concurrency'))
      return { id, reason: `\`${name}\` is told a \`concurrency\` that is no limit. Write a number there.` };
    if (first) draft.insert(first.getStart(source), `${said}, `);
    else draft.replace({ start: options.getStart(source), end: options.end }, `{ ${said} }`);
  } else {
    return { id, reason: `The options of \`${name}\` are made elsewhere. Add a \`concurrency\` to them there.` };
  }
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Run at most ${String(amount.count)} at a time, by \`concurrency\` of \`${name}\``,
    safety: 'suggestion',
    changes: `At most ${String(amount.count)} run at once, instead of all of them. ${amount.why} Results and their order stay as they are; after a rejection, tasks that have not begun are left out.`,
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** Only `all` and `allSettled` wait for every task; the others depend on which one is first. Empty: not ours. */
function troubleWith(combinator: ts.CallExpression, { scopes }: Session): string | undefined {
  const { expression } = combinator;
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return '';
  if (expression.expression.text !== 'Promise' || scopes.declarationOf(expression.expression)) return '';
  const name = expression.name.text;
  if (name === 'all' || name === 'allSettled') return undefined;
  return `\`Promise.${name}\` settles with whichever task is first, and a limit would change which one that is.`;
}

function mapped(
  session: Session,
  combinator: ts.CallExpression,
  call: ts.CallExpression,
  callback: ts.Expression,
): Wrapping | undefined {
  const { expression } = call;
  const index = call.arguments.indexOf(callback);
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const isMap = expression.name.text === 'map' && index === 0;
  const isFrom =
    expression.name.text === 'from' && index === 1 && expression.expression.getText(session.source) === 'Array';
  if (!isMap && !isFrom) return undefined;
  if (isLimitedAlready(session, callback)) return undefined;

  const isArgument = combinator.arguments[0] !== undefined && bare(combinator.arguments[0]) === call;
  if (!isArgument && !isAsyncFunction(callback)) {
    return 'The list of promises is used elsewhere too, where it may matter that its items are what the callback returns. Make the callback `async` first.';
  }
  const trouble =
    waitsForTheOthers(session, callback) ??
    sharesDeadline(session, callback) ??
    (isArgument && isWaitedFor(combinator)
      ? undefined
      : (changesMeanwhile(session, call, callback) ??
        seenLater(session, callback, { from: call.end, to: endOfRun(combinator), without: [] })));
  return trouble ?? wrapCallback(session, callback, call.arguments.length > index + 1);
}

function isLimitedAlready(session: Session, callback: ts.Expression): boolean {
  if (!ts.isArrowFunction(callback) || ts.isBlock(callback.body)) return false;
  const body = bare(callback.body);
  return ts.isCallExpression(body) && limiterCalled(session, body) !== undefined;
}

/** Nothing of this function runs between the start of the tasks and the wait for them. */
function isWaitedFor(combinator: ts.CallExpression): boolean {
  const { parent } = dressed(combinator);
  return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
}

/** How far this function runs before tasks that wait may start: to the wait for them, or to its end. */
function endOfRun(combinator: ts.CallExpression): number {
  return isWaitedFor(combinator) ? combinator.pos : (around(combinator, isCallable)?.end ?? Infinity);
}

/** Later tasks read their variables later. Says which one may have got another value by then. */
function changesMeanwhile({ scopes }: Session, call: ts.Node, callback: ts.Node): string | undefined {
  for (const name of scopes.freeIn(callback)) {
    const declaration = scopes.declarationOf(name);
    if (!declaration || declaration.kind === 'const' || declaration.kind === 'import') continue;
    const isLater = scopes
      .referencesTo(declaration)
      .some((use) => isWritten(use) && !isWithin(use, callback) && (use.pos > call.end || around(use, isLoop)));
    if (isLater)
      return `\`${name.text}\` is assigned while the tasks are waiting, and they would see the new value. Copy it into a \`const\` first.`;
  }
  return undefined;
}

function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}

/** The task starts after the loop has gone on, so the loop must not depend on what it does before its first `await`. */
function pushed(
  session: Session,
  combinator: ts.CallExpression,
  call: ts.CallExpression,
  task: ts.Expression,
): Wrapping | undefined {
  if (!call.arguments.includes(task)) return undefined;
  const inner = bare(task);
  if (ts.isCallExpression(inner) && limiterCalled(session, inner)) return undefined;
  const loop = around(call, isLoop);
  if (loop && !isIteration(loop)) {
    return 'Whether the loop goes on could depend on what a task does before its first `await`, and with a limit tasks start later. Use `for…of` or a counting loop.';
  }
  const round = loop ?? visitAround(call);
  if (round) {
    for (const { name } of writtenBy(session.scopes, task)) {
      const isRead = session.scopes.freeIn(round).some((use) => use.text === name.text && !isWithin(use, task));
      if (isRead)
        return `The task changes \`${name.text}\`, which the loop reads, and with a limit it would do so later.`;
    }
  }
  const from = (round ?? call).pos;
  const changed = seenLater(session, task, { from, to: endOfRun(combinator), without: [task, call.expression] });
  return changed ?? waitsForTheOthers(session, task) ?? sharesDeadline(session, task) ?? wrapTask(session, task);
}

/** The callback of a `forEach` is a loop's body as well. */
function visitAround(call: ts.Node): ts.Node | undefined {
  const callback = around(call, isCallable);
  return callback && ts.isCallExpression(callback.parent) ? callback : undefined;
}

/** `for…of`, `for…in` and `for (let i = 0; i < n; i++)`: the number of rounds is the loop's own business. */
function isIteration(loop: ts.IterationStatement): boolean {
  if (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) return true;
  if (!ts.isForStatement(loop) || !loop.condition || !loop.incrementor) return false;
  const counts = isUpdate(loop.incrementor) || isAssignment(loop.incrementor);
  return counts && ts.isBinaryExpression(loop.condition) && loop.initializer !== undefined;
}
