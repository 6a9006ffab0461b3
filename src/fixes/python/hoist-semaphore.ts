import { regionsOf } from '../../effects/calls/sites.ts';
import type { Fix } from '../../model/fix.ts';
import type { LimiterMisuseSubject } from '../../model/subjects/index.ts';
import { childrenOf, endOf, kindOf, nextOf, spanOf, startOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { nodeAt, parentOf, statementOf } from './edit/nodes.ts';
import { finishEdits, freshName, openSession, type Session } from './edit/session.ts';
import { isAlone, lineEnd, lineStart, startWithComments } from './edit/style.ts';

const id = 'hoist-semaphore';

/** Makes one semaphore for all tasks, in the module, instead of one in each. */
export const hoistSemaphore: Remedy = {
  id,
  rules: ['unblock/limiter-misuse'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'limiter-misuse' || subject.how !== 'single' || request.facts.language !== 'python')
      return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: LimiterMisuseSubject): Fix | string | undefined {
  const { facts, file, python } = request;
  const session = openSession(request);
  const made = facts.values[subject.call];
  const call = made ? nodeAt(session, made, 'call') : -1;
  if (!made || call < 0) return undefined;
  if (python?.version && python.version[0] === 3 && python.version[1] < 10)
    return 'Before Python 3.10 a semaphore belongs to the loop that is current when it is made, and in the module none runs yet. Make it in the function that starts the tasks.';
  if (!isConstant(session, call))
    return 'How many it lets in is known only within the function. Make the semaphore in the function that starts the tasks, and hand it on.';
  const isInline = (regionsOf(file)[subject.function] ?? []).some(({ value }) => value === subject.call);
  const statement = statementOf(session, call);
  const binding = facts.bindings.find(({ init }) => init === subject.call);
  const { text, draft } = session;
  const name = nameFor(session, binding?.name ?? 'places');
  const code = textOf(session, call);
  if (isInline) draft.replace(spanOf(session, call), name);
  else {
    if (!isAlone(text, spanOf(session, statement)) || kindOf(session, statement) !== 'expression_statement' || !binding)
      return 'The semaphore is made in a line with other code. Give it one of its own first.';
    const from = lineStart(text, startOf(session, statement));
    const end = lineEnd(text, endOf(session, statement));
    const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    // A comment behind it, or right above it, is about it and goes with it.
    draft.replace({ start: from, end: Math.min(next, text.length) }, '');
    if (name !== binding.name) rename(request, session, binding.name, name);
  }
  const written = isInline ? '' : text.slice(endOf(session, statement), lineEnd(text, endOf(session, statement)));
  place(session, outermost(session, statement), `${name} = ${code}${written}`);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Make one \`${name}\` for all tasks, in the module`,
    safety: 'suggestion',
    changes:
      'From now on only so many run at once, and the others wait for their turn. All callers of the module share the semaphore, and only tasks of one event loop may use it.',
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** Below the imports or the names of the module right above `top`, or else above `top` with the blank lines that belong there. */
function place(session: Session, top: NodeId, line: string): void {
  const { text, draft, style } = session;
  const before = childrenOf(session, 0).filter((node) => node < top && kindOf(session, node) !== 'comment');
  const last = before.at(-1);
  const kind = last === undefined ? '' : kindOf(session, last);
  if (last !== undefined && /^(import|future_import|expression)/.test(kind)) {
    const gap = kind === 'expression_statement' ? style.eol : style.eol.repeat(2);
    draft.insert(lineEnd(text, endOf(session, last)), `${gap}${line}`);
    return;
  }
  const at = lineStart(text, startWithComments(text, lineStart(text, startOf(session, top))));
  draft.insertFirst(at, `${line}${style.eol.repeat(3)}`);
}

/** Numbers and names of the module only. */
function isConstant(session: Session, call: NodeId): boolean {
  const { facts } = session.request;
  for (let node = call + 1; node < nextOf(session, call); node++) {
    if (
      !/^(identifier)$/.test(kindOf(session, node)) ||
      kindOf(session, parentOf(session, node)) === 'keyword_argument'
    )
      continue;
    const { start, end } = spanOf(session, node);
    const value = facts.values.find((each) => each.kind === 'name' && each.start === start && each.end === end);
    if (value?.kind === 'name' && facts.bindings[value.binding]?.scope !== 0) return false;
  }
  return true;
}

/** The name that it has already, where nothing else in the file goes by it. */
function nameFor(session: Session, name: string): string {
  const { bindings } = session.request.facts;
  const same = bindings.filter((each) => each.name === name);
  const isFree = same.length <= 1 && same.every(({ scope }) => scope !== 0);
  if (same.length > 0 && isFree) return name;
  return freshName(session, name, 'semaphore');
}

function rename({ facts }: FixRequest, { draft, request }: Session, from: string, to: string): void {
  const { subject } = request.finding;
  const owner = subject.kind === 'limiter-misuse' ? subject.function : -1;
  for (const value of facts.values) {
    if (value.kind !== 'name') continue;
    const binding = facts.bindings[value.binding];
    const isWritten = binding?.init === undefined || facts.values[binding.init]?.start !== undefined;
    if (binding?.name === from && binding.scope === owner && isWritten && value.start !== binding.start)
      draft.replace({ start: value.start, end: value.end }, to);
  }
}

/** The statement of the module that `node` is part of. */
function outermost(session: Session, node: NodeId): NodeId {
  let top = node;
  while (parentOf(session, top) > 0) top = parentOf(session, top);
  return top;
}
