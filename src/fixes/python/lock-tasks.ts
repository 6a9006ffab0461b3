import { graphOf } from '../../effects/calls/graph.ts';
import { functionOf, valueOf } from '../../effects/program.ts';
import type { FunctionId } from '../../model/facts.ts';
import type { Fix } from '../../model/fix.ts';
import type { Span } from '../../model/span.ts';
import type { AwaitRaceSubject } from '../../model/subjects/index.ts';
import { endOf, kindOf, startOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { indentLines } from './edit/indent.ts';
import { hasSeveralLoops, loopLibraryOf } from './edit/loop-library.ts';
import { homeOf, parentOf } from './edit/nodes.ts';
import { finishEdits, openSession, type Session } from './edit/session.ts';
import { isAlone, lineIndent } from './edit/style.ts';
import { placeAt } from './edit/values.ts';
import { comesBack } from './hoist/module-value.ts';
import { chooseLock } from './lock/state-lock.ts';

const id = 'lock-tasks';

/** Holds a lock of tasks from the statement that looks at shared state to the one that writes it. */
export const lockTasks: Remedy = {
  id,
  rules: ['unblock/await-race'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'await-race' || request.facts.language !== 'python') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: AwaitRaceSubject): Fix | string | undefined {
  const { file, path, python } = request;
  const { function: owner, read, write, goes } = subject;
  const { isAsync, isGenerator } = functionOf(file, owner);
  if (!isAsync) return undefined;
  if (isGenerator)
    return 'A generator would hold the lock for as long as somebody takes what it gives. Do the part that reads and writes in a function of its own first.';
  const library = loopLibraryOf(request, owner);
  if (typeof library !== 'string') return library.unclear;
  if (library === 'asyncio' && python?.version && python.version[0] === 3 && python.version[1] < 10)
    return 'Before Python 3.10 a lock of asyncio belongs to the loop that is current when it is made, and next to the state none may run yet. Make it where the loop runs.';
  if (hasSeveralLoops(request))
    return 'A thread of this project runs an event loop of its own, and a lock of asyncio is for the tasks of one loop.';
  const session = openSession(request);
  const stretch = stretchOf(session, read, write);
  if (!stretch) return 'What is read and what is written do not stand in one block. Bring them together first.';
  const [first, last] = stretch;
  const { text, draft, style } = session;
  const span = { start: startOf(session, first), end: endOf(session, last) };
  if (!isAlone(text, span))
    return 'The statements share their lines with other code. Give them lines of their own first.';
  const trouble = troubleWithin(request, owner, span);
  if (trouble !== undefined) return trouble;
  const chosen = chooseLock(session, write, owner, library);
  if ('reason' in chosen) return chosen.reason;

  const indent = lineIndent(text, span.start);
  draft.insert(span.start, `async with ${chosen.lock}:${style.eol}${indent}${style.indent}`);
  const second = text.indexOf('\n', span.start) + 1;
  if (second > 0 && second < span.end) indentLines(session, { start: second, end: span.end });
  const edits = finishEdits(session);
  return (
    edits && {
      id,
      title: `Hold \`${chosen.lock}\` from reading to writing`,
      safety: 'suggestion',
      changes: `One task at a time runs ${goes === 'twice' ? 'this, and the others find what it made' : 'from reading to writing, and the others wait for it'}. Code elsewhere that writes the state has to hold the same lock; only tasks of one event loop may.`,
      packages: [],
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}

/** The first and last statement of one block, from the one that reads to the one that writes. */
function stretchOf(session: Session, read: number, write: number): readonly [NodeId, NodeId] | undefined {
  const [from, to] = [nodeOf(session, read), nodeOf(session, write)];
  if (from < 0 || to < 0 || homeOf(session, from) !== homeOf(session, to)) return undefined;
  const around = new Set<NodeId>();
  for (let node = from; node >= 0; node = parentOf(session, node)) around.add(node);
  let common = to;
  while (common >= 0 && !around.has(common)) common = parentOf(session, common);
  let block = common;
  while (block >= 0 && kindOf(session, block) !== 'block') block = parentOf(session, block);
  return block < 0 ? undefined : [childTowards(session, block, from), childTowards(session, block, to)];
}

/** The statement of a block in which a node stands. */
function childTowards(session: Session, block: NodeId, node: NodeId): NodeId {
  let child = node;
  while (parentOf(session, child) !== block) child = parentOf(session, child);
  return child;
}

/** A place, or the object of the call that looks at it or changes it. */
function nodeOf(session: Session, id: number): NodeId {
  const { file } = session.request;
  const value = valueOf(file, id);
  if (value.kind !== 'call') return placeAt(session, id);
  const callee = valueOf(file, value.callee);
  return placeAt(session, callee.kind === 'member' ? callee.object : value.callee);
}

/** What would wait for itself, or hold the lock for longer than a block. */
function troubleWithin(
  { program, file, facts }: FixRequest,
  owner: FunctionId,
  { start, end }: Span,
): string | undefined {
  const isInside = (id: number): boolean => {
    const value = facts.values[id];
    return value !== undefined && value.start >= start && value.end <= end;
  };
  const ref = { file, function: owner };
  for (const { to, site } of graphOf(program, file).out[owner] ?? []) {
    const isIt = to.file === file && to.function === owner;
    if (isInside(site.value) && (isIt || comesBack(program, to, ref)))
      return 'What is called between reading and writing comes back here, and would wait for itself.';
  }
  const hands = facts.values.some(
    (value, id) =>
      (value.kind === 'call' || value.kind === 'new') &&
      isInside(id) &&
      value.args.some((each) => valueOf(file, each.value).kind === 'this'),
  );
  return hands
    ? 'This object is handed on between reading and writing, and whoever gets it may come back here and wait for itself.'
    : undefined;
}
